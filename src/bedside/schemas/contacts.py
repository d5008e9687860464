"""A patient as the desk sees them."""

from datetime import datetime
from typing import Literal

from bedside.schemas.appointments import Appointment, WaitingPlace
from bedside.schemas.base import Outgoing
from bedside.schemas.patients import Patient

AccessState = Literal["none", "not-opened", "invited", "open", "closed"]


class OwnAccount(Outgoing):
    """How the patient's own account stands: there is none, nobody has opened it yet, a code for
    that is out until `until`, they can sign in, or an administrator closed it."""

    state: AccessState
    until: datetime | None


class Contact(Outgoing):
    """Who a patient is, how they are reached, and when they come next. Nothing about health.

    `clinic` is the name of where they belong, `responsible_name` of the doctor who answers for
    their care, null for nobody. `mails_come_back_since` is null while mails to the patient arrive;
    otherwise they have to be called.
    """

    patient: Patient
    mails_come_back_since: datetime | None
    clinic: str
    time_zone: str
    responsible_name: str | None
    coming: list[Appointment]
    waiting: list[WaitingPlace]
    access: OwnAccount
