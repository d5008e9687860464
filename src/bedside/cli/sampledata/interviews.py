"""Made-up patients who really are interviewed: the engine asks, their story answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from django.utils import timezone

from bedside import intake
from bedside.accounts import User
from bedside.assessment import Question
from bedside.audit import Actor
from bedside.cli.sampledata.answering import Story, answer
from bedside.clinic.models import Patient
from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.profile import Profile
from bedside.intake.views import AssessmentView

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


def _begin(story: Story, patient: Registered) -> AssessmentView:
    speaker = str(story.say.get("about.speaker", "self"))
    return intake.start(text=story.text, speaker=speaker, by=patient.actor)


def _turn(view: AssessmentView, story: Story, by: Actor) -> AssessmentView:
    step = view.step
    assert isinstance(step, Question)
    said = answer(step, story)
    return intake.answer(view.id, step.id, said, version=view.version, by=by)
