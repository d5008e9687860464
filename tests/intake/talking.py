"""Talking to an assessment the way a made-up patient does, through the acts."""

from bedside import intake
from bedside.audit import Actor
from bedside.cli.sampledata.answering import Story, answer
from bedside.intake.views import AssessmentView

COLD = Story(
    text="Runny nose, sneezing and a bit of a scratchy throat since yesterday.",
    ages=(18, 50),
    yes=frozenset({"runny-nose", "sneezing", "sore-throat"}),
    say={"duration": 1, "severity": 2, "runny-nose.appearance": ["clear"]},
)
HEART = Story(
    text="A crushing pain in my chest for half an hour, going down my left arm, and I am sweating.",
    ages=(18, 90),
    yes=frozenset({"chest-pain", "crushing-chest-pain", "chest-pain-with-sweat-or-spread"}),
    say={"onset": "sudden", "severity": 9, "duration": 0},
)
KIDNEY = Story(
    text="Burning when I pee since Tuesday, and today shivers, a fever and pain in my side.",
    ages=(18, 70),
    yes=frozenset({"painful-urination", "fever", "flank-pain", "chills"}),
    say={"duration": 3, "severity": 7, "fever.temperature": 39.1},
)


def begin(story: Story, by: Actor, *, age: int | None = None) -> AssessmentView:
    """Start an assessment with the story's words."""
    return intake.start(text=story.text, age_years=age, sex="female", speaker="self", by=by)


def turn(view: AssessmentView, story: Story, by: Actor) -> AssessmentView:
    """Answer the question being asked."""
    return intake.answer(
        view.id, view.step.id, answer(view.step, story), version=view.version, by=by
    )


def finish(story: Story, by: Actor, *, age: int | None = None) -> AssessmentView:
    """Talk until there is a result."""
    view = begin(story, by, age=age)
    while view.result is None:
        view = turn(view, story, by)
    return view


def send(story: Story, by: Actor) -> AssessmentView:
    """Talk until there is a result, and send it."""
    view = finish(story, by)
    return intake.submit(view.id, version=view.version, by=by)
