"""A patient as the desk sees them."""

from fastapi import APIRouter

from bedside import chart
from bedside.api.booked import show_appointment, show_place
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_patient
from bedside.schemas.contacts import Contact, OwnAccount
from bedside.schemas.identifiers import GivenId

router = APIRouter(prefix="/api/patients/{patient}", tags=["patients"], route_class=BedsideRoute)


@router.get("/contact", summary="Read how a patient is reached and when they come")
@needs("contact.read")
def read_contact(call: Current, patient: GivenId) -> Contact:
    """Return who a patient is and their next appointments, with the ETag of their details."""
    view = chart.read_contact(patient, by=call.by)
    call.tag(view.patient.version)
    return Contact(
        patient=show_patient(view.patient),
        mails_come_back_since=view.mails_come_back_since,
        clinic=view.clinic,
        time_zone=view.zone,
        responsible_name=view.responsible,
        coming=[show_appointment(one) for one in view.coming],
        waiting=[show_place(one) for one in view.waiting],
        access=OwnAccount.model_validate(vars(view.access)),
    )
