"""Bedside: a guided assessment, doctor review and a record people can trust."""
