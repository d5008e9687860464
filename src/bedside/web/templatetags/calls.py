"""Numbers to call on a page: `{{ crisis_line|dial }}`, and `{{ sentence|with_calls }}`."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bedside.calls import Call, href_of, pieces

register = template.Library()


@register.filter
def dial(number: str) -> str:
    """Return the address that calls a number, empty when it has no digits."""
    return href_of(number)


@register.filter
def with_calls(sentence: str) -> SafeString:
    """Return a sentence in which the emergency number and the crisis line can be pressed."""
    numbers = (settings.BEDSIDE.emergency_number, settings.BEDSIDE.crisis_line)
    return format_html_join("", "{}", ((_said(one),) for one in pieces(sentence, numbers)))


def _said(piece: str | Call) -> str:
    if isinstance(piece, str):
        return piece
    return format_html('<a href="{}">{}</a>', piece.href, piece.text)
