"""What the resources made of an assessment have in common: who is told what of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bedside import intake
from bedside.assessment import Result, filled
from bedside.assessment.report import Explanation, Summary
from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Resource
from bedside.interop.fhir.resources.common import moment, row
from bedside.interop.fhir.searching import List, Place, Query, Rows

MOST = 20
"""Whole assessments read at once."""


def result_of(view: intake.AssessmentView, asker: Asker) -> Result | None:
    """Return an assessment's result with this place's numbers, as far as the caller is told.

    Possible conditions without a doctor beside them mislead: patients get none of what is for
    doctors, as at every other door.
    """
    if view.result is None:
        return None
    result = filled(view.result, asker.numbers)
    if asker.by.role == "doctor":
        return result
    return replace(result, conditions=(), summary=Summary(), explanation=Explanation(), scores=())


def is_sent(view: intake.AssessmentView) -> bool:
    """Whether the clinic has it."""
    return view.submitted_at is not None


def sent_at(view: intake.AssessmentView) -> datetime:
    """Return when it was sent; of a draft, when it was last written to."""
    return view.submitted_at or view.updated_at


def rows(show: Callable[[intake.AssessmentView, Asker], Iterable[Resource]]) -> List:
    """Return the search of a patient's assessments, each of which is the resources of `show`."""

    def read(query: Query, after: Place | None, limit: int) -> Rows:
        page = intake.read_of_patient(
            query.patient(),
            after=moment(after),
            limit=min(query.rows(limit), MOST),
            by=query.asker.by,
        )
        found = [row(one.started_at, one.id, show(one, query.asker)) for one in page]
        return Rows(found, found[-1].place if page.more else None)

    return read
