"""Which explanations fit, and which question tells most."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.assessment import Age, Knowledge, begin, explanations
from bedside.assessment.facts import Patient
from bedside.assessment.matrix import matrix_of
from bedside.assessment.posterior import explaining, gains, posterior_of
from tests.assessment.driving import finish, opening

ADULT = Age.years(40)


def _patient(**values: str) -> Patient:
    return Patient(ADULT, "male", "self", {name.replace("_", "-"): v for name, v in values.items()})


def test_shares_sum_to_one_and_are_ranked(knowledge: Knowledge) -> None:
    posterior = posterior_of(knowledge, _patient(headache="yes"))
    assert posterior.shares.sum() == pytest.approx(1)
    shares = [share for _, share in posterior.ranked()]
    assert shares == sorted(shares, reverse=True)


def test_what_fits_gains_and_what_speaks_against_loses(knowledge: Knowledge) -> None:
    def migraine(patient: Patient) -> float:
        return dict(posterior_of(knowledge, patient).ranked())["migraine"]

    bare = migraine(_patient(headache="yes"))
    assert migraine(_patient(headache="yes", light_sensitivity="yes")) > bare
    assert migraine(_patient(headache="yes", light_sensitivity="no")) < bare
    for unknown in ("not_sure", "not_stated"):
        assert migraine(_patient(headache="yes", light_sensitivity=unknown)) == pytest.approx(bare)


def test_a_long_list_of_denials_does_not_favour_the_rarest_guess(knowledge: Knowledge) -> None:
    names = [name for name in matrix_of(knowledge).groups if name in knowledge.symptoms]
    posterior = posterior_of(knowledge, Patient(ADULT, "male", "self", dict.fromkeys(names, "no")))
    assert posterior.shares[-1] > posterior.ranked()[0][1]


def test_a_condition_of_the_other_sex_is_nearly_out(knowledge: Knowledge) -> None:
    values = {"pelvic-pain": "yes"}
    for condition in (one for one in knowledge.conditions.values() if one.sex == "female"):
        her = dict(posterior_of(knowledge, Patient(ADULT, "female", "self", values)).ranked())
        him = dict(posterior_of(knowledge, Patient(ADULT, "male", "self", values)).ranked())
        assert him[condition.id] < her[condition.id]


def test_only_what_brings_a_symptom_explains_it(knowledge: Knowledge) -> None:
    posterior = posterior_of(knowledge, _patient(calf_pain="yes", pain="yes"))
    kept = dict(explaining(knowledge, posterior, ["calf-pain"]).ranked())
    assert kept["migraine"] == 0
    assert sum(kept.values()) <= 1


def test_what_separates_is_worth_more_than_what_does_not(knowledge: Knowledge) -> None:
    posterior = posterior_of(knowledge, _patient(headache="yes"))
    worth = dict(gains(knowledge, posterior))
    assert worth["light-sensitivity"] > worth["ankle-injury"]
    assert min(worth.values()) > -1e-9
    assert np.isfinite(list(worth.values())).all()


def test_what_follows_from_something_exact_tells_nothing_more(knowledge: Knowledge) -> None:
    bare = posterior_of(knowledge, _patient(weight_loss="yes"))
    with_what_follows = posterior_of(
        knowledge, _patient(weight_loss="yes", weight_or_appetite_loss="yes")
    )
    assert bare.ranked() == with_what_follows.ranked()


def test_what_somebody_came_with_has_to_be_explained_most(knowledge: Knowledge) -> None:
    values = {"itchy-eyes": "yes", "knee-pain": "yes"}
    posterior = posterior_of(knowledge, Patient(ADULT, "male", "self", values))
    came_for_eyes = explaining(knowledge, posterior, ["itchy-eyes", "knee-pain"])
    came_for_knee = explaining(knowledge, posterior, ["knee-pain", "itchy-eyes"])
    assert came_for_eyes.shares.sum() == pytest.approx(1)
    allergy = "allergic-conjunctivitis"
    assert dict(came_for_eyes.ranked())[allergy] > dict(came_for_knee.ranked())[allergy]


def test_a_denial_weighs_less_than_the_same_thing_being_there(knowledge: Knowledge) -> None:
    matrix = matrix_of(knowledge)
    row = matrix.conditions.index("migraine")
    column = matrix.groups["headache"].first
    assert matrix.no[row, column] == pytest.approx(
        knowledge.limits.denied * np.log1p(-matrix.p[row, column])
    )
    assert 0 < knowledge.limits.denied <= 1


def test_a_silent_condition_shares_what_its_part_of_the_body_brings(knowledge: Knowledge) -> None:
    matrix = matrix_of(knowledge)
    column = matrix.groups["diarrhoea"].first
    usual = knowledge.limits.background_by.get("diarrhoea", knowledge.limits.background)

    def silent(name: str) -> float:
        assert "diarrhoea" not in knowledge.conditions[name].findings
        return float(matrix.p[matrix.conditions.index(name), column])

    assert silent("hiatus-hernia") > usual
    assert silent("otitis-externa") == pytest.approx(usual)


def test_a_value_that_a_condition_leaves_out_speaks_against_it(knowledge: Knowledge) -> None:
    """A pain at the upper right suits gallstones; diverticulitis names another place, and who
    names no place at all is in between."""
    matrix = matrix_of(knowledge)
    group = matrix.groups["abdominal-pain.location"]
    column = group.first + group.values.index("upper-right")

    def p(name: str) -> float:
        return float(matrix.p[matrix.conditions.index(name), column])

    assert p("diverticulitis") < p("otitis-externa") < p("gallstones")


def test_the_values_of_a_choice_share_one(knowledge: Knowledge) -> None:
    matrix = matrix_of(knowledge)
    for group in matrix.groups.values():
        if group.is_die:
            sums = matrix.p[:, group.first : group.last].sum(axis=1)
            assert sums == pytest.approx(1, abs=0.01), group.finding


def test_a_detail_told_unasked_has_to_be_explained_too(knowledge: Knowledge) -> None:
    """Honey crusts are no symptom of their own, and still keep impetigo in the running."""
    child = opening("Honey coloured crusts on his chin.", Age.years(5), "male", speaker="parent")
    told = finish(knowledge, begin(knowledge, child))
    assert "honey-crusts" in told.heard.present
    ranked = explanations(knowledge, told)
    assert ranked[0][0] == "impetigo"
    assert dict(ranked)["common-cold"] == 0
