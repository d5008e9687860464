"""A patient in words: what an alert is about (`{{ body.category|about }}`), what they need."""

from django import template
from django.conf.locale import LANG_INFO

from bedside.clinic.patients.profile import NEEDS
from bedside.web.wording import FLAGS

register = template.Library()


@register.filter
def about(category: str) -> str:
    """Return what the category of an alert is called."""
    return FLAGS.get(category, category)


@register.filter
def need(code: str) -> str:
    """Return what somebody needs to be well cared for."""
    told = NEEDS.get(code, code)
    return told[:1].lower() + told[1:]


@register.filter
def language_name(code: str) -> str:
    """Return a language's English name, for staff."""
    return str(LANG_INFO.get(code, {}).get("name", code))
