"""What the pages of a patient's lists have in common: where they go on, what was refused, what an
entry is recorded at. What is recorded at an encounter leads back to it; a form that is fetched adds
in place, and any other leads back to the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from bedside.clinic.entries.views import EntryView
from bedside.errors import (
    BedsideError,
    Stale,
)
from bedside.web.cursors import AfterForm, moment_text
from bedside.web.errors import status_of
from bedside.web.forms.base import PageForm
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.showing import go_to, tried

T = TypeVar("T")
PAGE = 100


class Asked(AfterForm):
    """What an address may say of a list: where it goes on, and at which encounter one writes."""

    encounter = forms.UUIDField(required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Return what the address says; what is not well formed says nothing."""
        form = cls(request.GET)
        form.is_valid()
        return form

    @property
    def place(self) -> Any:
        """Where the list goes on."""
        return self.cleaned_data.get("after")

    @property
    def at(self) -> dict[str, Any]:
        """The encounter, as the beginning of a form."""
        encounter = self.cleaned_data.get("encounter")
        return {"encounter": encounter} if encounter else {}


def above(request: PageRequest, patient: UUID) -> dict[str, Any]:
    """Return what stands above the page. Read first: whom nobody sees has no form to fill in."""
    context = banner(request, patient)
    return {**context, "zone": context["chart"].zone}


@dataclass(frozen=True)
class Question:
    """What an act on an entry needs beside its version, and the page that asks for it."""

    form: type[PageForm]
    act: Callable[[dict[str, Any]], object]
    template: str
    context: Mapping[str, Any]
    version: int
    """The version that is stored now."""
    back: str
    """Where it leads when it is done."""
    initial: Mapping[str, Any] = field(default_factory=dict)


def put(request: PageRequest, question: Question, **names: str) -> HttpResponse:
    """Ask the question, or do what was answered; `names` is as in `tried`."""
    now = {**question.initial, "version": question.version}
    form, refused = question.form(request.POST or None, initial=now), None
    try:
        if tried(form, lambda: question.act(form.cleaned_data), **names):
            return done(request, "The change is saved.", question.back)
    except Stale as error:
        # What was typed stays, and is about what the entry says now.
        again = {**form.cleaned_data, "version": question.version}
        form, refused = question.form(initial=again), error
    return page_of(request, question.template, {**question.context, "form": form}, refused=refused)


def done(request: PageRequest, sentence: str, path: str) -> HttpResponse:
    """Say that it is done and lead on."""
    messages.success(request, sentence)
    return go_to(path)


def added(
    request: PageRequest, sentence: str, form: PageForm, patient: UUID, path: str
) -> HttpResponse | None:
    """Say that an entry is on record, and lead on: back to its encounter, or else to the list.

    None when the list was fetched, and shows it in place.
    """
    messages.success(request, sentence)
    encounter = form.cleaned_data["encounter"]
    if not encounter:
        return None if request.htmx else go_to(path)
    back = f"/patients/{patient}/encounters/{encounter}"
    return HttpResponseClientRedirect(back) if request.htmx else go_to(back)


def page_of(
    request: PageRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    refused: BedsideError | None = None,
    part: tuple[str, str] | None = None,
) -> HttpResponse:
    """Show a page, or of it the part (its id and template) that was fetched.

    A form that has errors is 422, a refused act has its own status.
    """
    form = context.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    fetched = part is not None and request.htmx.target == part[0]
    return render(
        request,
        part[1] if part and fetched else template,
        {**context, "refused": refused, "fetched": fetched},
        status=status_of(refused) if refused else status,
    )


def older(place: Any) -> str:
    """Return where the list goes on for an address, or nothing."""
    return moment_text(place) if place else ""


@dataclass(frozen=True)
class Group:
    """The entries of one state. Those of the first group are what counts now."""

    state: str
    title: str
    items: list[Any]


def grouped(views: Sequence[EntryView[Any]], titles: Mapping[str, str]) -> list[Group]:
    """Return the entries by their state, in the order of `titles`; no group is empty."""
    groups = [
        Group(state, title, [view for view in views if view.state == state])
        for state, title in titles.items()
    ]
    return [group for group in groups if group.items]
