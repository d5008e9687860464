"""Patients who may be one person registered twice. Nothing is blocked or merged for it."""

from collections.abc import Sequence

from fastapi import APIRouter

from bedside import clinic
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_patient
from bedside.clinic.duplicates import Likely
from bedside.schemas.identifiers import GivenId
from bedside.schemas.searches import LikelyDuplicate, LikelyDuplicates, NewcomerSaid

router = APIRouter(prefix="/api/patients", tags=["patients"], route_class=BedsideRoute)


@router.post("/duplicates", summary="Look whether somebody is registered already")
@needs("duplicate.list", repeatable=False)
def look_for_newcomer(call: Current, body: NewcomerSaid) -> LikelyDuplicates:
    """Return the patients in reach who may be the same person as somebody to be registered."""
    profile = clinic.Profile(body.name, body.birth_date, "other", "", body.phone)
    found = clinic.duplicates.of_newcomer(profile, facility=body.facility, by=call.by)
    return _shown(found)


@router.get("/{patient}/duplicates", summary="Look whether a patient is registered twice")
@needs("duplicate.list")
def list_duplicates(call: Current, patient: GivenId) -> LikelyDuplicates:
    """Return the patients in reach who may be the same person, without those ruled out."""
    return _shown(clinic.duplicates.of_patient(patient, by=call.by))


@router.put(
    "/{patient}/not-the-same/{other}", status_code=204, summary="Say that two are not the same"
)
@needs("duplicate.rule_out")
def rule_out(call: Current, patient: GivenId, other: GivenId) -> None:
    """Remember that two patients are different people; neither is shown for the other again."""
    clinic.duplicates.rule_out(patient, other, by=call.by)


@router.delete(
    "/{patient}/not-the-same/{other}", status_code=204, summary="Take back that two differ"
)
@needs("duplicate.reconsider")
def reconsider(call: Current, patient: GivenId, other: GivenId) -> None:
    """Let the two be shown for one another again."""
    clinic.duplicates.reconsider(patient, other, by=call.by)


def _shown(found: Sequence[Likely]) -> LikelyDuplicates:
    return LikelyDuplicates(
        items=[
            LikelyDuplicate.model_validate(
                {
                    "patient": show_patient(one.patient),
                    "likeness": one.likeness,
                    "because": list(one.because),
                }
            )
            for one in found
        ]
    )
