"""The desk's page of a patient: who they are, how they are reached, when they come next.

It opens the profile and nothing else that is sealed: no reason of a visit, no list, no alert.
"""

from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.chart.reading import find_with_facility, responsible_of, zone_at
from bedside.chart.views import ContactView
from bedside.clinic.appointments.listing import coming_of
from bedside.clinic.appointments.showing import show as show_appointments
from bedside.clinic.appointments.waiting import waiting_of
from bedside.clinic.messages import undeliverable_since
from bedside.clinic.patients.reading import chain_of, open_patients

NEXT = 10
"""Appointments to come that are shown."""


def read_contact(patient: UUID, *, by: Actor) -> ContactView:
    """Open who a patient is and when they come, for staff. Raises NotFound out of reach."""
    with act("contact.read", by=by) as doing:
        row = find_with_facility(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        return ContactView(
            patient=open_patients([row], by=by)[0],
            mails_come_back_since=undeliverable_since(row.id),
            zone=zone_at(row),
            clinic=row.facility.name if row.facility else "",
            responsible=responsible_of(row),
            coming=show_appointments(coming_of(row.id, by=by, limit=NEXT), by=by),
            waiting=waiting_of(row.id, by=by),
            access=accounts.access_of(row.id),
        )
