"""The headings of a note in the words of whoever reads it (`{{ heading|heading_for:role }}`)."""

from django import template

from bedside.clinic.notes import headings

register = template.Library()


@register.filter
def heading_for(heading: str, role: str) -> str:
    """Return a heading as whoever has this role reads it."""
    return headings.heading_for(heading, role)
