"""What a note says: a title and sections, each a heading and a text.

The sealed body is plain JSON; `NoteText` is the same thing with types. Text is kept as it was
written, in any script, with one kind of line break.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bedside import limits
from bedside.errors import Invalid

MOST_SECTIONS = 20


@dataclass(frozen=True)
class Section:
    """One part of a note. The heading may be empty, and so may the text."""

    heading: str
    text: str = ""


@dataclass(frozen=True)
class NoteText:
    """A note's words. `template` is the code of the built-in one it began with, or nothing."""

    title: str
    sections: tuple[Section, ...] = ()
    template: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written under any heading."""
        return not any(limits.says_something(section.text) for section in self.sections)

    @property
    def length(self) -> int:
        """Characters that count towards limits.NOTE."""
        return sum(len(section.heading) + len(section.text) for section in self.sections)

    def checked(self) -> "NoteText":
        """Return it as it is kept. Raises Invalid naming each bad field, never its value."""
        kept = replace(
            self,
            title=" ".join(self.title.split()),
            sections=tuple(_kept(section) for section in self.sections),
        )
        bad = dict(_problems(kept))
        if bad:
            raise Invalid(fields=bad)
        return kept

    def to_body(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "sections": [[section.heading, section.text] for section in self.sections],
            "template": self.template,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "NoteText":
        sections = tuple(Section(heading, text) for heading, text in body["sections"])
        return cls(body["title"], sections, body.get("template", ""))


def _kept(section: Section) -> Section:
    return Section(" ".join(section.heading.split()), limits.normal_newlines(section.text))


def _problems(text: NoteText) -> Iterator[tuple[str, str]]:
    if not 1 <= len(text.title) <= limits.LINE:
        yield "title", f"Write a title of at most {limits.LINE} letters."
    if len(text.sections) > MOST_SECTIONS:
        yield "sections", f"A note has at most {MOST_SECTIONS} sections."
    if any(len(section.heading) > limits.LINE for section in text.sections):
        yield "sections", f"Write headings of at most {limits.LINE} letters."
    if text.length > limits.NOTE:
        too_long = f"A note has at most {limits.NOTE:,} letters; this one has {text.length:,}."
        yield "sections", too_long
    if not _is_storable(text):
        yield "sections", "This is not valid Unicode text."


def _is_storable(text: NoteText) -> bool:
    written = text.title + "".join(section.heading + section.text for section in text.sections)
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in written
