"""The interview, one question a page.

Each answer is saved before the next page is shown, so closing the browser loses nothing. Pages
lead on with a redirect: reloading never answers twice, and the version in the form keeps two
windows from overwriting each other.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bedside import intake
from bedside.assessment import Question
from bedside.errors import Invalid, NotFound, Stale, Unauthenticated
from bedside.intake import AssessmentView
from bedside.intake.wording import filled
from bedside.web.access import page
from bedside.web.cookies import set_draft
from bedside.web.forms.answers import AnswerForm, initial_first, initial_for
from bedside.web.forms.base import stated_version
from bedside.web.forms.start import StartForm
from bedside.web.request import PageRequest, address_of
from bedside.web.views.showing import form_page, go_to
from bedside.web.wording import PARTS

MOVED_ON = (
    "This assessment was continued in another window, so your last answer was not used. "
    "Here is where it stands now."
)


@page("assessment.start", "GET", "POST")
def start(request: PageRequest) -> HttpResponse:
    """Ask what is wrong; without an account, the browser gets a draft of its own."""
    form = StartForm(request.POST or None)
    if form.is_valid():
        return _started(request, form)
    context = {"title": "What is wrong?", "button": "Continue", "drafts": _drafts(request)}
    return form_page(request, "web/assess/start.html", form, **context)


@page("assessment.answer", "GET", "POST")
def question(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Show the present question, or take its answer."""
    view = read_own(request, assessment)
    step = filled(view.step)
    if view.state != "draft" or not isinstance(step, Question):
        return go_to(_after_last_question(view))
    if request.method != "POST":
        form = AnswerForm(step, initial=_initial(view, step))
        return _question_page(request, view, form)
    form = AnswerForm(step, request.POST)
    if request.POST.get("question") != step.id:
        return _moved_on(request, assessment)
    if not form.is_valid():
        return _question_page(request, view, form, status=422)
    return _given(request, assessment, form)


@page("assessment.back", "POST")
def back(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Take the last answer back and ask again."""
    try:
        intake.back(assessment, version=stated_version(request), by=request.actor)
    except Stale:
        return _moved_on(request, assessment)
    return go_to(f"/assess/{assessment}")


@page("assessment.change", "GET", "POST")
def change(request: PageRequest, assessment: UUID, number: int) -> HttpResponse:
    """Show the answer with this number (from 1) and take another one.

    A number, because the id of a question in an address would say what somebody was asked about.
    """
    view = read_own(request, assessment)
    given = view.answers[number - 1] if 1 <= number <= len(view.answers) else None
    if view.state != "draft" or given is None:
        raise NotFound
    shown = filled(given.question)
    initial = {**initial_for(shown, given.answer), **_place(view, shown)}
    form = AnswerForm(shown, request.POST or None, initial=initial)
    if form.is_bound and form.data.get("question") != shown.id:
        return _moved_on(request, assessment)
    if form.is_bound and form.is_valid():
        return _given(request, assessment, form, changing=True)
    status = 422 if form.is_bound else 200
    return _question_page(request, view, form, status=status, changing=True)


def read_own(
    request: PageRequest, assessment: UUID, read: Callable[..., AssessmentView] = intake.read
) -> AssessmentView:
    """Read one's own assessment. A visitor without a draft may be a patient: they may sign in."""
    if request.actor.patient is None:
        raise Unauthenticated if request.actor.role == "anonymous" else NotFound
    return read(assessment, by=request.actor)


def _drafts(request: PageRequest) -> list[Any]:
    if request.actor.patient is None:
        return []
    return [line for line in intake.list_own(by=request.actor) if line.state == "draft"]


def _started(request: PageRequest, form: StartForm) -> HttpResponse:
    by, token = request.actor, None
    if by.patient is None:
        token, by = intake.begin_draft(address=address_of(request))
    view = intake.start(text=form.cleaned_data["text"], by=by)
    response = go_to(f"/assess/{view.id}")
    if token is not None:
        set_draft(response, token)
    return response


def _given(
    request: PageRequest, assessment: UUID, form: AnswerForm, *, changing: bool = False
) -> HttpResponse:
    """Take an answer, or the change of an earlier one; a wrong one shows the form again."""
    cleaned = form.cleaned_data
    give = intake.change if changing else intake.answer
    try:
        give(
            assessment,
            cleaned["question"],
            form.answer,
            version=cleaned["version"],
            by=request.actor,
        )
    except Stale:
        return _moved_on(request, assessment)
    except Invalid as error:
        form.take(error)
        view = read_own(request, assessment)
        return _question_page(request, view, form, status=422, changing=changing)
    return go_to(f"/assess/{assessment}")


def _moved_on(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Show where the assessment stands now. What was typed stays if it is the same question."""
    view = read_own(request, assessment)
    step = filled(view.step)
    if view.state != "draft" or not isinstance(step, Question):
        return go_to(_after_last_question(view))
    initial = _initial(view, step)
    if request.POST.get("question") == step.id:
        typed = AnswerForm(step, request.POST)
        initial |= {"answer": typed["answer"].data}
    form = AnswerForm(step, initial=initial)
    return _question_page(request, view, form, status=412, notice=MOVED_ON)


def _question_page(
    request: PageRequest, view: AssessmentView, form: AnswerForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "assessment": view,
        "asked": form.asked,
        "alarm": filled(view.notice),
        "number": view.progress.asked + 1 if view.progress else 1,
        "part": PARTS.get(form.asked.part, ""),
        **more,
    }
    return render(request, "web/assess/question.html", context, status=status)


def _initial(view: AssessmentView, step: Question) -> dict[str, Any]:
    return {**initial_first(step), **_place(view, step)}


def _place(view: AssessmentView, step: Question) -> dict[str, Any]:
    return {"version": view.version, "question": step.id}


def _after_last_question(view: AssessmentView) -> str:
    if view.state != "draft":
        return f"/assess/{view.id}/result"
    urgent = view.result is not None and view.result.triage == "emergency"
    return f"/assess/{view.id}/{'result' if urgent else 'check'}"
