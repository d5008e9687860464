"""The lists of a patient in words: what an alert is about (`{{ body.category|about }}`)."""

from django import template

from bedside.web.wording import FLAGS

register = template.Library()


@register.filter
def about(category: str) -> str:
    """Return what the category of an alert is called."""
    return FLAGS.get(category, category)
