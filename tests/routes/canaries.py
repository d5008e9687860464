"""A patient of whom every sealed text has a word that stands nowhere else.

Whoever adds a kind of sealed text adds its canary here; `test_administrators.py` refuses a table
of documents of which no row has one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from bedside import clinic, documents, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.merges import KEPT
from bedside.clinic.models import Patient
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.patients.profile import NextOfKin
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from bedside.documents.models import HasDocument
from tests.api.conftest import Clinic
from tests.clinic.diary import at, book
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.clinic.writing import amended, meet, signed
from tests.intake.talking import COLD, begin, send
from tests.people import ASHA as PROFILE
from tests.people import Person

BIRD = "kookaburra"
"""What every canary begins with: longer than what stands in a random token by chance."""
PHONE, KINS_PHONE = "07700 900473", "07700 900747"
BORN = date(1937, 2, 28)
CODE = "W61.62XA"
"""A diagnosis that nobody else has: struck by a duck."""
_MARKS = re.compile(
    rf"{BIRD}\w*|7700 ?900 ?473|7700 ?900 ?747|1937-02-28|28 Feb[a-z.]* 1937|Feb[a-z.]* 28, 1937"
    r"|W61\.?62XA|Struck by duck",
    re.IGNORECASE,
)


def given_away(text: str) -> set[str]:
    """Return what of a patient a text gives away."""
    return set(_MARKS.findall(text))


def word(what: str) -> str:
    """Return the canary for one kind of text."""
    return f"{BIRD}{what}"


@dataclass(frozen=True)
class Flown:
    """What has a page of its own and canaries in its words: an assessment, a note with its
    encounter and template (by the names of addresses), and a cancelled and a kept appointment."""

    sent: UUID
    written: dict[str, UUID]
    booked: tuple[UUID, UUID]


def let_fly(day: Clinic) -> Flown:
    """Write a canary into everything that is sealed about Asha."""
    asha, bello = day.asha, day.bello
    _tell(day)
    _merge(day)
    _list(asha, bello)
    _see_elsewhere(asha, bello)
    return Flown(written=_write(asha, bello), sent=_ask(asha, bello), booked=_book(day))


def documents_of_each_kind() -> Iterator[tuple[str, list[str]]]:
    """Yield each table of documents with what its documents say."""
    for model in apps.get_models():
        if issubclass(model, HasDocument):
            rows = model._default_manager.exclude(blob_id=None)
            yield model.__name__, [str(documents.read(row)) for row in rows]


def _tell(day: Clinic) -> None:
    """Who she is and whom to call."""
    kin = NextOfKin(word("kin"), word("relationship"), KINS_PHONE)
    changes = {
        "name": f"{word('name')} {word('surname')}",
        "preferred_name": word("preferred"),
        "gender": word("gender"),
        "birth_date": BORN,
        "phone": PHONE,
        "next_of_kin": kin,
        "former_names": (word("former"),),
    }
    now = clinic.read_patient(day.asha.patient, by=day.bello.actor)
    clinic.correct_profile(day.asha.patient, changes, version=now.version, by=day.bello.actor)


def _merge(day: Clinic) -> None:
    """Make a second record of hers a part of the first, and separate the two again."""
    asha, by = day.asha.patient, day.bello.actor
    second = replace(PROFILE, name=word("second"), email="")
    other = clinic.enrol_patient(profile=second, facility=day.harbour.id, by=by).id
    compared = clinic.merges.compare(asha, other, by=by)
    choices = {one.field: KEPT for one in compared.details if one.outcome == "choose"}
    versions = dict(Patient.objects.filter(pk__in=(asha, other)).values_list("id", "version"))
    merged = clinic.merges.merge(
        asha,
        other,
        choices=choices,
        reason=word("merged"),
        version=versions[asha],
        replaced_version=versions[other],
        by=by,
    )
    clinic.merges.separate(merged.id, reason=word("separated"), version=merged.version, by=by)


def _list(asha: Person, bello: Person) -> None:
    whose, how = asha.patient, {"by": bello.actor}
    allergy = AllergyBody(substance=word("substance"), reaction=word("reaction"))
    medicine = MedicineBody(as_written=word("medicine"), dose=word("dose"))
    problem = ProblemBody(title=word("problem"), comment=word("problemcomment"))
    flag = FlagBody(title=word("alert"), comment=word("alertcomment"))
    measured = VitalsBody(measured_at=timezone.now(), pulse=70, note=word("vitals"))
    clinic.allergies.add(whose, allergy, **how)
    taken = clinic.medicines.add(whose, medicine, **how)
    clinic.medicines.end(whose, taken.id, why=word("stopped"), version=1, **how)
    held = clinic.problems.add(whose, problem, **how)
    clinic.problems.mark_as_error(whose, held.id, reason=word("error"), version=1, **how)
    clinic.flags.add(whose, flag, **how)
    clinic.diagnoses.add(whose, CODE, DiagnosisBody(comment=word("diagnosis")), **how)
    clinic.vitals.add(whose, measured, **how)


def _see_elsewhere(asha: Person, bello: Person) -> None:
    seen_elsewhere(
        asha.patient,
        bello,
        service_provider=word("otherclinic"),
        participant=word("otherdoctor"),
        type=word("encountertype"),
        reason=word("encounterreason"),
    )


def _write(asha: Person, bello: Person) -> dict[str, UUID]:
    text = NoteText(word("title"), (Section(word("heading"), word("note")),))
    note = signed(bello, meet(bello, asha).id, text)
    clinic.notes.share(note.id, version=note.version, by=bello.actor)
    amended(bello, note.id, word("amendment"))
    template = clinic.notes.create_template(text, by=bello.actor).id
    assert template is not None
    return {"note": note.id, "encounter": note.encounter_id, "template": template}


def _ask(asha: Person, bello: Person) -> UUID:
    story = replace(COLD, text=f"{COLD.text} {word('complaint')}")
    begin(story, asha.actor, age=89)
    view = send(story, asha.actor)
    view = intake.take(view.id, version=view.version, by=bello.actor)
    asked = intake.ask(view.id, f"{word('question')}?", version=view.version, by=bello.actor)
    return intake.reply(asked.id, word("reply"), version=asked.version, by=asha.actor).id


def _book(day: Clinic) -> tuple[UUID, UUID]:
    reason, why = word("reason"), word("overbooked")
    how = {"by": day.bello, "reason": reason, "overbook_because": why}
    booked = book(day.asha, day.bello, day.harbour, at(3, days=40), **how)  # type: ignore[arg-type]
    clinic.appointments.cancel(
        booked.id,
        reason="other",
        words=word("cancelled"),
        version=booked.version,
        by=day.bello.actor,
    )
    later = at(3, days=40) + timedelta(hours=2)
    kept = book(day.asha, day.bello, day.harbour, later, **how)  # type: ignore[arg-type]
    return booked.id, kept.id
