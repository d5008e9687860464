"""The doctor's pages: who waits, what they said, and what becomes of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from bedside import chart as chart_room
from bedside import clinic, intake
from bedside.assessment import Result
from bedside.audit import Actor
from bedside.chart import SeenAssessment
from bedside.errors import Conflict, Invalid
from bedside.intake import AssessmentView, Glance, WorklistPage, WorklistRow
from bedside.intake.lifecycle import WAITING
from bedside.intake.rules import UNDO_LASTS
from bedside.intake.wording import (
    LEVELS,
    STEPS,
    UNREAD,
    WHENS,
    due_in_words,
    filled,
    in_words,
    not_so,
    offered_beside,
)
from bedside.web import cookies
from bedside.web.access import View, page
from bedside.web.cursors import PlaceField, asked, place_text
from bedside.web.errors import status_of
from bedside.web.forms.asking import AskForm, UnreadForm
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.showing import form_page, go_to, page_or_part
from bedside.web.wording import can_be_undone

PAGE = 50


STATES = {
    "open": "Everything that waits",
    "submitted": "Not taken yet",
    "in_review": "In review",
    "needs_information": "Waiting for the patient's reply",
    "reviewed": "Reviewed",
    "closed": "Closed",
}


class Chosen(forms.Form):
    """What the worklist's links and its small form put into the address: no patient data.

    `known` and `since` are what a list that renews itself says of how it stood when it was shown.
    """

    state = forms.ChoiceField(choices=list(STATES.items()), required=False)
    triage = forms.ChoiceField(choices=[("", ""), *LEVELS.items()], required=False)
    mine = forms.BooleanField(required=False)
    facility = forms.UUIDField(required=False)
    after = PlaceField(required=False)
    known = forms.CharField(required=False, max_length=32)
    since = forms.FloatField(required=False)

    @classmethod
    def of(cls, request: PageRequest) -> dict[str, Any]:
        """Return what was chosen now, or else what was chosen last in this browser."""
        if request.GET:
            return asked(cls(request.GET))
        form = cls(QueryDict(request.COOKIES.get(cookies.WORKLIST, "")[:300]))
        chosen = form.cleaned_data if form.is_valid() else {}
        if not chosen.get("facility"):
            return chosen
        # Somebody else may sit here now, or work elsewhere since.
        places = {place.id for place in clinic.facilities_of(request.actor)}
        return chosen if chosen["facility"] in places else {**chosen, "facility": None}


@page("worklist.read", "GET")
def worklist(request: PageRequest) -> HttpResponse:
    """List who waits at the doctor's facilities, the most urgent first."""
    chosen = Chosen.of(request)
    state = chosen.get("state") or "open"
    only: dict[str, Any] = {
        "by": request.actor,
        "facility": chosen.get("facility"),
        "state": state,
        "triage": chosen.get("triage") or None,
        "mine": bool(chosen.get("mine")),
    }
    glance = intake.glance(**only)
    if chosen.get("known") == glance.mark:
        return HttpResponse(status=204)
    found = intake.worklist(**only, after=chosen.get("after"), limit=PAGE)
    context = {
        **_list(request, found, state, chosen),
        **_renewing(chosen, glance),
        "unsigned": clinic.notes.count_unsigned(by=request.actor),
    }
    response = page_or_part(
        request, "web/worklist/list.html", context, list="web/worklist/rows.html"
    )
    cookies.set_worklist(response, context["filters"])
    return response


def _renewing(chosen: dict[str, Any], glance: Glance) -> dict[str, Any]:
    """Return what the next renewal says of how the list stands now, and whether to call out."""
    since, newest = chosen.get("since"), glance.newest_emergency
    return {
        "mark": glance.mark,
        "now": timezone.now(),
        "is_renewal": bool(chosen.get("known")),
        "has_new_emergency": bool(since and newest and newest.timestamp() > since),
    }


@page("assessment.review", "GET")
def chart(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Show everything about one assessment."""
    return _chart_page(request, assessment)


@page("worklist.read", "GET")
def following(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Lead to the next assessment that waits for somebody to take it."""
    found = intake.next_waiting(assessment, by=request.actor)
    if found is None:
        messages.success(request, "Nobody else is waiting for a doctor.")
        return go_to("/worklist")
    return go_to(f"/worklist/{found}")


def _button(event: str, act: Callable[..., AssessmentView], sentence: str) -> View[[UUID]]:
    """Return the view of a button that does one step of an assessment's life."""

    def pressed(request: PageRequest, assessment: UUID) -> HttpResponse:
        try:
            act(assessment, version=stated_version(request), by=request.actor)
        except Conflict as error:
            return _chart_page(request, assessment, refused=error)
        messages.success(request, sentence)
        return go_to(f"/worklist/{assessment}")

    return page(f"assessment.{event}", "POST")(pressed)


take = _button("take", intake.take, "You have taken this assessment.")
take_over = _button("take_over", intake.take_over, "You have taken over this assessment.")
release = _button("release", intake.release, "It waits for any doctor again.")
withdraw = _button("withdraw", intake.withdraw, "You go on without a reply.")
undo_review = _button("undo_review", intake.undo_review, "You are reviewing it again.")
close = _button("close", intake.close, "Closed. It can be opened again.")
reopen = _button("reopen", intake.reopen, "It is open again.")


@page("assessment.review", "POST")
def review(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Mark as reviewed what was read, or say how one does without it where it does not open."""
    form = UnreadForm(request.POST)
    if not form.is_valid():
        return _chart_page(request, assessment, form=form)
    said = form.cleaned_data
    try:
        intake.review(assessment, version=said["version"], unread=said["unread"], by=request.actor)
    except Invalid as error:
        form.take(error)
        return _chart_page(request, assessment, form=form)
    except Conflict as error:
        return _chart_page(request, assessment, refused=error)
    messages.success(request, f"Marked as reviewed. {can_be_undone(UNDO_LASTS)}")
    return go_to(f"/worklist/{assessment}")


@page("assessment.ask", "GET", "POST")
def ask(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Ask the patient something."""
    view = intake.read(assessment, by=request.actor)
    form = AskForm(request.POST or None, initial={"version": view.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            intake.ask(assessment, said["enquiry"], version=said["version"], by=request.actor)
        except Invalid as error:
            form.take(error, question="enquiry")
        except Conflict as error:
            return _chart_page(request, assessment, refused=error)
        else:
            messages.success(request, "The patient sees your question. The reply comes to you.")
            return go_to(f"/worklist/{assessment}")
    context = {"title": "Ask the patient", "button": "Ask", "assessment": view}
    return form_page(request, "web/worklist/ask.html", form, **context)


def chart_context(seen: SeenAssessment) -> dict[str, Any]:
    """Return what the page of an assessment shows."""
    view = seen.assessment
    result = filled(view.result) if view.result else None
    return {
        "seen": seen,
        "chart": seen.banner,
        "assessment": view,
        "patient": seen.banner.patient,
        "result": result,
        "when": WHENS.get(view.when or "", ""),
        "by": due_in_words(view),
        "zone": clinic.zone_of(view.facility_id),
        "answers": [(one, offered_beside(one)) for one in filled(view.answers)],
        "corrections": filled(view.corrections),
        "review_label": _review_label(view),
        "next_kind": "second" if view.may & {"take", "review"} else "",
        "standing": STATES.get(view.state, ""),
        "steps": [
            (STEPS.get(one.event, one.event), UNREAD.get(one.unread), one) for one in view.steps
        ],
        **_reasons(seen, result),
    }


def _reasons(seen: SeenAssessment, result: Result | None) -> dict[str, Any]:
    """Return what was found and denied, in words, each thing in one place only."""
    if result is None:
        return {}
    summary, doubtful = result.summary, {one.label for one in seen.against}
    apart = doubtful | set(seen.denied_at_first)
    higher = result.explanation.why_not_higher
    return {
        "flags": [(flag, in_words(flag.answers)) for flag in result.red_flags],
        "not_higher": [(rule, not_so(rule.answers)) for rule in higher],
        "bare_symptoms": [one.label for one in summary.symptoms if not one.details],
        "negatives": [one for one in summary.denied if one not in apart],
        "denied_background": [one for one in summary.background.not_there if one not in doubtful],
    }


def _review_label(view: AssessmentView) -> str:
    """Return what the button says: a question that waits for a reply is taken back with it."""
    return "Mark as reviewed" + (" without the reply" if "withdraw" in view.may else "")


def chart_template(view: AssessmentView) -> str:
    """Return the page of an assessment, or of what is known of one that does not open."""
    return f"web/worklist/{'chart' if view.readable else 'unread'}.html"


def _chart_page(
    request: PageRequest,
    assessment: UUID,
    *,
    refused: Conflict | None = None,
    form: UnreadForm | None = None,
) -> HttpResponse:
    """Show the assessment as it stands now, and why an act was refused."""
    seen = chart_room.read_assessment(assessment, by=request.actor)
    fresh = UnreadForm(initial={"version": seen.assessment.version})
    context = {**chart_context(seen), "refused": refused, "form": form or fresh}
    status = status_of(refused) if refused else 422 if form else 200
    return render(request, chart_template(seen.assessment), context, status=status)


def _list(
    request: PageRequest, found: WorklistPage, state: str, chosen: dict[str, Any]
) -> dict[str, Any]:
    kept = {name: chosen.get(name) or "" for name in ("facility", "triage", "mine")}
    places = clinic.facilities_of(request.actor)
    counts, triage = found.counts, kept["triage"]
    total, hidden = counts[triage] if triage else sum(counts.values()), sum(found.hidden.values())
    return {
        "rows": [
            (row, WHENS.get(row.when, ""), _waiting(row.waiting), _standing(row, request.actor))
            for row in found.rows
        ],
        "counts": [(code, LEVELS[code], count) for code, count in counts.items()],
        "total": total,
        "hidden": hidden,
        "waiting": hidden + (total if state in ("open", *WAITING) else 0),
        "hidden_emergencies": found.hidden.get("emergency", 0),
        **kept,
        "state": state,
        "states": STATES.items(),
        "levels": LEVELS.items(),
        "facilities": places,
        "zone": places[0].time_zone if places else "UTC",
        "filters": urlencode({"state": state, **{k: v for k, v in kept.items() if v}}),
        "after": place_text(found.next) if found.next else "",
        "is_first": not chosen.get("after"),
    }


def _standing(row: WorklistRow, me: Actor) -> str:
    """Return where an assessment stands and who has it, in words."""
    is_mine = row.claimant_id == me.user
    who = "you" if is_mine else row.claimed_by or "a doctor"
    if row.has_replied:
        return f"The patient has replied to {who}"
    return {
        "submitted": "Nobody has taken it",
        "in_review": f"With {who}",
        "needs_information": f"{who[0].upper()}{who[1:]} asked, no reply yet",
        "reviewed": f"Reviewed by {who}",
        "closed": f"Closed, reviewed by {who}",
    }[row.state]


def _waiting(seconds: int) -> str:
    """Return a waiting time in words: minutes at first, then hours, then days."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
