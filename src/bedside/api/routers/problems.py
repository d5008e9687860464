"""The problem list of a patient."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.problems import ProblemBody
from bedside.schemas.entries import Because, Ending, EntryState
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.problems_of_patients import (
    NewPatientProblem,
    PatientProblem,
    PatientProblemChanges,
    PatientProblems,
)

router = APIRouter(
    prefix="/api/patients/{patient}/problems", tags=["problems"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's problems")
@needs("problem.list")
def list_problems(
    call: Current,
    patient: GivenId,
    state: Annotated[EntryState | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> PatientProblems:
    """Return a page of a patient's problems, the newest first, in one state or all of them.

    Doctors also get comments, links and what was entered in error.
    """
    page, following = listed.page(
        call, "problems", clinic.problems.read_all, patient, state, limit, cursor
    )
    return PatientProblems(
        items=[listed.show(view, PatientProblem) for view in page.items], next=following
    )


@router.post("", status_code=201, summary="Add a problem")
@needs("problem.add")
def add_problem(call: Current, patient: GivenId, body: NewPatientProblem) -> PatientProblem:
    """Add a problem in words; it may name a coded diagnosis of the same patient."""
    view = clinic.problems.add(
        patient, ProblemBody(**listed.said(body)), encounter=body.encounter, by=call.by
    )
    return listed.added(call, "problems", view, PatientProblem)


@router.get("/{problem}", summary="Read a problem")
@needs("problem.read")
def read_problem(call: Current, patient: GivenId, problem: GivenId) -> PatientProblem:
    """Return it if it is this patient's; a doctor gets everything that it ever said."""
    return listed.tagged(call, clinic.problems.read(patient, problem, by=call.by), PatientProblem)


@router.patch("/{problem}", summary="Change a problem")
@needs("problem.change", versioned=True)
def change_problem(
    call: Current, patient: GivenId, problem: GivenId, body: PatientProblemChanges
) -> PatientProblem:
    """Say some of it differently; what it said before stays in its history."""
    view = clinic.problems.change(
        patient, problem, listed.said(body), version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, PatientProblem)


@router.post("/{problem}/end", summary="End a problem")
@needs("problem.end", versioned=True)
def end_problem(call: Current, patient: GivenId, problem: GivenId, body: Ending) -> PatientProblem:
    """Say that it is resolved, since when and how."""
    view = clinic.problems.end(
        patient,
        problem,
        until=listed.day(body.until),
        why=body.why_ended,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, PatientProblem)


@router.post("/{problem}/error", summary="Mark a problem as entered in error")
@needs("problem.mark_as_error", versioned=True)
def mark_problem_as_error(
    call: Current, patient: GivenId, problem: GivenId, body: Because
) -> PatientProblem:
    """Say that it was never true of this patient. Doctors still see it, as an error."""
    view = clinic.problems.mark_as_error(
        patient, problem, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, PatientProblem)


@router.post("/{problem}/reinstate", summary="Reinstate a problem")
@needs("problem.reinstate", versioned=True)
def reinstate_problem(
    call: Current, patient: GivenId, problem: GivenId, body: Because
) -> PatientProblem:
    """Say that it is back, or that it was no error: then it is as it was before."""
    view = clinic.problems.reinstate(
        patient, problem, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, PatientProblem)
