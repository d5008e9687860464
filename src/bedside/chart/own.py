"""The patient's own page: what comes next, what was sent, what the clinic shared, who looked."""

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.chart.gathering import open_lists
from bedside.chart.reading import LATEST, responsible_of, zone_at
from bedside.chart.views import OwnView
from bedside.clinic.appointments.listing import coming_of
from bedside.clinic.appointments.showing import show as show_appointments
from bedside.clinic.appointments.telling import news_of
from bedside.clinic.notes.reading import of_patient as notes_of
from bedside.clinic.notes.reading import open_all
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import chain_of, open_patients
from bedside.clinic.patients.watching import latest_accesses
from bedside.errors import NotFound
from bedside.intake.reading import lines_of

LOOKED = 5
"""Accesses on the page; the whole list has a page of its own."""


def read_own(*, by: Actor) -> OwnView:
    """Open the page of the patient who asks. Raises NotFound for whoever is no patient."""
    with act("chart.read_own", by=by) as doing:
        if by.patient is None:
            raise NotFound
        rows = patients_visible_to(by).select_related("facility")
        row = rows.filter(id=by.patient, replaced_by=None).first()
        if row is None:
            raise NotFound
        doing.about(row.id)
        doing.chain = chain_of(row)
        lists = open_lists(row.id, by=by, whole=False)
        upcoming = coming_of(row.id, by=by, limit=LATEST)
        told = list(news_of(row.id, by=by, limit=LATEST))
        shown = show_appointments([*upcoming, *told], by=by)
        return OwnView(
            patient=open_patients([row], by=by)[0],
            facility=row.facility.name if row.facility else "",
            facility_phone=row.facility.phone if row.facility else "",
            zone=zone_at(row),
            responsible=responsible_of(row),
            appointments=shown[: len(upcoming)],
            news=shown[len(upcoming) :],
            assessments=lines_of(row.id, by=by),
            notes=open_all(notes_of(row.id, by=by, limit=LATEST), by=by),
            allergies=lists.allergies,
            none_known=lists.none_known,
            medicines=lists.medicines,
            diagnoses=lists.diagnoses,
            accesses=latest_accesses(row.id, LOOKED),
        )
