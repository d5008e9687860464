"""Digits of any script, accents, and the invisible marks between letters, read alike by every room.

People copy numbers out of address books and write them with the digits of their own script; both
are read as if they had been typed here. What is shown and kept stays as it was written.
"""

import unicodedata


def without_marks(text: str) -> str:
    """Return the text without what only turns direction or joins letters (category Cf)."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def with_ascii_digits(text: str) -> str:
    """Return the text with every decimal digit as the one of ASCII; nothing else changes."""
    digits = (unicodedata.decimal(sign, None) for sign in text)
    return "".join(
        sign if digit is None else str(digit) for sign, digit in zip(text, digits, strict=True)
    )


def without_accents(text: str) -> str:
    """Return the text without accents, and with one letter for all the forms of it (NFKD)."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
