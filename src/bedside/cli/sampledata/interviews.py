"""Made-up patients who really are interviewed: the engine asks, their story answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from bedside import intake
from bedside.accounts import User
from bedside.assessment import Question
from bedside.audit import Actor
from bedside.cli.sampledata.answering import Story, answer
from bedside.cli.sampledata.house import House
from bedside.clinic.models import Patient
from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.profile import Profile
from bedside.intake.models import Assessment
from bedside.intake.views import AssessmentView

_WAITED_HOURS = {"emergency": 2.0, "urgent": 20.0, "routine": 150.0, "self-care": 60.0}
"""How long ago at most an assessment of each level was sent."""
_TURNS_OF_A_DRAFT = 4


@dataclass(frozen=True)
class Registered:
    """A registered patient and the account they act with."""

    row: Patient
    profile: Profile

    @property
    def actor(self) -> Actor:
        user = User.objects.values_list("id", flat=True).get(patient=self.row.id)
        return Actor(role="patient", user=user, patient=self.row.id)


def match(
    stories: list[Story], patients: list[Registered], random: Random
) -> Iterator[tuple[Story, Registered]]:
    """Give every story to a patient whom it suits; nobody gets two."""
    today = timezone.now().date()
    free = random.sample(patients, len(patients))
    for story in stories:
        for patient in free:
            age = age_on(today, patient.profile.birth_date)
            if story.suits(age, patient.profile.sex):
                free.remove(patient)
                yield story, patient
                break


def leave_a_draft(story: Story, patient: Registered) -> UUID:
    """Begin an assessment and stop after a few answers."""
    view = _begin(story, patient)
    for _ in range(_TURNS_OF_A_DRAFT):
        if view.result is None:
            view = _turn(view, story, patient.actor)
    return view.id


def send(story: Story, patient: Registered) -> AssessmentView:
    """Be interviewed to the end and send the result."""
    by = patient.actor
    view = _begin(story, patient)
    while view.result is None:
        view = _turn(view, story, by)
    return intake.submit(view.id, version=view.version, by=by)


def review(sent: AssessmentView, house: House, random: Random) -> None:
    """Let a doctor of the facility mark it reviewed."""
    place = [str(facility.id) for facility in house.facilities].index(str(sent.facility_id))
    doctor = Actor(role="doctor", user=random.choice(house.doctors[place]).id)
    intake.review(sent.id, version=sent.version, by=doctor)


def move_back(assessment: UUID, level: str, random: Random) -> None:
    """Let an assessment have happened earlier, as far as its level makes plausible.

    Only the sample does this, to rows it has just made; the audit log keeps the true times.
    """
    by = timedelta(hours=random.uniform(0.05, 1.0) * _WAITED_HOURS[level])
    Assessment.objects.filter(id=assessment).update(
        **{
            name: F(name) - by
            for name in ("started_at", "updated_at", "submitted_at", "due_at", "reviewed_at")
        }
    )


def _begin(story: Story, patient: Registered) -> AssessmentView:
    speaker = str(story.say.get("about.speaker", "self"))
    return intake.start(text=story.text, speaker=speaker, by=patient.actor)


def _turn(view: AssessmentView, story: Story, by: Actor) -> AssessmentView:
    step = view.step
    assert isinstance(step, Question)
    said = answer(step, story)
    return intake.answer(view.id, step.id, said, version=view.version, by=by)
