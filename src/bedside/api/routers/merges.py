"""Two records of one person: side by side, made one, and separated again."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from bedside import clinic
from bedside.api import listed
from bedside.api.booked import show_appointment
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_patient
from bedside.api.written import person
from bedside.clinic.merges import Detail, MergeView
from bedside.clinic.patients.profile import NextOfKin
from bedside.schemas.allergies import Allergy
from bedside.schemas.identifiers import GivenId
from bedside.schemas.medicines import Medicine
from bedside.schemas.merges import Comparison, Merge, Merges, MergeSaid, Separating

router = APIRouter(prefix="/api", tags=["patients"], route_class=BedsideRoute)


@router.get("/patients/{patient}/merge/{other}", summary="Compare two records")
@needs("merge.read_both")
def compare_records(call: Current, patient: GivenId, other: GivenId) -> Comparison:
    """Return both as they are, and what would become of them if `other` became a part."""
    seen = clinic.merges.compare(patient, other, by=call.by)
    call.tag(seen.kept.version)
    stated = seen.none_known
    return Comparison.model_validate(
        {
            "kept": show_patient(seen.kept),
            "replaced": show_patient(seen.replaced),
            "details": [_detail(one) for one in seen.details],
            "allergies": [_pair(pair.kept, pair.replaced, Allergy) for pair in seen.allergies],
            "none_known_kept": stated.kept and listed.show_none_known(stated.kept),
            "none_known_replaced": stated.replaced and listed.show_none_known(stated.replaced),
            "contradicted": seen.contradicted,
            "medicines": [_pair(pair.kept, pair.replaced, Medicine) for pair in seen.medicines],
            "overlaps": [show_appointment(one) for one in seen.overlaps],
            "obstacles": list(seen.obstacles),
        }
    )


@router.post("/patients/{patient}/merge/{other}", status_code=201, summary="Make two records one")
@needs("merge.make", versioned=True)
def merge_records(call: Current, patient: GivenId, other: GivenId, body: MergeSaid) -> Merge:
    """Let `other` be a part of the patient's record from now on; nothing is moved or deleted."""
    view = clinic.merges.merge(
        patient,
        other,
        choices={str(field): whose for field, whose in body.choices.items()},
        reason=body.reason,
        version=call.known_version,
        replaced_version=body.replaced_version,
        by=call.by,
    )
    call.headers["Location"] = f"/api/merges/{view.id}"
    return _tagged(call, view)


@router.get("/patients/{patient}/merges", summary="List the merges of a patient's record")
@needs("merge.list")
def list_merges(call: Current, patient: GivenId) -> Merges:
    """Return them, the latest first, also those undone."""
    found = clinic.merges.of_patient(patient, by=call.by)
    return Merges(items=[_shown(view) for view in found])


@router.get("/merges/{merge}", summary="Read a merge")
@needs("merge.read")
def read_merge(call: Current, merge: GivenId) -> Merge:
    """Return it with what was written since, and where that goes when they are separated."""
    return _tagged(call, clinic.merges.read(merge, by=call.by))


@router.post("/merges/{merge}/undo", summary="Separate two records again")
@needs("merge.undo", versioned=True)
def separate_records(call: Current, merge: GivenId, body: Separating) -> Merge:
    """Let each be what it was, with what was written to it since.

    Entries that `goes_to` names go to the other record, whole.
    """
    view = clinic.merges.separate(
        merge, reason=body.reason, goes=body.goes_to, version=call.known_version, by=call.by
    )
    return _tagged(call, view)


def _tagged(call: Call, view: MergeView) -> Merge:
    call.tag(view.version)
    return _shown(view)


def _shown(view: MergeView) -> Merge:
    return Merge.model_validate(
        {
            "id": view.id,
            "kept": show_patient(view.kept),
            "replaced": show_patient(view.replaced),
            "at": view.at,
            "by": person(view.by),
            "undone_at": view.undone_at,
            "undone_by": view.undone_by and person(view.undone_by),
            "reason": view.reason,
            "undone_because": view.undone_because,
            "fields": list(view.fields),
            "readable": view.reason is not None,
            "version": view.version,
            "may": sorted(view.may),
            "added": [{**asdict(one), "by": one.by and person(one.by)} for one in view.added],
            "more": view.more,
        }
    )


def _detail(one: Detail) -> dict[str, Any]:
    return {
        "field": one.field,
        "kept": _plain(one.kept),
        "replaced": _plain(one.replaced),
        "outcome": one.outcome,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, NextOfKin):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value


def _pair(kept: Any, replaced: Any, model: type[Any]) -> dict[str, Any]:
    return {
        "kept": kept and listed.show(kept, model),
        "replaced": replaced and listed.show(replaced, model),
    }
