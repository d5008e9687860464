"""Facilities: where patients are treated, and who works there."""
