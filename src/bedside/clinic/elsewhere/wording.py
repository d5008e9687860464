"""How an encounter elsewhere is said in a few words, on pages and on paper alike."""

from bedside.clinic.elsewhere.body import CLASSES, ElsewhereBody


def at_another_clinic(body: ElsewhereBody) -> str:
    """Say that it was at another clinic, at which one, and what it was."""
    named = f" ({body.service_provider})" if body.service_provider else ""
    return f"at another clinic{named}: {body.type or CLASSES[body.kind]}"
