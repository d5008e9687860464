"""Bringing in from a file: reading it, looking at it, having it made, undoing it."""

import base64
import binascii
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from bedside import imports
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.errors import Invalid
from bedside.imports import Decision, ImportView, Judged
from bedside.schemas.identifiers import GivenId
from bedside.schemas.imports import (
    Columns,
    Decisions,
    Import,
    Imports,
    NewFile,
    OpenImport,
    Reading,
)

router = APIRouter(prefix="/api", tags=["imports"], route_class=BedsideRoute)


@router.post("/facilities/{facility}/imports", status_code=201, summary="Bring a file")
@needs("import.begin")
def begin_import(call: Current, facility: GivenId, body: NewFile) -> Import:
    """Take in a file, sealed, and guess how to read it. Nothing is made of it yet."""
    file = _decoded(body.file)
    view = imports.begin(file, facility=facility, sheet=body.sheet, by=call.by)
    call.headers["Location"] = f"/api/imports/{view.id}"
    return _tagged(call, view)


@router.get("/imports", summary="List one's imports")
@needs("import.list")
def list_imports(call: Current) -> Imports:
    """Return the files that the caller brought."""
    return Imports(items=[_shown(view) for view in imports.list_imports(by=call.by)])


@router.get("/imports/{brought}", summary="Look at an import")
@needs("import.read")
def read_import(call: Current, brought: GivenId) -> OpenImport:
    """Return how the file is read, and once that is confirmed what would become of each row.

    Whoever of the file may be a patient already is on record as read.
    """
    found = imports.read_import(brought, by=call.by)
    call.tag(found.view.version)
    plan, dates = found.plan, found.dates
    names = found.table.columns if found.table else ()
    return OpenImport.model_validate(
        {
            "brought": _shown(found.view),
            "charset": plan.charset,
            "separator": plan.separator,
            "certain": found.is_sure_of_signs,
            "problem": found.problem,
            "columns": [
                {"name": name, "field": plan.fields.get(place)} for place, name in enumerate(names)
            ],
            "order": plan.order or None,
            "orders": dates.fits if dates else {},
            "decimal": plan.decimal or None,
            "decimals": found.numbers.fits if found.numbers else {},
            "preview": _preview(found.preview) if found.preview else None,
        }
    )


@router.patch("/imports/{brought}/reading", summary="Read the file otherwise")
@needs("import.change", versioned=True)
def reread_import(call: Current, brought: GivenId, body: Reading) -> Import:
    """Read it with other signs or another separator; what the columns hold is guessed anew."""
    said = body.model_dump()
    view = imports.reread(brought, **said, version=call.known_version, by=call.by)
    return _tagged(call, view)


@router.patch("/imports/{brought}/columns", summary="Say what the columns hold")
@needs("import.change", versioned=True)
def confirm_columns(call: Current, brought: GivenId, body: Columns) -> Import:
    """Say what each column holds. Of patients the name (or the family name), birth date and sex are
    needed; of what is about a patient, whose it is: a record number, or the name and birth date."""
    view = imports.confirm_reading(
        brought,
        fields={one.place: one.field for one in body.columns},
        order=body.order or "",
        decimal=body.decimal or "",
        version=call.known_version,
        by=call.by,
    )
    return _tagged(call, view)


@router.patch("/imports/{brought}/decisions", summary="Say who is a patient already")
@needs("import.decide", versioned=True)
def decide_import(call: Current, brought: GivenId, body: Decisions) -> Import:
    """Say of rows that may be patients already: a new one, to be left out, or this patient."""
    decisions = {one.row: Decision(one.choice, one.patient) for one in body.decisions}
    view = imports.decide(brought, decisions, version=call.known_version, by=call.by)
    return _tagged(call, view)


@router.post("/imports/{brought}/start", status_code=202, summary="Have it brought in")
@needs("import.ask", versioned=True)
def start_import(call: Current, brought: GivenId) -> Import:
    """Let all of its rows be brought in, or none; ask again how it stands."""
    return _tagged(call, imports.ask(brought, version=call.known_version, by=call.by))


@router.post("/imports/{brought}/undo", summary="Undo an import")
@needs("import.undo", versioned=True)
def undo_import(call: Current, brought: GivenId) -> Import:
    """Take back all that came with it, within a day, unless somebody has written to some of it.

    Patients are erased, entries marked as entered in error, appointments cancelled.
    """
    return _tagged(call, imports.undo(brought, version=call.known_version, by=call.by))


@router.delete("/imports/{brought}", status_code=204, summary="Delete a file")
@needs("import.drop", versioned=True)
def drop_import(call: Current, brought: GivenId) -> None:
    """Delete a file that was not brought in."""
    imports.drop(brought, version=call.known_version, by=call.by)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Invalid(fields={"file": "Send the file in base64."}) from None


def _tagged(call: Call, view: ImportView) -> Import:
    call.tag(view.version)
    return _shown(view)


def _shown(view: ImportView) -> Import:
    said = {name: text for name, text in vars(view).items() if name != "facility_id"}
    return Import.model_validate({**said, "facility": view.facility_id})


def _preview(found: imports.Preview) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "known": found.known,
        "new": sum(one.choice == "create" for one in found.judged),
        "undecided": found.undecided,
        "bad": [
            {"row": one.row, "field": one.field, "why": one.sentence} for one in found.problems
        ],
        "likely": [_likely(one) for one in found.judged if one.may_be_here],
        "ready": found.is_ready,
        "record": _record(found.record) if found.record else None,
    }


def _record(found: imports.Record) -> dict[str, Any]:
    return {
        "name": found.profile and found.profile.name,
        "birth_date": found.profile and found.profile.birth_date,
        "counts": dict(found.counts),
        "left_out": [
            {
                "type": one.kind,
                "what": one.what,
                "why": one.why,
                "count": one.count,
                "whole": one.is_whole,
                "first": one.first,
            }
            for one in found.left_out
        ],
        "notices": list(found.notices),
        "against_allergies": len(imports.contraindicated(found.kept)),
    }


def _likely(one: Judged) -> dict[str, Any]:
    return {
        "row": one.row,
        "name": one.profile.name,
        "birth_date": one.profile.birth_date,
        "likely": [_known(like.patient.id, like.patient) for like in one.likely],
        "choice": None if one.is_open or one.decision is None else one.decision.choice,
    }


def _known(patient: UUID, view: Any) -> dict[str, Any]:
    return {
        "patient": patient,
        "name": view.profile and view.profile.name,
        "birth_date": view.profile and view.profile.birth_date,
        "record_number": view.record_number,
    }
