"""The words of a note as FHIR carries them: one plain text, in base64, and back.

Where a note has headings, those that stand in the text as they were, each in a paragraph of its
own, are its headings again. Not a letter of the text is lost either way.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from datetime import datetime

from bedside import limits
from bedside.clinic.notes import NoteText, Section
from bedside.errors import Invalid
from bedside.interop.fhir.base import FhirModel

PLAIN = "text/plain; charset=utf-8"
_PARAGRAPH = "\n\n"


class Attachment(FhirModel):
    """The words, in base64."""

    content_type: str
    data: str | None = None
    size: int | None = None
    hash: str | None = None
    title: str | None = None
    creation: datetime | None = None


def attachment_of(text: NoteText) -> Attachment:
    """Return a note's words, as they leave."""
    return _attached(in_plain_text(text)).model_copy(update={"title": text.title})


def _attached(text: str) -> Attachment:
    written = text.encode()
    digest = hashlib.sha1(written, usedforsecurity=False).digest()  # FHIR asks for SHA-1
    return Attachment(
        content_type=PLAIN,
        data=base64.b64encode(written).decode(),
        size=len(written),
        hash=base64.b64encode(digest).decode(),
    )


def in_plain_text(text: NoteText) -> str:
    """Return a note's words: each heading on a line of its own, then what stands under it."""
    parts = [part for section in text.sections for part in (section.heading, section.text) if part]
    return _PARAGRAPH.join(parts)


def sections_in(text: str, headings: Sequence[str]) -> tuple[Section, ...]:
    """Return a plain text in sections: one begins where a heading is a whole paragraph.

    Headings are looked for in their order, each once.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    to_come = [one for one in headings if one]
    for paragraph in text.split(_PARAGRAPH):
        if paragraph in to_come:
            to_come = to_come[to_come.index(paragraph) + 1 :]
            found.append((paragraph, []))
        else:
            found[-1][1].append(paragraph)
    sections = [Section(heading, _PARAGRAPH.join(said)) for heading, said in found]
    return tuple(sections[1:] if len(sections) > 1 and not sections[0].text else sections)


def words_in(attachment: Attachment) -> str | None:
    """Return the text that was sent, None when only the rest was. Raises Invalid."""
    kind = attachment.content_type.replace(" ", "").lower()
    if kind not in ("text/plain", "text/plain;charset=utf-8"):
        raise _bad("contentType", "Notes are kept as plain text in UTF-8.")
    if attachment.data is None:
        return None
    try:
        text = base64.b64decode(attachment.data, validate=True).decode()
    except (binascii.Error, ValueError):
        raise _bad("data", "This is not text in UTF-8, in base64.") from None
    own = _attached(text)
    for name in ("size", "hash"):
        if getattr(attachment, name) not in (None, getattr(own, name)):
            raise _bad(name, "This is not of the data.")
    return limits.normal_newlines(text)


def _bad(name: str, sentence: str) -> Invalid:
    return Invalid(fields={f"body.content.attachment.{name}": sentence})
