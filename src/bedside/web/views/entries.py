"""Allergies, medicines, problems and alerts: what each is called on its pages, and what differs."""

from uuid import UUID

from django.http import HttpResponse

from bedside.clinic import allergies, flags, medicines, problems
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.problems import ProblemBody
from bedside.errors import Conflict
from bedside.web.access import page
from bedside.web.forms.base import stated_version
from bedside.web.forms.entries import AllergyForm, FlagForm, MedicineForm, ProblemForm
from bedside.web.request import PageRequest
from bedside.web.views.entry_pages import Pages, Words
from bedside.web.views.recording import above, done

ALLERGIES = Pages(
    "allergy",
    "allergies",
    allergies,
    AllergyBody,
    AllergyForm,
    Words(
        title="Allergies",
        one="Allergy",
        active="Allergic to",
        ended="No longer allergic to",
        end="No longer allergic",
        again="Allergic again",
    ),
    against=medicines,
)
MEDICINES = Pages(
    "medicine",
    "medicines",
    medicines,
    MedicineBody,
    MedicineForm,
    Words(
        title="Medicines",
        one="Medicine",
        active="Taken now",
        ended="Stopped",
        end="Stop this medicine",
        again="Start it again",
    ),
    against=allergies,
    ends_today=True,
)
PROBLEMS = Pages(
    "problem",
    "problems",
    problems,
    ProblemBody,
    ProblemForm,
    Words(
        title="Problems",
        one="Problem",
        active="Active",
        ended="Resolved",
        end="The problem is resolved",
        again="It is back",
    ),
)
FLAGS = Pages(
    "flag",
    "flags",
    flags,
    FlagBody,
    FlagForm,
    Words(
        title="Alerts",
        one="Alert",
        active="In the banner now",
        ended="No longer holds",
        end="It holds no longer",
        again="It holds again",
    ),
    ends_today=True,
)


@page("allergy.state_none_known", "POST")
def none_known(request: PageRequest, patient: UUID) -> HttpResponse:
    """State that no allergy is known."""
    top = above(request, patient)
    try:
        allergies.state_none_known(patient, by=request.actor)
    except Conflict as error:
        return ALLERGIES.list_page(request, patient, top, refused=error)
    return done(request, "It is noted that no allergy is known.", ALLERGIES.list_path(patient))


@page("allergy.take_back_none_known", "POST")
def take_back_none_known(request: PageRequest, patient: UUID) -> HttpResponse:
    """Say that the statement was an error."""
    top = above(request, patient)
    try:
        allergies.take_back_none_known(patient, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return ALLERGIES.list_page(request, patient, top, refused=error)
    return done(request, "The statement is taken back.", ALLERGIES.list_path(patient))
