"""The permission table, read by eye here once more for what matters most."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bedside
from bedside.accounts.permissions import ACTIONS, ALLOWED, only_reads, require
from bedside.audit import Actor
from bedside.errors import Forbidden, Unauthenticated

SOURCE = Path(bedside.__file__).parent

WHO_MAY = {
    "account.sign_in": {"anonymous"},
    "account.sign_out": {"patient", "doctor", "receptionist", "administrator"},
    "account.change_password": {"patient", "doctor", "receptionist", "administrator"},
    "account.register": {"anonymous", "administrator", "system"},
    "account.approve": {"administrator", "system"},
    "account.disable": {"administrator"},
    "account.enable": {"administrator"},
    "account.list": {"administrator", "system"},
    "account.reset_link": {"administrator", "system"},
    "assessment.start": {"anonymous", "patient"},
    "assessment.read": {"anonymous", "patient", "doctor"},
    "assessment.submit": {"patient"},
    "draft.claim": {"patient"},
    "assessment.review": {"doctor"},
    "assessment.undo_review": {"doctor"},
    "audit.list": {"administrator"},
    "audit.read": {"patient", "administrator", "system"},
    "facility.change": {"administrator", "system"},
    "knowledge.sign_off": {"administrator"},
    "patient.change": {"patient"},
    "patient.correct": {"doctor", "receptionist"},
    "patient.enrol": {"doctor", "receptionist"},
    "patient.register": {"anonymous", "system"},
    "patient.set_responsible": {"doctor"},
    "patient.transfer": {"doctor", "administrator"},
    "patient.read": {"patient", "doctor", "receptionist"},
    "patient.list": {"doctor", "receptionist", "administrator"},
    "message.send": {"system"},
    "record.bring_in": {"system"},
    "worklist.read": {"doctor"},
    "allergy.list": {"patient", "doctor"},
    "allergy.read": {"patient", "doctor"},
    "allergy.add": {"doctor"},
    "allergy.change": {"doctor"},
    "allergy.end": {"doctor"},
    "allergy.mark_as_error": {"doctor"},
    "allergy.reinstate": {"doctor"},
    "allergy.state_none_known": {"doctor"},
    "allergy.take_back_none_known": {"doctor"},
    "medicine.list": {"patient", "doctor"},
    "medicine.read": {"patient", "doctor"},
    "medicine.add": {"doctor"},
    "medicine.change": {"doctor"},
    "medicine.end": {"doctor"},
    "medicine.mark_as_error": {"doctor"},
    "medicine.reinstate": {"doctor"},
    "problem.list": {"patient", "doctor"},
    "problem.read": {"patient", "doctor"},
    "problem.add": {"doctor"},
    "problem.change": {"doctor"},
    "problem.end": {"doctor"},
    "problem.mark_as_error": {"doctor"},
    "problem.reinstate": {"doctor"},
    "flag.list": {"doctor"},
    "flag.read": {"doctor"},
    "flag.add": {"doctor"},
    "flag.change": {"doctor"},
    "flag.end": {"doctor"},
    "flag.mark_as_error": {"doctor"},
    "flag.reinstate": {"doctor"},
    "diagnosis.list": {"patient", "doctor"},
    "diagnosis.read": {"patient", "doctor"},
    "diagnosis.add": {"doctor"},
    "diagnosis.change": {"doctor"},
    "diagnosis.confirm": {"doctor"},
    "diagnosis.suspect": {"doctor"},
    "diagnosis.refute": {"doctor"},
    "diagnosis.resolve": {"doctor"},
    "diagnosis.mark_as_error": {"doctor"},
    "diagnosis.reinstate": {"doctor"},
    "vitals.list": {"patient", "doctor"},
    "vitals.read": {"patient", "doctor"},
    "vitals.add": {"doctor"},
    "vitals.mark_as_error": {"doctor"},
    "vitals.reinstate": {"doctor"},
}


@pytest.mark.parametrize("action", WHO_MAY)
def test_exactly_these_roles_may(action: str) -> None:
    assert {role for role in ALLOWED if action in ALLOWED[role]} == WHO_MAY[action]


def test_administrators_read_no_health_data() -> None:
    for action in ("patient.read", "assessment.read", "assessment.list", "worklist.read"):
        assert action not in ALLOWED["administrator"]


AT_THE_DESK = {
    "account.change_password",
    "account.read",
    "account.refresh",
    "account.sign_out",
    "answer.repeat",
    "appointment.arrive",
    "appointment.book",
    "appointment.cancel",
    "appointment.list",
    "appointment.list_day",
    "appointment.no_show",
    "appointment.overbook",
    "appointment.read",
    "appointment.reschedule",
    "appointment.undo",
    "appointment_list.ask",
    "appointment_list.make",
    "bundle.send",
    "contact.read",
    "duplicate.list",
    "duplicate.reconsider",
    "duplicate.rule_out",
    "facility.list",
    "holiday.list",
    "import.ask",
    "import.begin",
    "import.change",
    "import.decide",
    "import.drop",
    "import.list",
    "import.make",
    "import.read",
    "import.undo",
    "job.cancel",
    "job.drop_file",
    "job.list",
    "job.read",
    "job.read_file",
    "membership.list",
    "patient.correct",
    "patient.enrol",
    "patient.invite",
    "patient.list",
    "patient.read",
    "patient.search",
    "practitioner.list",
    "practitioner.read",
    "slot.list",
    "waiting.accept",
    "waiting.decline",
    "waiting.join",
    "waiting.leave",
    "waiting.list",
}


def test_receptionists_find_register_bring_in_and_book_and_nothing_else() -> None:
    assert ALLOWED["receptionist"] == AT_THE_DESK


@pytest.mark.parametrize("role", ["patient", "doctor", "receptionist", "administrator", "system"])
def test_every_action_is_allowed_or_refused(role: str) -> None:
    actor = Actor(role=role)  # type: ignore[arg-type]
    for action in ACTIONS - ALLOWED[role]:
        with pytest.raises(Forbidden):
            require(action, by=actor)
    for action in ALLOWED[role]:
        require(action, by=actor)


def test_nobody_in_particular_is_told_to_sign_in() -> None:
    for action in ACTIONS - ALLOWED["anonymous"]:
        with pytest.raises(Unauthenticated):
            require(action, by=Actor.anonymous("192.0.2.1"))


def test_every_act_in_the_source_is_in_the_table() -> None:
    used = {action for path in SOURCE.rglob("*.py") for action in actions_in(path)}
    assert used - ACTIONS == set()
    assert len(used) > 10, "the walk finds nothing"


def actions_in(path: Path) -> Iterator[str]:
    """Yield the first argument of every call of act or prepared_act in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in {"act", "prepared_act"} and isinstance(first, ast.Constant):
            # A button's label may be called an act elsewhere; an action's name has a dot.
            yield from [str(first.value)] if "." in str(first.value) else []


@pytest.mark.parametrize("verb", ["chart.read", "chart.read_own", "code.search", "note.list"])
def test_looking_changes_nothing(verb: str) -> None:
    assert verb in ACTIONS and only_reads(verb)


@pytest.mark.parametrize("verb", ["draft.begin", "account.sign_in", "allergy.state_none_known"])
def test_whatever_is_not_looking_may_change_something(verb: str) -> None:
    assert verb in ACTIONS and not only_reads(verb)
