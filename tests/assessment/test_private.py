"""What is asked of nobody but the patient. A new sensitive question must be marked as private."""

from __future__ import annotations

import re

import pytest

from bedside.assessment import Age, Knowledge, Question, advance, begin, load
from bedside.assessment.knowledge.model import Finding
from tests.assessment.driving import asked, finish, opening, usual_answer

KNOWLEDGE = load()
SENSITIVE = re.compile(
    r"\bsex(?!es\b| were)|sexual|condom|contracept|intercourse|erection|needles|\bhiv\b"
    r"|suicid|end(ing)? your life|harm(ing)? yourself|hurt(ing)? yourself|cut or burn yourself"
    r"|unsafe with yourself|keep yourself safe|act on these thoughts|better off dead"
    r"|hurt you\b|afraid of somebody|in danger from|look after you"
    r"|alcohol|heavy drinking|inject drugs|cannabis|heroin|stimulant|drugs causing",
    re.IGNORECASE,
)
NOT_ABOUT_THE_PATIENTS_OWN_LIFE = {
    "about.clear-head": "asks for another adult",
    "fears-one-thing": "needles as something that people fear",
    "hangover": "what somebody comes with and tells, not what they are asked about",
    "lasting-red-cheeks": "alcohol as something that reddens the face",
    "painful-erection": "an emergency that a parent must be able to tell for a boy",
}
PRIVATE = {
    "anal-discharge", "audit-c.drinks", "audit-c.often", "audit-c.six-or-more",
    "afraid-of-someone", "bent-erection", "blood-in-semen", "cannabis-much", "cannot-stay-safe",
    "cuts-self", "emergency-contraception", "erection-problem", "fears-gaining-weight",
    "fertility-treatment", "fishy-smell", "forced-sexually", "genital-sore",
    "gut-or-genital-infection-before", "has-coil", "hears-orders", "hiv", "hopelessness",
    "hours-since-sex", "hurt-by-someone", "in-danger-from-self", "in-danger-from-someone",
    "injects-drugs", "iv-drug-use", "low-sex-drive", "makes-self-vomit", "neglected",
    "new-sex-partner", "overdose.on-purpose", "pain-between-legs-behind-testicles",
    "painful-sex", "partner-has-sti", "past-sti", "penile-discharge",
    "phq-9.better-off-dead", "poisoning.on-purpose", "self-harm-attempt", "self-harm-intent",
    "self-harm-means", "self-harm-plan", "self-harm-thoughts", "self-harm-unsafe",
    "sex-with-hiv-partner", "spends-or-risks-too-much", "stimulant-taken", "takes-contraceptive",
    "takes-stimulants", "took-opioid", "trauma-before", "trouble-conceiving",
    "unprotected-sex", "unsafe-blood-contact",
}  # fmt: skip
OF_TEENAGERS = {
    "alcohol-heavy", "alcohol-problem", "cannot-stop-drinking", "drug-problem", "drug-withdrawal",
    "stopped-drinking",
}  # fmt: skip


def withheld(finding: Finding) -> bool:
    """Marked itself, or the detail of something marked."""
    if finding.private or finding.private_for is not None:
        return True
    parent = KNOWLEDGE.findings.get(finding.parent)
    return parent is not None and withheld(parent)


def test_what_is_private_stays_private() -> None:
    missing = {name for name in PRIVATE if not KNOWLEDGE.findings[name].private}
    assert not missing
    assert all(KNOWLEDGE.findings[name].private_for is not None for name in OF_TEENAGERS)


def test_a_question_about_self_harm_abuse_sex_or_drugs_is_marked_as_private() -> None:
    unmarked = [
        finding.id
        for finding in KNOWLEDGE.findings.values()
        if finding.asked
        and SENSITIVE.search(KNOWLEDGE.texts.findings[finding.id].question)
        and not withheld(finding)
        and {finding.id, finding.parent}.isdisjoint(NOT_ABOUT_THE_PATIENTS_OWN_LIFE)
    ]
    assert not unmarked


@pytest.mark.parametrize("speaker", ["parent", "carer"])
@pytest.mark.parametrize(("text", "age"), [
    ("my daughter is very low and drinks a lot", 15), ("my son hurt his arm in a fall", 4),
    ("my mother is confused and fell", 83), ("my wife is pregnant and has a headache", 30),
])  # fmt: skip
def test_a_proxy_is_asked_nothing_private(
    knowledge: Knowledge, speaker: str, text: str, age: int
) -> None:
    told = opening(text, age=Age.years(age), speaker=speaker, sex="female", pregnant=age == 30)
    interview = begin(knowledge, told)
    volunteered = set(interview.heard.present) | set(interview.heard.near)
    put = [one for one in asked(finish(knowledge, interview)) if one in knowledge.findings]
    findings = knowledge.findings
    wrong = [
        one
        for one in put
        if findings[one].private and one not in volunteered and one != "in-danger-from-self"
    ]
    assert not wrong
    if age < 18:
        assert not OF_TEENAGERS.intersection(put) - volunteered


def test_a_wife_may_say_how_much_her_husband_drinks(knowledge: Knowledge) -> None:
    told = opening("my husband has a tremor", age=Age.years(50), sex="male", speaker="carer")
    assert "alcohol-heavy" in asked(finish(knowledge, begin(knowledge, told)))
    told = opening("my son has a tremor", age=Age.years(15), sex="male", speaker="parent")
    assert "alcohol-heavy" not in asked(finish(knowledge, begin(knowledge, told)))


@pytest.mark.parametrize(("text", "age", "detail", "private"), [
    ("I have thoughts of harming myself", 30, "self-harm-thoughts.duration", True),
    ("I have a discharge from my penis", 30, "penile-discharge.duration", True),
    ("I have a problem with alcohol", 16, "alcohol-problem.duration", True),
    ("I have a problem with alcohol", 40, "alcohol-problem.duration", False),
])  # fmt: skip
def test_the_screen_of_a_detail_says_that_it_is_private(
    knowledge: Knowledge, text: str, age: int, detail: str, private: bool
) -> None:
    interview = begin(knowledge, opening(text, age=Age.years(age), sex="male"))
    yes = {detail.partition(".")[0]: True}
    while isinstance(interview.step, Question) and interview.step.id != detail:
        interview = advance(knowledge, interview, usual_answer(interview.step, yes))
    assert isinstance(interview.step, Question)
    assert interview.step.private is private
    assert bool(interview.step.help) is private


@pytest.mark.parametrize(("age", "private"), [(15, True), (40, False)])
def test_a_list_with_what_is_private_for_a_teenager_says_so_and_has_nothing_else_on_it(
    knowledge: Knowledge, age: int, private: bool
) -> None:
    interview = begin(knowledge, opening("I am shaking and sweating", age=Age.years(age)))
    lists = []
    while isinstance(interview.step, Question):
        step = interview.step
        if step.id.startswith("danger-signs.") and OF_TEENAGERS.intersection(step.offered):
            lists.append(step)
        interview = advance(knowledge, interview, usual_answer(step, {"about.grown-up": "with-me"}))
    assert lists
    assert all(step.private is private for step in lists)
    if private:
        assert all(withheld(knowledge.findings[name]) for step in lists for name in step.offered)
