"""A note, with its words in it; an amendment stands beside the note that it amends."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from bedside import clinic
from bedside.clinic.notes import BUILT_IN, NoteText, NoteView
from bedside.errors import Conflict, Invalid, Stale
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    Extension,
    FhirModel,
    Period,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import patient_of, refers, token, when
from bedside.interop.fhir.resources.common import moment, place, practitioner, row
from bedside.interop.fhir.resources.note_words import (
    PLAIN,
    Attachment,
    attachment_of,
    in_plain_text,
    sections_in,
    words_in,
)
from bedside.interop.fhir.searching import Place, Query, Rows
from bedside.interop.fhir.systems import LOINC, OURS, extra, own

NOTE = Coding(system=LOINC, code="34109-9", display="Note")
UNREADABLE = "This note does not open."
DocStatus = Literal["preliminary", "final", "amended"]
DOC_STATUS: Mapping[str, DocStatus] = {"draft": "preliminary", "signed": "final"}
"""By state; a signed amendment is `amended`."""
SHARED = f"{OURS}shared"
"""Whether the patient reads it: what is changed to share a note or to take it back."""
_TEMPLATE = f"{OURS}note-template"


class Content(FhirModel):
    """What a document says."""

    attachment: Attachment


class RelatesTo(FhirModel):
    """What it belongs to."""

    code: Literal["appends"] = "appends"
    target: Reference


class Context(FhirModel):
    """Of which encounter, at which clinic it is."""

    encounter: list[Reference] = []
    period: Period | None = None


class DocumentReference(Resource):
    """A note or an amendment."""

    resource_type: Literal["DocumentReference"] = "DocumentReference"
    extension: list[Extension] = []
    status: Literal["current"] = "current"
    doc_status: DocStatus | None = None
    type: CodeableConcept = CodeableConcept()
    subject: Reference | None = None
    date: datetime | None = None
    author: list[Reference] = []
    authenticator: Reference | None = None
    custodian: Reference | None = None
    relates_to: list[RelatesTo] = []
    content: list[Content]
    context: Context = Context()


def to_fhir(view: NoteView) -> DocumentReference:
    """Return a note; without its words where these do not open."""
    amended = view.amends
    return DocumentReference(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        extension=_extensions(view),
        doc_status=_doc_status(view.state, amended=bool(amended)),
        type=_type(view.text),
        subject=refer("Patient", view.patient_id),
        date=view.signed_at or view.updated_at,
        author=[refer("Practitioner", view.author.id, view.author.name)],
        authenticator=practitioner(view.cosigned_by),
        custodian=refer("Organization", view.facility_id, view.facility),
        relates_to=[RelatesTo(target=refer("DocumentReference", amended))] if amended else [],
        content=[Content(attachment=_attachment(view))],
        context=Context(
            encounter=[refer("Encounter", view.encounter_id)],
            period=Period(start=view.happened_at),
        ),
    )


def _doc_status(state: str, *, amended: bool) -> DocStatus:
    return "amended" if amended and state == "signed" else DOC_STATUS[state]


def _type(text: NoteText | None) -> CodeableConcept:
    template = [own("note-template", text.template)] if text and text.template else []
    return concept(text.title if text else "Note", NOTE, *template)


def _attachment(view: NoteView) -> Attachment:
    if view.text is None:
        return Attachment(content_type=PLAIN, title=UNREADABLE)
    return attachment_of(view.text).model_copy(update={"creation": view.started_at})


def _extensions(view: NoteView) -> list[Extension]:
    moments = {
        "signed-at": view.signed_at,
        "cosigned-at": view.cosigned_at,
        "shared-at": view.shared_at,
    }
    said = [extra(name, value_date_time=at) for name, at in moments.items() if at]
    if view.shared_by:
        said.append(extra("shared-by", value_reference=practitioner(view.shared_by)))
    if view.signed_at and not view.amends:
        said.append(extra("shared", value_boolean=view.shared_at is not None))
    return said


def with_amendments(view: NoteView) -> Iterator[DocumentReference]:
    """Yield a note and its amendments."""
    yield to_fhir(view)
    yield from map(to_fhir, view.amendments)


_BEGUN = ("doc_status", "type", "subject", "author", "relates_to", "content", "context")
_CHANGED = {"doc_status", "type", "authenticator", "content", "extension"}


def create(asker: Asker, body: Mapping[str, Any]) -> DocumentReference:
    """Begin a note of the caller's own, or an amendment. Raises Invalid, NotFound and Conflict."""
    wanted = writing.parsed(DocumentReference, body, _BEGUN)
    if wanted.doc_status not in (None, "preliminary"):
        raise Invalid(fields={"body.docStatus": "A new one is preliminary. Sign it then."})
    _must_be_the_callers(wanted.author, asker, "author")
    _must_not_be_said(wanted.context.period is not None, "context.period")
    how: dict[str, Any] = {
        "patient": writing.id_of(wanted.subject, "Patient", "subject"),
        "by": asker.by,
    }
    amended = writing.alone(wanted.relates_to, "relatesTo")
    if amended:
        note = writing.id_of(amended.target, "DocumentReference", "relatesTo")
        _must_not_be_said(bool(wanted.context.encounter), "context.encounter")
        _must_not_be_said(bool(_codes(wanted.type) - _codes(concept(None, NOTE))), "type")
        return to_fhir(clinic.notes.amend(note, _text(wanted, NoteText("Amendment")), **how))
    where = writing.alone(wanted.context.encounter, "context.encounter")
    encounter = writing.id_of(where, "Encounter", "context.encounter")
    return to_fhir(clinic.notes.begin(encounter, _text(wanted, _template(wanted.type)), **how))


def update(
    asker: Asker, identifier: str, body: Mapping[str, Any], version: int
) -> DocumentReference:
    """Take a note one step further: its words, a signature, a second one, or whether its patient
    reads it. Raises as its act does, and Conflict for two steps at once."""
    view = clinic.notes.read(uuid_of(identifier), by=asker.by)
    now = to_fhir(view)
    if now.etag != str(version):
        raise Stale
    left_out = {name: value for name, value in now.to_json().items() if name not in body}
    wanted = writing.said(DocumentReference, {**left_out, **body})
    writing.must_stay(now, wanted, _CHANGED, version)
    _must_not_be_said(_unchangeable(wanted) != _unchangeable(now), "extension")
    _must_not_be_said(not _codes(wanted.type) <= _codes(now.type), "type")
    steps = [*_writing(view, now, wanted), *_seconding(now, wanted, asker), *_showing(now, wanted)]
    if len(steps) > 1:
        raise Conflict("This is more than one step. Send one after the other.")
    for act, more in steps:
        return to_fhir(act(view.id, **more, version=version, by=asker.by))
    return now


Steps = Iterator[tuple[Callable[..., NoteView], dict[str, Any]]]
"""The acts that lead from a note as it is to what is wanted, with what they need."""


def _writing(view: NoteView, now: DocumentReference, wanted: DocumentReference) -> Steps:
    text = _changed_text(view, now, wanted)
    if wanted.doc_status == now.doc_status:
        if text is not None:
            yield clinic.notes.save, {"text": text}
        return
    signed = _doc_status("signed", amended=view.amends is not None)
    if (now.doc_status, wanted.doc_status) != ("preliminary", signed):
        raise Conflict(f"A draft becomes {signed} when it is signed, and nothing else after that.")
    yield clinic.notes.sign, {"text": text}


def _seconding(now: DocumentReference, wanted: DocumentReference, asker: Asker) -> Steps:
    name = wanted.authenticator
    if name is not None and name.reference != (now.authenticator and now.authenticator.reference):
        _must_be_the_callers([name], asker, "authenticator")
        yield clinic.notes.cosign, {}


def _showing(now: DocumentReference, wanted: DocumentReference) -> Steps:
    shared = _is_shared(wanted)
    if shared is not None and shared != _is_shared(now):
        yield (clinic.notes.share if shared else clinic.notes.unshare), {}


def _changed_text(
    view: NoteView, now: DocumentReference, wanted: DocumentReference
) -> NoteText | None:
    """Return the words that are wanted, None when they are as they were."""
    before = view.text or NoteText(now.type.text or "")
    (content,) = now.content
    text = _text(wanted, before, created=content.attachment.creation)
    if (text.title, in_plain_text(text)) == (before.title, in_plain_text(before)):
        return None
    return text


def _text(
    wanted: DocumentReference, before: NoteText, *, created: datetime | None = None
) -> NoteText:
    """Return the words that were sent, under those of the headings before that stand in them."""
    content = writing.alone(wanted.content, "content")
    if content is None:
        raise Invalid(fields={"body.content": "This is needed."})
    attachment: Attachment = content.attachment
    _must_not_be_said(attachment.creation not in (None, created), "content.attachment.creation")
    words = words_in(attachment)
    headings = [one.heading for one in before.sections]
    return NoteText(
        title=_title(wanted.type.text, attachment.title, before.title),
        sections=before.sections if words is None else sections_in(words, headings),
        template=before.template,
    )


def _title(of_the_type: str | None, of_the_words: str | None, before: str) -> str:
    """Return the title, which has two places: what differs from before is meant."""
    said = {one for one in (of_the_type, of_the_words) if one} - {before, UNREADABLE}
    if len(said) > 1:
        raise Invalid(fields={"body.type.text": "This and the title of the attachment are one."})
    return said.pop() if said else before


def _template(kind: CodeableConcept) -> NoteText:
    """Return the template whose headings a new note has. Raises Invalid for other codes."""
    code = writing.code_of(kind, _TEMPLATE) or "free"
    known = concept(None, NOTE, own("note-template", code))
    _must_not_be_said(code not in BUILT_IN or not _codes(kind) <= _codes(known), "type")
    return BUILT_IN[code]


def _codes(kind: CodeableConcept) -> set[tuple[str | None, str | None]]:
    return {(one.system, one.code) for one in kind.coding}


def _must_be_the_callers(named: Sequence[Reference], asker: Asker, field: str) -> None:
    """Refuse what is said in the name of somebody else."""
    if any(writing.id_of(one, "Practitioner", field) != asker.by.user for one in named):
        raise Invalid(fields={f"body.{field}": "Everybody writes and signs for themselves."})


def _is_shared(one: DocumentReference) -> bool | None:
    said = [each.value_boolean for each in one.extension if each.url == SHARED]
    return said[0] if said else None


def _unchangeable(one: DocumentReference) -> list[Extension]:
    return [each for each in one.extension if each.url != SHARED]


def _must_not_be_said(said: bool, field: str) -> None:
    if said:
        raise Invalid(fields={f"body.{field}": "This cannot be said here."})


def _read(asker: Asker, identifier: str) -> DocumentReference:
    return to_fhir(clinic.notes.read(uuid_of(identifier), by=asker.by))


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    page = clinic.notes.read_of_patient(
        query.patient(), after=moment(after), limit=query.rows(limit), by=query.asker.by
    )
    rows = [row(one.started_at, one.id, with_amendments(one)) for one in page.rows]
    return Rows(rows, place(page.next))


DOCUMENT_REFERENCE = Kind(
    name="DocumentReference",
    about="Notes and their amendments of one patient; patients get those that were shared",
    reads="note.read",
    read=_read,
    lists=[_rows],
    params=[
        *patient_of(),
        token("status", "current", lambda one: [one.status]),
        token("type", "What it is", lambda one: [one.type]),
        when("date", "When it was signed", lambda one: [one.date]),
        when(
            "period",
            "When the encounter was",
            lambda one: [one.context.period and one.context.period.start],
        ),
        refers("author", "Who wrote it", lambda one: one.author, "Practitioner"),
        refers("encounter", "Of which encounter", lambda one: one.context.encounter, "Encounter"),
        refers(
            "relatesto",
            "What it amends",
            lambda one: [each.target for each in one.relates_to],
            "DocumentReference",
        ),
    ],
    includes=["patient", "subject", "author"],
    creates="note.begin",
    create=create,
    updates="note.save",
    update=update,
    elements={"sections": "content", "title": "type.text"},
)
