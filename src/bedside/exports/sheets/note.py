"""A note on paper, with what amends it."""

from collections.abc import Iterator

from bedside.audit import Role
from bedside.clinic.facilities.clocks import whose_clock
from bedside.clinic.notes.headings import heading_for
from bedside.clinic.notes.views import NoteView
from bedside.exports.paper.sheet import Block, Line, apart, heading, line, note, text, words
from bedside.exports.sheets import heads


def of_note(view: NoteView, *, role: Role) -> list[Block]:
    """Return a note with its amendments, its headings in the words of its reader."""
    when = f"{heads.time(view.happened_at, view.zone)} ({whose_clock(view.zone)})"
    return [
        text(f"{apart(view.facility)}, {when}"),
        *([note(Line(strong="Draft: not signed."))] if view.state == "draft" else []),
        *_written(view, role, 1),
        *(block for one in view.amendments for block in _written(one, role, 2)),
    ]


def _written(view: NoteView, role: Role, level: int) -> Iterator[Block]:
    kind = "Note" if view.amends is None else "Amendment"
    title = apart(view.text.title) if view.text else kind
    yield heading(title if title == kind or view.amends is None else f"{kind}: {title}", level)
    yield from _signed(view)
    if view.text is None:
        yield line(heads.not_opened(view.id))
        return
    for section in view.text.sections:
        if section.text.strip():
            if section.heading:
                yield heading(apart(heading_for(section.heading, role)), level + 1)
            yield words(section.text)


def _signed(view: NoteView) -> Iterator[Block]:
    author, zone = heads.name(view.author.name), view.zone
    if view.signed_at:
        yield text(f"{author}, signed {heads.time(view.signed_at, zone)}", muted=True)
    else:
        yield text(f"{author}, last saved {heads.time(view.updated_at, zone)}", muted=True)
    if view.cosigned_at and view.cosigned_by:
        who = heads.name(view.cosigned_by.name)
        yield text(f"Co-signed by {who}, {heads.time(view.cosigned_at, zone)}", muted=True)
    if view.shared_at:
        yield text(f"Shared with the patient on {heads.time(view.shared_at, zone)}", muted=True)
