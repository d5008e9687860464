"""Encounters: a patient was seen, by whom, where and when; what was written then belongs to it."""
