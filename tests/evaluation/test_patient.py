"""How the simulated patient answers each kind of screen, in both modes."""

from __future__ import annotations

from bedside.assessment import Knowledge, Option, Question
from bedside.evaluation.cases import Part, Story
from bedside.evaluation.patient import Mode, SimulatedPatient, screened
from tests.evaluation.made_up import story

TOLD = story("A 30-year-old woman has had a severe headache for 3 days and nausea. No fever.")


def _patient(
    knowledge: Knowledge, mode: Mode = "narrative", told: Story = TOLD
) -> SimulatedPatient:
    return SimulatedPatient(knowledge, told, mode)


def _ask(name: str, kind: str, *options: str, preselected: tuple[str, ...] = ()) -> Question:
    offered = tuple(Option(one, one) for one in options)
    return Question(name, kind, "?", "", "symptoms", offered, preselected=preselected)  # type: ignore[arg-type]


def test_yes_and_no_come_from_the_case(knowledge: Knowledge) -> None:
    for mode in ("narrative", "strict"):
        patient = _patient(knowledge, mode)
        assert patient.answer(_ask("nausea", "yes_no")).value == "yes"
        assert patient.answer(_ask("fever", "yes_no")).value == "no"


def test_silence_about_danger_is_a_no_only_in_a_narrative(knowledge: Knowledge) -> None:
    assert "stiff-neck" in screened(knowledge)
    question = _ask("stiff-neck", "yes_no")
    assert _patient(knowledge).answer(question).value == "no"
    assert _patient(knowledge, "strict").answer(question).value == "not_stated"


def test_silence_about_anything_else_is_not_stated(knowledge: Knowledge) -> None:
    assert "hiccups" not in screened(knowledge)
    assert _patient(knowledge).answer(_ask("hiccups", "yes_no")).value == "not_stated"


def test_a_list_is_answered_line_by_line(knowledge: Knowledge) -> None:
    answer = _patient(knowledge).answer(
        _ask("headache.associated", "many", "nausea", "fever", "stiff-neck", "hiccups", "none")
    )
    assert answer.value == ["nausea"]
    assert answer.unstated == ("hiccups",)
    assert [about for about, _ in answer.support] == ["nausea", "fever"]


def test_a_screen_for_danger_is_answered_no_in_a_narrative(knowledge: Knowledge) -> None:
    question = _ask("danger-signs.1", "many", "hiccups", "belching", "none")
    assert _patient(knowledge).answer(question).value == []
    assert _patient(knowledge).answer(question).unstated == ()
    assert _patient(knowledge, "strict").answer(question).value == "not_stated"


def test_what_was_understood_is_kept_where_the_case_bears_it_out(knowledge: Knowledge) -> None:
    """The patient reads their own words, however sure the engine is of what it has heard."""
    lines = ("hiccups", "fever", "nausea", "herald-patch")
    question = _ask("complaint.chips", "confirm", *lines, preselected=lines)
    assert _patient(knowledge).answer(question).value == {"fever": "no", "nausea": "yes"}
    told = story("A patch came first, days before the nausea, and it was the biggest.")
    told_answer = _patient(knowledge, told=told).answer(question).value
    assert told_answer == {"nausea": "yes", "herald-patch": "yes"}


def test_a_screen_that_gives_words_back_unticked_is_confirmed_line_by_line(
    knowledge: Knowledge,
) -> None:
    """ "You wrote ... Is this so?": yes and no come from the patient's own reading of it."""
    told = story("A patch came first, days before the nausea. No fever.")
    lines = ("nausea", "herald-patch", "fever", "hiccups")
    answer = _patient(knowledge, told=told).answer(_ask("complaint.chips", "confirm", *lines))
    assert answer.value == {"nausea": "yes", "herald-patch": "yes", "fever": "no"}


def test_numbers_and_options(knowledge: Knowledge) -> None:
    patient = _patient(knowledge)
    assert patient.answer(_ask("headache.duration", "number")).value == 3
    assert patient.answer(_ask("headache.severity", "number")).value == 8
    assert patient.answer(_ask("hours-since-sex", "number")).value == "not_stated"
    assert patient.answer(_ask("about.age", "number")).value == 30
    assert patient.answer(_ask("about.sex", "choice")).value == "female"
    onset = knowledge.findings["headache.onset"].options
    assert patient.answer(_ask("headache.onset", "choice", *onset)).value == "not_stated"
    sudden = _patient(knowledge, told=story("A sudden headache."))
    assert sudden.answer(_ask("headache.onset", "choice", *onset)).value == "sudden"


def test_a_length_belongs_to_what_its_sentence_tells_of(knowledge: Knowledge) -> None:
    text = "Seizure. He has had headaches for the last 2 months. A cough for 3 days, a rash too."
    told = _patient(knowledge, told=story(text))
    assert told.answer(_ask("cough.duration", "number")).value == 3.0
    assert told.answer(_ask("headache.duration", "number")).value == 60.0
    assert told.answer(_ask("seizure.duration", "number")).value == "not_stated"


def test_what_is_over_is_answered_no(knowledge: Knowledge) -> None:
    text = "A cough. He has a 35 pack-year history but quit smoking."
    told = _patient(knowledge, told=story(text))
    assert told.answer(_ask("smoker", "yes_no")).value == "no"


def test_no_swelling_of_other_joints_tells_of_no_joint(knowledge: Knowledge) -> None:
    knee = Story(
        "Knee pain.", (Part("said", "Knee pain."), Part("denied", "No swelling in other joints."))
    )
    told = SimulatedPatient(knowledge, knee, "strict")
    assert told.answer(_ask("joint-swelling", "yes_no")).value == "not_stated"


def test_a_past_illness_is_no_symptom_of_today(knowledge: Knowledge) -> None:
    cough = Story(
        "Cough.",
        (Part("said", "Cough."), Part("history", "Several episodes of conjunctivitis. Asthma.")),
    )
    told = SimulatedPatient(knowledge, cough, "strict")
    assert told.answer(_ask("red-eye", "yes_no")).value == "not_stated"
    assert told.answer(_ask("asthma", "yes_no")).value == "yes"


def test_what_tells_of_one_symptom_is_not_given_to_its_neighbours(knowledge: Knowledge) -> None:
    told = story(
        "A girl had fever and a progressive dry cough, then her body jerked for 3 minutes."
    )
    patient = _patient(knowledge, told=told)
    for name, value in (("fever.trend", "not_stated"), ("cough.trend", "worse")):
        options = knowledge.findings[name].options
        assert patient.answer(_ask(name, "choice", *options)).value == value
    assert patient.answer(_ask("fever.duration", "number")).value == "not_stated"


def test_a_place_may_be_shared(knowledge: Knowledge) -> None:
    told = story("A 40-year-old has pain, tingling and numbness of the hands.")
    options = knowledge.findings["numbness.location"].options
    asked = _ask("numbness.location", "many", *options)
    assert _patient(knowledge, told=told).answer(asked).value == ["hands"]
