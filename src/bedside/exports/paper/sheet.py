"""What stands on a sheet of paper, as data: headings, lines, lists, tables.

Everything that a person wrote is a value here and never markup, so nothing in it can change how
the sheet is set, or run. `paper.typ` is the only markup there is.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko."""
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that only say in which direction to write."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_ISOLATE, _END = "\u2068", "\u2069"
_UNBROKEN = re.compile("[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff]{30,}")
"""Longer than a word is and without a place to break, in scripts that put spaces between words."""
_BREAK, _PIECE = "\u200b", 15

Block = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of text: `strong` is set in bold before it, `muted` in grey behind it."""

    text: str = ""
    strong: str = ""
    muted: str = ""


@dataclass(frozen=True)
class Sheet:
    """A document: its kind (which says nothing about anybody), whom it is about and what it says.

    `about` stands on every page; `printed` says who took it out, and when.
    """

    title: str
    about: str
    printed: str
    blocks: Sequence[Block]
    wide: bool = False
    """On its side, for tables with many columns."""

    def as_data(self, *, letters_missing: bool = False) -> dict[str, Any]:
        """Return what the template reads; long words have places to break.

        `letters_missing` adds a sentence that the fonts do not have all letters.
        """
        missing = [note(Line(_LETTERS_MISSING))] if letters_missing else []
        return {
            "title": self.title,
            "wide": self.wide,
            "about": breakable(self.about),
            "printed": breakable(self.printed),
            "blocks": [_breakable(block) for block in (*missing, *self.blocks)],
        }


_LETTERS_MISSING = (
    "Some letters are missing from the fonts where this was printed: they are empty boxes here."
    " The record has them."
)


def heading(text: str, level: int = 1) -> Block:
    """A heading within the document, whose own title is above all levels."""
    return {"is": "heading", "text": text, "level": level}


def text(text: str, *, muted: bool = False) -> Block:
    """A paragraph of ours."""
    return {"is": "text", **_line(Line(muted=text) if muted else Line(text))}


def line(line: Line) -> Block:
    """A paragraph of ours that is bold or grey in part."""
    return {"is": "text", **_line(line)}


def words(text: str) -> Block:
    """What somebody wrote, as they wrote it: with their line breaks, in their direction."""
    return {"is": "words", "parts": [part for part in text.splitlines() if part.strip()]}


def note(*lines: Line) -> Block:
    """Lines that nobody may overlook."""
    return {"is": "note", "lines": [_line(one) for one in lines]}


def bullets(items: Iterable[Line | str], *, nothing: str = "", numbered: bool = False) -> Block:
    """A list; `nothing` is the sentence in the place of one without items."""
    found = [_line(Line(one) if isinstance(one, str) else one) for one in items]
    if not found:
        return text(nothing)
    return {"is": "list", "items": found, "numbered": numbered}


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    """Names and values; what nobody said is left out."""
    return {"is": "facts", "items": [[name, value] for name, value in pairs if value]}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """A table whose first row is repeated on every page that it goes on to."""
    return {"is": "table", "caption": caption, "head": [*head], "rows": [[*row] for row in rows]}


def apart(text: str) -> str:
    """Return somebody's words so that their direction does not turn those around them."""
    plain = _STEERING.sub("", text)
    return f"{_ISOLATE}{plain}{_END}" if _FROM_RIGHT.search(plain) else plain


def breakable(text: str) -> str:
    """Return a text for the typesetter: without control signs, and with places to break in a word
    that is longer than a line."""
    printable = _UNPRINTABLE.sub("", text)
    return _UNBROKEN.sub(lambda found: _BREAK.join(_pieces(found[0])), printable)


def _pieces(word: str) -> Iterator[str]:
    """Yield about _PIECE letters at a time, marks with the letter that they stand on."""
    start = 0
    for place in range(len(word)):
        is_letter = not unicodedata.category(word[place]).startswith("M")
        if place - start >= _PIECE and is_letter:
            yield word[start:place]
            start = place
    yield word[start:]


def _line(line: Line) -> Block:
    return {"strong": line.strong, "text": line.text, "muted": line.muted}


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        return {name: _breakable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_breakable(one) for one in value]
    return value
