"""The engine's behaviour, one story each. Asha is the patient unless the story says otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bedside.assessment import (
    Age,
    Interview,
    InvalidAnswer,
    Knowledge,
    Opening,
    Previous,
    Question,
    Result,
    advance,
    begin,
    change,
    complaint_of,
    restate_life_threats,
    resume,
    undo,
)
from bedside.assessment.report import Said
from tests.assessment.driving import asked, finish, opening, result, until

HEADACHE = "I've had a pounding headache for three days, 8 out of 10, light hurts"
HOURS = {"headache.onset": "hours"}


# -- before anything else ----------------------------------------------------------------------


def test_asha_is_asked_about_life_threats_before_her_headache(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening(HEADACHE))
    assert isinstance(interview.step, Question)
    assert (interview.step.id, interview.step.part) == ("life-threats", "life_threats")
    assert interview.step.option_ids[-1] == "none"


def test_a_hit_ends_the_interview_at_once_with_an_emergency(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I feel awful"))
    interview = advance(knowledge, interview, ["severe-breathlessness"])
    assert isinstance(interview.step, Result)
    assert interview.step.triage == "emergency"
    assert "{emergency_number}" in interview.step.patient.what_to_do[0]


def test_what_she_said_before_an_emergency_reaches_the_doctor(knowledge: Knowledge) -> None:
    interview = advance(knowledge, begin(knowledge, opening(HEADACHE)), ["stroke-signs"])
    assert isinstance(interview.step, Result)
    assert interview.step.summary.complaint == HEADACHE
    assert "headache" in interview.step.summary.said_unconfirmed


def test_what_she_wrote_stands_first_on_the_checklist_for_her_to_tick(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("Help: crushing chest pain"))
    assert isinstance(interview.step, Question)
    assert interview.step.offered[0] == "crushing-chest-pain"
    assert interview.step.quotes == {"crushing-chest-pain": "crushing chest pain"}
    assert interview.step.preselected == ()


def test_what_she_wrote_and_left_unticked_comes_once_more(knowledge: Knowledge) -> None:
    interview = until(
        knowledge,
        advance(knowledge, begin(knowledge, opening("crushing chest pain")), []),
        "complaint.chips",
    )
    assert isinstance(interview.step, Question)
    assert interview.step.offered[0] == "crushing-chest-pain"
    assert "crushing-chest-pain" not in interview.step.preselected
    told = advance(knowledge, interview, {"crushing-chest-pain": "yes"})
    assert [one.level for one in told.fired] == ["emergency"]


def test_words_alone_fire_nothing_and_deny_nothing(knowledge: Knowledge) -> None:
    text = "I have a headache, it came on suddenly, and no fever"
    interview = until(knowledge, begin(knowledge, opening(text)), "complaint.chips")
    assert isinstance(interview.step, Question)
    assert interview.step.proposed == {"headache": "yes", "fever": "no"}
    assert interview.step.quotes["fever"] == "fever"
    assert "headache.onset=sudden" in interview.step.offered
    kept = advance(knowledge, interview, {"headache": "yes"})
    assert not kept.fired
    assert "fever" not in kept.patient.values
    assert "headache.onset" not in kept.patient.values
    told = advance(
        knowledge, interview, {**interview.step.proposed, "headache.onset=sudden": "yes"}
    )
    assert told.patient.values["headache.onset"] == "sudden"
    assert told.patient.values["fever"] == "no"


def test_an_unsure_person_leaves_the_words_to_decide_nothing(knowledge: Knowledge) -> None:
    interview = until(
        knowledge,
        begin(knowledge, opening("I have chest pain and hiccups")),
        "complaint.chips",
    )
    left = advance(knowledge, interview, "not_sure")
    assert left.patient.values.get("hiccups") == "yes"
    assert "chest-pain" not in left.patient.values


@pytest.mark.parametrize("answer", ["maybe", {"rash": "yes"}, {"headache": "perhaps"}, 3, None])
def test_a_wrong_answer_to_what_was_understood_is_refused(
    knowledge: Knowledge, answer: Any
) -> None:
    interview = until(knowledge, begin(knowledge, opening("I have a headache")), "complaint.chips")
    with pytest.raises(InvalidAnswer):
        advance(knowledge, interview, answer)


def test_an_interview_stored_with_ticks_opens_as_it_was(knowledge: Knowledge) -> None:
    interview = until(knowledge, begin(knowledge, opening("I have a headache")), "complaint.chips")
    told = advance(knowledge, interview, {"headache": "yes"})
    stored = json.loads(json.dumps(told.to_data()))
    given = next(one for one in stored["answers"] if one["question_id"] == "complaint.chips")
    given["answer"] = ["headache"]
    for name in ("denied", "quotes"):
        del stored["step"][name]
    assert complaint_of(Interview.from_data(stored)) == ("headache",)
    newer = resume(knowledge, {**stored, "knowledge_version": "older"})
    assert newer.patient.values["headache"] == "yes"


def test_not_sure_brings_something_that_can_be_seen_and_still_not_sure_is_yes(
    knowledge: Knowledge,
) -> None:
    interview = begin(knowledge, opening(HEADACHE))
    interview = advance(knowledge, interview, "not_sure")
    assert isinstance(interview.step, Question)
    assert interview.step.id == "life-threats.clarify"
    assert not interview.fired
    unsure = advance(knowledge, interview, "not_sure")
    assert isinstance(unsure.step, Result)
    assert unsure.step.triage == "emergency"
    seen = advance(knowledge, interview, ["none"])
    assert isinstance(seen.step, Question)
    assert not seen.fired


def test_who_is_speaking_age_and_sex_are_asked_only_when_not_known(knowledge: Knowledge) -> None:
    bare = finish(knowledge, begin(knowledge, Opening("headache")), {"about.speaker": "self"})
    assert {"about.speaker", "about.age", "about.sex"} <= set(asked(bare))
    said = finish(knowledge, begin(knowledge, Opening("My 3 year old son has a headache")))
    assert not {"about.speaker", "about.age", "about.sex"} & set(asked(said))
    assert said.patient.speaker == "parent"
    assert said.patient.sex == "male"


def test_pregnancy_is_asked_only_where_it_can_be(knowledge: Knowledge) -> None:
    her = finish(knowledge, begin(knowledge, Opening("headache", Age.years(30), "female", "self")))
    him = finish(knowledge, begin(knowledge, Opening("headache", Age.years(30), "male", "self")))
    assert "pregnant" in asked(her)
    assert "pregnant" not in asked(him)


def test_a_baby_is_asked_for_in_months_and_days(knowledge: Knowledge) -> None:
    interview = begin(knowledge, Opening("fever", None, "female", "parent"))
    answers = {"about.age": 0, "about.age-months": 1, "about.age-days": 40}
    interview = until(knowledge, interview, "complaint.chips", answers)
    assert interview.patient.age == Age.days(40)


# -- her words ---------------------------------------------------------------------------------


def test_what_was_understood_is_given_back_to_be_confirmed(knowledge: Knowledge) -> None:
    interview = until(knowledge, begin(knowledge, opening(HEADACHE)), "complaint.chips")
    assert isinstance(interview.step, Question)
    assert {"headache", "light-sensitivity"} <= set(interview.step.preselected)


def test_what_she_unticks_is_not_there(knowledge: Knowledge) -> None:
    interview = until(knowledge, begin(knowledge, opening(HEADACHE)), "complaint.chips")
    interview = advance(knowledge, interview, ["headache"])
    assert interview.patient.values["light-sensitivity"] == "no"


def test_what_she_doubts_and_leaves_unticked_stays_in_doubt(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I have a cough and post nasal drip"))
    interview = until(knowledge, interview, "complaint.chips")
    assert isinstance(interview.step, Question)
    assert "phlegm" in interview.step.offered
    assert "phlegm" not in interview.step.preselected
    interview = advance(knowledge, interview, ["cough"])
    assert "phlegm" not in interview.patient.values


def test_what_was_doubted_is_offered_and_told_as_unsure(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I have a cough and maybe a fever"))
    interview = until(knowledge, interview, "complaint.chips")
    assert isinstance(interview.step, Question)
    assert "fever" in interview.step.offered
    assert "fever" not in interview.step.preselected
    left = advance(knowledge, interview, ["cough"])
    assert "fever" not in left.patient.values
    interview = advance(knowledge, interview, {"cough": "yes", "fever": "not_sure"})
    assert interview.patient.values["fever"] == "not_sure"


def test_what_was_volunteered_is_not_asked_again(knowledge: Knowledge) -> None:
    ids = asked(finish(knowledge, begin(knowledge, opening(HEADACHE))))
    assert "headache.onset" in ids
    assert not {"headache.duration", "headache.severity", "headache.character"} & set(ids)
    once = [one for one in ids if one != "light-sensitivity" and not one.startswith("complaint")]
    assert len(once) == len(set(once))


def test_who_tells_nothing_is_asked_once_more_and_then_judged_as_nothing(
    knowledge: Knowledge,
) -> None:
    so = {"complaint.area": [], "complaint": "can you renew my prescription"}
    interview = until(
        knowledge, begin(knowledge, opening("a repeat prescription")), "complaint", so
    )
    assert isinstance(interview.step, Question)
    assert "did not understand" in interview.step.help
    done = finish(knowledge, interview, so).step
    assert isinstance(done, Result)
    assert any("no judgement of how urgent" in one for one in done.patient.why)
    told = advance(knowledge, interview, "a headache for two days")
    assert isinstance(told.step, Question)
    assert told.step.id == "complaint.chips"
    assert told.step.quotes["headache"] == "headache"


@pytest.mark.parametrize("text", ["头痛三天", "asdf qwer", "🤒🤒", ""])
def test_words_we_do_not_know_still_lead_somewhere(knowledge: Knowledge, text: str) -> None:
    so = {"complaint": text, "complaint.area": ["nervous"], "complaint.list": ["headache"]}
    done = finish(knowledge, begin(knowledge, opening(text)), so)
    assert done.patient.values["headache"] == "yes"
    assert "headache.onset" in asked(done)


def test_a_finding_is_not_dropped_because_of_recorded_sex(knowledge: Knowledge) -> None:
    found = result(
        knowledge, "I have vaginal bleeding", {"life-threats": []}, sex="male", pregnant=None
    )
    assert "vaginal-bleeding" in {one.id for one in found.summary.symptoms}


# -- danger ------------------------------------------------------------------------------------


def test_a_sudden_severe_headache_is_an_emergency_and_says_why(knowledge: Knowledge) -> None:
    found = result(knowledge, HEADACHE, {"headache.onset": "sudden"})
    assert (found.triage, found.when) == ("emergency", "ambulance-now")
    flag = found.red_flags[0]
    assert flag.id == "thunderclap-headache"
    assert flag.reason
    assert flag.source
    assert Said("headache", "yes") in flag.answers


def test_the_same_headache_without_danger_signs_is_not(knowledge: Knowledge) -> None:
    found = result(knowledge, HEADACHE, {"headache.onset": "hours"})
    assert found.triage == "routine"
    ruled_out = {one.id for one in found.explanation.why_not_higher}
    assert "thunderclap-headache" in ruled_out


def test_danger_signs_come_before_what_merely_separates_explanations(knowledge: Knowledge) -> None:
    done = finish(knowledge, begin(knowledge, opening(HEADACHE, age=Age.years(55))))
    parts = [one.part for one in done.answers]
    order = ["about", "life_threats", "complaint", "symptoms", "adaptive", "background"]
    assert parts.index("life_threats") < parts.index("complaint") < parts.index("symptoms")
    assert set(parts) <= {*order, "vitals"}


def test_not_sure_about_a_list_has_its_lines_asked_one_by_one(knowledge: Knowledge) -> None:
    interview = until(knowledge, begin(knowledge, opening(HEADACHE)), "danger-signs.1", HOURS)
    assert isinstance(interview.step, Question)
    first = interview.step.offered[0]
    interview = advance(knowledge, interview, "not_sure")
    assert not interview.fired
    assert isinstance(interview.step, Question)
    assert interview.step.id == first
    assert interview.step.kind == "yes_no"


def test_thoughts_of_suicide_ask_on_and_end_in_an_emergency_or_urgently(
    knowledge: Knowledge,
) -> None:
    text = "I feel hopeless and I have thoughts of killing myself"
    passive = result(knowledge, text)
    assert passive.triage in ("urgent", "emergency")
    assert any("{crisis_line}" in one for one in passive.patient.what_to_do)
    done = finish(knowledge, begin(knowledge, opening(text)))
    assert any("self-harm" in one for one in asked(done) if one != "self-harm-thoughts")


def test_private_questions_are_not_put_to_a_parent(knowledge: Knowledge) -> None:
    private = {one.id for one in knowledge.findings.values() if one.private}
    assert private
    story = opening("my daughter feels very low and sad", age=Age.years(15), speaker="parent")
    done = finish(knowledge, begin(knowledge, story))
    volunteered = set(done.heard.present)
    checklist = set(done.answers[1].offered)
    assert not (set(asked(done)) & private) - volunteered - checklist


# -- how urgent --------------------------------------------------------------------------------


def _mild_cold() -> dict[str, object]:
    return {"runny-nose.duration": 2, "complaint.chips": ["runny-nose"]}


def test_self_care_needs_each_exclusion_answered_no(knowledge: Knowledge) -> None:
    found = result(knowledge, "runny nose for 2 days", _mild_cold())
    assert (found.triage, found.when) == ("self-care", "self-care")
    assert found.look_again_days >= 1
    assert found.patient.self_care
    rule = knowledge.self_care[found.explanation.self_care_rule]
    assert "runny-nose" in rule.complaint


def test_one_unsure_exclusion_takes_self_care_away(knowledge: Knowledge) -> None:
    done = finish(knowledge, begin(knowledge, opening("runny nose for 2 days")), _mild_cold())
    home = [one.question_id for one in done.answers if one.question_id.startswith("home-care")]
    unsure = result(knowledge, "runny nose for 2 days", {**_mild_cold(), home[0]: "not_sure"})
    lines = {name: "not_sure" for one in done.answers for name in one.offered}
    still = result(
        knowledge, "runny nose for 2 days", {**lines, **_mild_cold(), home[0]: "not_sure"}
    )
    assert unsure.triage in ("self-care", "routine")
    assert still.triage != "self-care"


def test_a_program_that_states_nothing_never_gets_self_care(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("runny nose for 2 days"))
    while isinstance(interview.step, Question):
        interview = advance(knowledge, interview, "not_stated")
    assert interview.step.triage == "routine"


def test_the_same_complaint_within_three_days_and_no_better_is_never_self_care(
    knowledge: Knowledge,
) -> None:
    for previous, triage in (
        (Previous("self-care", 48), "routine"),
        (Previous("self-care", 80), "self-care"),
        (Previous("self-care", 48, better=True), "self-care"),
        (Previous("self-care", 48, complaint=("runny-or-blocked-nose", "runny-nose")), "routine"),
        (Previous("self-care", 48, complaint=("headache",)), "self-care"),
    ):
        found = result(knowledge, "runny nose for 2 days", _mild_cold(), previous=previous)
        assert found.triage == triage


def test_a_baby_under_two_months_is_never_self_care(knowledge: Knowledge) -> None:
    found = result(
        knowledge, "runny nose for 2 days", _mild_cold(), age=Age.days(40), speaker="parent"
    )
    assert found.triage in ("urgent", "emergency")


def test_measured_values_of_staff_raise_the_level(knowledge: Knowledge) -> None:
    so = {
        "vitals.respiratory-rate": 26,
        "vitals.oxygen-saturation": 93,
        "vitals.heart-rate": 115,
    }
    measured = {**so, "vitals.measured": list(so)}
    found = result(knowledge, "cough for 3 days", measured, speaker="staff")
    assert found.triage == "emergency"
    score = found.scores[0]
    assert (score.total, score.complete) == (7, False)
    assert "at least" in score.label


# -- what people read --------------------------------------------------------------------------


def test_an_emergency_does_not_argue_against_itself(knowledge: Knowledge) -> None:
    for text, so in (
        (HEADACHE, {"headache.onset": "sudden"}),
        ("I want to kill myself and have the pills here", {}),
        ("I can't breathe and my lips are blue", {}),
    ):
        found = result(knowledge, text, so)
        assert found.triage == "emergency"
        said = json.dumps([found.patient.to_data(), found.explanation.to_data()])
        assert "Nothing in your answers calls for more hurry" not in said
        assert found.patient.worsening == ()


def test_nothing_that_is_there_already_is_told_as_a_change(knowledge: Knowledge) -> None:
    change = "trouble swallowing or weight loss"
    assert change in result(knowledge, "I have heartburn").patient.worsening
    text = "I have heartburn, trouble swallowing and I am losing weight"
    both = result(knowledge, text)
    assert both.triage != "emergency"
    assert change not in both.patient.worsening
    assert len(both.patient.worsening) >= 3


def test_the_patient_reads_what_to_do_by_when_why_and_what_would_change_it(
    knowledge: Knowledge,
) -> None:
    for so in ({"headache.onset": "sudden"}, {"headache.onset": "hours"}):
        found = result(knowledge, HEADACHE, so)
        patient = found.patient
        for key in ("headline", "what_to_do", "by_when", "why", "if_no_better", "notice"):
            assert getattr(patient, key), key
        assert (len(patient.worsening) >= 3) == (found.triage != "emergency")
        assert "Nobody is watching" in patient.notice
        written = json.dumps(patient.to_data()).lower()
        for never in ("you have migraine", "nothing serious", "%", "diagnosed"):
            assert never not in written


def test_the_doctor_reads_her_own_words_and_a_structured_story(knowledge: Knowledge) -> None:
    summary = result(knowledge, HEADACHE, {"headache.onset": "hours"}).summary
    assert summary.complaint == HEADACHE
    assert summary.timeline[0].began == "3 days ago"
    headache = next(one for one in summary.symptoms if one.id == "headache")
    values = {row.id: row.value for row in headache.details}
    assert values["headache.severity"] == "8 of 10"
    assert values["headache.duration"] == "3 days"
    assert "fever" in summary.denied
    assert all(one.note == "not a diagnosis" for one in summary.conditions)
    assert "migraine" in {one.id for one in summary.conditions}


# -- going back --------------------------------------------------------------------------------


def test_undo_takes_the_last_answer_back(knowledge: Knowledge) -> None:
    before = begin(knowledge, opening(HEADACHE))
    after = advance(knowledge, before, [])
    assert undo(knowledge, after) == before


def test_at_the_start_there_is_nothing_to_undo(knowledge: Knowledge) -> None:
    with pytest.raises(InvalidAnswer):
        undo(knowledge, begin(knowledge, opening(HEADACHE)))


def test_an_emergency_taken_back_stays_on_record(knowledge: Knowledge) -> None:
    hit = advance(knowledge, begin(knowledge, opening(HEADACHE)), ["stroke-signs"])
    back = undo(knowledge, hit)
    assert isinstance(back.step, Question)
    assert [one.id for one in back.corrected] == ["life-threat-stroke-signs"]
    done = finish(knowledge, back, {"headache.onset": "hours"})
    assert isinstance(done.step, Result)
    assert done.step.triage == "routine"
    assert done.step.summary.corrected[0].note == "was emergency, corrected"


def test_changing_an_answer_replays_the_rest_and_lists_what_is_no_longer_asked(
    knowledge: Knowledge,
) -> None:
    text = "headache and cough"
    done = finish(knowledge, begin(knowledge, opening(text)))
    changed = change(knowledge, done, "complaint.chips", ["cough"])
    dropped = {one.question_id for one in changed.dropped}
    assert any(one.startswith("headache.") for one in dropped)
    assert not any(one.question_id.startswith("headache.") for one in changed.answers)
    assert changed.patient.values["headache"] == "no"


def test_changing_an_answer_can_take_a_flag_back_and_it_stays_on_record(
    knowledge: Knowledge,
) -> None:
    done = finish(knowledge, begin(knowledge, opening(HEADACHE)), {"headache.onset": "sudden"})
    changed = change(knowledge, done, "headache.onset", "hours")
    assert not any(one.id == "thunderclap-headache" for one in changed.fired)
    kept = {one.id: one.answer for one in changed.corrected}
    assert kept["thunderclap-headache"] == "sudden"
    assert isinstance(changed.step, Question)


def test_a_question_that_was_not_answered_cannot_be_changed(knowledge: Knowledge) -> None:
    with pytest.raises(InvalidAnswer):
        change(knowledge, begin(knowledge, opening(HEADACHE)), "headache.onset", "hours")


# -- storing and resuming ----------------------------------------------------------------------


def _stored(interview: Interview) -> dict[str, object]:
    kept: dict[str, object] = json.loads(json.dumps(interview.to_data()))
    return kept


def test_an_interview_survives_being_stored_at_every_step(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening(HEADACHE))
    while isinstance(interview.step, Question):
        assert Interview.from_data(_stored(interview)) == interview
        assert resume(knowledge, _stored(interview)) == interview
        answer = [] if interview.step.kind == "many" else "not_sure"
        interview = advance(knowledge, interview, answer)
    assert Interview.from_data(_stored(interview)).step.to_data() == interview.step.to_data()


def test_a_draft_of_older_knowledge_replays_by_question_and_keeps_fired_flags(
    knowledge: Knowledge,
) -> None:
    done = finish(knowledge, begin(knowledge, opening(HEADACHE)), {"headache.onset": "sudden"})
    data = _stored(done)
    data["knowledge_version"] = "older"
    answers = data["answers"]
    assert isinstance(answers, list)
    gone = {**answers[-1], "question_id": "a-question-that-is-gone", "offered": []}
    data["answers"] = [*answers[:-1], gone]
    again = resume(knowledge, data)
    assert again.knowledge_version == knowledge.version
    assert [one.question_id for one in again.dropped] == ["a-question-that-is-gone"]
    assert {one.id for one in done.fired} <= {one.id for one in again.fired}
    assert isinstance(again.step, Result)
    assert again.step.triage == "emergency"


def test_after_a_day_the_life_threats_are_asked_again(knowledge: Knowledge) -> None:
    done = finish(knowledge, begin(knowledge, opening(HEADACHE)), {"headache.onset": "hours"})
    again = restate_life_threats(knowledge, done)
    assert isinstance(again.step, Question)
    assert again.step.id == "life-threats"
    unchanged = advance(knowledge, again, [])
    assert isinstance(unchanged.step, Result)
    assert unchanged.step.triage == "routine"
    worse = advance(knowledge, again, ["fit-now"])
    assert isinstance(worse.step, Result)
    assert worse.step.triage == "emergency"


# -- bad answers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("screen", "answer"),
    [
        ("life-threats", "yes"),
        ("life-threats", ["not-an-option"]),
        ("life-threats", ["none", "fit-now"]),
        ("life-threats", 3),
        ("life-threats", None),
        ("headache.onset", "suddenly"),
        ("headache.onset", ["sudden"]),
        ("light-sensitivity.severity", 11),
        ("light-sensitivity.severity", -1),
        ("light-sensitivity.severity", float("nan")),
        ("light-sensitivity.severity", "enormous"),
        ("light-sensitivity.severity", True),
        ("background.other", 3),
        ("background.other", "x" * 5000),
    ],
)
def test_a_bad_answer_is_refused_and_changes_nothing(
    knowledge: Knowledge, screen: str, answer: object
) -> None:
    text = "light hurts my eyes" if screen.startswith("light") else HEADACHE
    interview = until(knowledge, begin(knowledge, opening(text)), screen, HOURS)
    kept = interview.to_data()
    with pytest.raises(InvalidAnswer):
        advance(knowledge, interview, answer)
    assert interview.to_data() == kept


def test_a_finished_interview_takes_no_answer(knowledge: Knowledge) -> None:
    done = finish(knowledge, begin(knowledge, opening(HEADACHE)))
    with pytest.raises(InvalidAnswer):
        advance(knowledge, done, "yes")
