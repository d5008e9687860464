"""A note, with its words in it; an amendment stands beside the note that it amends."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from bedside import clinic
from bedside.clinic.notes import NoteText, NoteView
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
from bedside.interop.fhir.searching import Place, Query, Rows
from bedside.interop.fhir.systems import LOINC, extra, own

NOTE = Coding(system=LOINC, code="34109-9", display="Note")
PLAIN = "text/plain; charset=utf-8"
DOC_STATUS: Mapping[str, Literal["preliminary", "final"]] = {
    "draft": "preliminary",
    "signed": "final",
}


class Attachment(FhirModel):
    """The words, in base64."""

    content_type: str
    data: str | None = None
    size: int | None = None
    hash: str | None = None
    title: str | None = None
    creation: datetime | None = None


class Content(FhirModel):
    """What a document says."""

    attachment: Attachment


class RelatesTo(FhirModel):
    """What it belongs to."""

    code: Literal["appends"] = "appends"
    target: Reference


class Context(FhirModel):
    """Of which encounter, at which clinic it is."""

    encounter: list[Reference]
    period: Period


class DocumentReference(Resource):
    """A note or an amendment."""

    resource_type: Literal["DocumentReference"] = "DocumentReference"
    extension: list[Extension] = []
    status: Literal["current"] = "current"
    doc_status: Literal["preliminary", "final"]
    type: CodeableConcept
    subject: Reference
    date: datetime
    author: list[Reference]
    authenticator: Reference | None = None
    custodian: Reference
    relates_to: list[RelatesTo] = []
    content: list[Content]
    context: Context


def to_fhir(view: NoteView) -> DocumentReference:
    """Return a note; without its words where these do not open."""
    amended = view.amends
    return DocumentReference(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        extension=_extensions(view),
        doc_status=DOC_STATUS[view.state],
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


def _type(text: NoteText | None) -> CodeableConcept:
    template = [own("note-template", text.template)] if text and text.template else []
    return concept(text.title if text else "Note", NOTE, *template)


def _attachment(view: NoteView) -> Attachment:
    if view.text is None:
        return Attachment(content_type=PLAIN, title="This note does not open.")
    written = in_plain_text(view.text).encode()
    digest = hashlib.sha1(written, usedforsecurity=False).digest()  # FHIR asks for SHA-1
    return Attachment(
        content_type=PLAIN,
        data=base64.b64encode(written).decode(),
        size=len(written),
        hash=base64.b64encode(digest).decode(),
        title=view.text.title,
        creation=view.started_at,
    )


def in_plain_text(text: NoteText) -> str:
    """Return a note's words: each heading on a line of its own, then what stands under it."""
    parts = [part for section in text.sections for part in (section.heading, section.text) if part]
    return "\n\n".join(parts)


def _extensions(view: NoteView) -> list[Extension]:
    moments = {
        "signed-at": view.signed_at,
        "cosigned-at": view.cosigned_at,
        "shared-at": view.shared_at,
    }
    said = [extra(name, value_date_time=at) for name, at in moments.items() if at]
    if view.shared_by:
        said.append(extra("shared-by", value_reference=practitioner(view.shared_by)))
    return said


def with_amendments(view: NoteView) -> Iterator[DocumentReference]:
    """Yield a note and its amendments."""
    yield to_fhir(view)
    yield from map(to_fhir, view.amendments)


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
        when("period", "When the encounter was", lambda one: [one.context.period.start]),
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
)
