"""`{% csrf_token %}` for our pages and the administration: Django's, with the form's own key."""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bedside.web import form_keys

register = template.Library()


@register.simple_tag(takes_context=True)
def page_key(context: Any) -> str:
    """Return a new key for whoever sees this page; nothing where nobody has asked who is there."""
    actor = getattr(context.get("request"), "actor", None)
    return form_keys.new(actor) if actor else ""


class FormKeyNode(CsrfTokenNode):
    """The CSRF token's hidden field, and behind it the key's."""

    def render(self, context: Any) -> SafeString:
        """Return both fields; the token alone where nobody has asked who is there."""
        token, key = SafeString(super().render(context)), page_key(context)
        if not token or not key:
            return token
        field = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(field, token, form_keys.FIELD, key)


@register.tag
def csrf_token(parser: Any, token: Any) -> FormKeyNode:  # noqa: ARG001
    """Write the hidden fields that every form of ours carries."""
    return FormKeyNode()
