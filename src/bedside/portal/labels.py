"""Labels for Streamlit's widgets, which read Markdown: every sign is made to stand for itself."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def plain(text: str) -> str:
    """Return `text` so that a widget's label shows exactly it."""
    return _SIGNS.sub(r"\\\1", text)
