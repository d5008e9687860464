"""What this Bedside works with, for administrators."""

from dataclasses import asdict

from fastapi import APIRouter

from bedside import intake
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.reference import CodeRelease, Reference

router = APIRouter(prefix="/api", tags=["reference data"], route_class=BedsideRoute)


@router.get("/reference-data", summary="What this Bedside works with")
@needs("reference_data.read")
def read_reference_data(call: Current) -> Reference:
    """Return the versions of software, codes, medical knowledge, time zones and stores in use."""
    said = asdict(intake.read_reference_data(by=call.by))
    said["codes"] = {name: said["codes"][name] for name in CodeRelease.model_fields}
    return Reference.model_validate(said)
