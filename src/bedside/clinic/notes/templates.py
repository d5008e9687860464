"""A doctor's own templates: made, changed and deleted by their owner, and seen by nobody else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from bedside import vault
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.notes.builtin import BUILT_IN
from bedside.clinic.notes.models import NoteTemplate
from bedside.clinic.notes.text import NoteText
from bedside.clinic.rules import account_of, must_be_current
from bedside.errors import Conflict, Invalid, NotFound
from bedside.locking import held
from bedside.paging import Page, read_page

MOST = 50
"""Templates of one doctor."""
SHOWN = MOST + len(BUILT_IN)
"""Templates in one answer at most: all that there can be."""


@dataclass(frozen=True)
class TemplateView:
    """A way to begin a note: `key` chooses it, a code of BUILT_IN or the id of one's own.

    `text` is None when one's own could not be opened. Built-in ones have no `id` and version 0.
    """

    key: str
    id: UUID | None
    text: NoteText | None
    version: int

    @property
    def readable(self) -> bool:
        """Whether the words could be opened."""
        return self.text is not None


def list_templates(
    *, after: str | None = None, limit: int = SHOWN, by: Actor
) -> Page[TemplateView]:
    """Return the built-in templates and then the actor's own, in the order they were made.

    From behind the one whose key is `after`; `limit` (SHOWN at most).
    """
    with act("note_template.list", by=by) as doing:
        limit = min(limit, SHOWN)
        built_in = _built_in_after(after)
        rows = _own(by).order_by("id")
        if after is not None and after not in BUILT_IN:
            rows = rows.filter(id__gt=UUID(after))
        page = read_page(rows, max(limit - len(built_in), 0))
        doing.note(count=len(page))
        own = [_view(row, text) for row, text in zip(page, _open(page), strict=True)]
        more = page.more or len(built_in) > limit
        return Page([*built_in, *own][:limit], more=more)


def _built_in_after(key: str | None) -> list[TemplateView]:
    codes = list(BUILT_IN)
    if key is not None:
        codes = codes[codes.index(key) + 1 :] if key in BUILT_IN else []
    return [TemplateView(code, None, BUILT_IN[code], 0) for code in codes]


def create_template(text: NoteText, *, by: Actor) -> TemplateView:
    """Keep a template. Raises Invalid, and Conflict when there are MOST already."""
    kept = text.checked()
    with act("note_template.create", by=by) as doing:
        # Held, so that two at once do not both find room for one.
        owner = held(get_user_model().objects.all()).get(id=account_of(by))
        if _own(by).count() >= MOST:
            raise Conflict(f"You have {MOST} templates. Delete one that you do not use any more.")
        row = NoteTemplate(owner=owner)
        row.sealed = _seal(row, kept)
        row.save(force_insert=True)
        doing.on(note_template=row.id)
        return _view(row, kept)


def change_template(template: UUID, text: NoteText, *, version: int, by: Actor) -> TemplateView:
    """Write a template anew. Raises NotFound (also a colleague's), Stale and Invalid."""
    kept = text.checked()
    with act("note_template.change", by=by) as doing:
        doing.on(note_template=template)
        row = _held(template, version, by)
        row.version += 1
        row.sealed = _seal(row, kept)
        row.save(update_fields=["sealed", "version"])
        return _view(row, kept)


def delete_template(template: UUID, *, version: int, by: Actor) -> None:
    """Delete a template; notes begun with it stay as they are. Raises NotFound and Stale."""
    with act("note_template.delete", by=by) as doing:
        doing.on(note_template=template)
        _held(template, version, by).delete()


def text_of(key: str, *, by: Actor) -> NoteText:
    """Return what a note begins with, for acts that begin one.

    Raises Invalid for a template that the actor does not have.
    """
    if key in BUILT_IN:
        return BUILT_IN[key]
    own = _id(key)
    row = _own(by).filter(id=own).first() if own else None
    if row is None:
        raise Invalid(fields={"template": "Choose one of your templates."})
    (text,) = _open([row])
    return text or BUILT_IN["free"]


def _own(by: Actor) -> QuerySet[NoteTemplate]:
    return NoteTemplate.objects.filter(owner=account_of(by))


def _held(template: UUID, version: int, by: Actor) -> NoteTemplate:
    row = held(_own(by).filter(id=template)).first()
    if row is None:
        raise NotFound
    must_be_current(row, version)
    return row


def _view(row: NoteTemplate, text: NoteText | None) -> TemplateView:
    return TemplateView(str(row.id), row.id, text, row.version)


def _open(rows: Sequence[NoteTemplate]) -> list[NoteText | None]:
    found = vault.open_each_with("accounts", [text for row in rows for text in row.sealed_texts()])
    vault.met(found)
    return [_text(each) for each in found]


def _text(opened: bytes | vault.Unreadable) -> NoteText | None:
    return None if isinstance(opened, vault.Unreadable) else NoteText.from_body(json.loads(opened))


def _seal(row: NoteTemplate, text: NoteText) -> bytes:
    body = json.dumps(text.to_body(), ensure_ascii=False).encode()
    return vault.seal(body, purpose="accounts", context=row.place())


def _id(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
