"""The headings of a note in the words of whoever reads it (`{{ heading|heading_for:role }}`)."""

from django import template

from bedside.clinic.notes.headings import heading_for

register = template.Library()
register.filter(heading_for)
