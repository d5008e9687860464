"""Patients: who they are, who cares for them, and who looked into their record."""
