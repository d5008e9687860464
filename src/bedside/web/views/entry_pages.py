"""The pages of a list of things that last: the list, adding to it, changing an entry, ending it.

They are one set for every such list; what differs is data. Somebody else's change of the same entry
is shown beside one's own, and nothing that was typed is lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone

from bedside.clinic import diagnoses
from bedside.clinic.allergy_check import NOT_CHECKED
from bedside.clinic.diagnoses.lifecycle import CONFIRMED, RESOLVED, SUSPECTED
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED, ERROR
from bedside.clinic.partial_dates import PartialDate
from bedside.errors import Conflict, Contraindicated, Stale
from bedside.web.access import View, page
from bedside.web.both_sides import sides_of
from bedside.web.forms.base import PageForm, stated_version
from bedside.web.forms.entries import (
    AgainForm,
    EndForm,
    EntryForm,
    ProblemForm,
    ReasonForm,
    adding,
    changing,
)
from bedside.web.request import PageRequest
from bedside.web.views.recording import (
    Asked,
    Question,
    above,
    added,
    done,
    grouped,
    older,
    page_of,
    put,
)
from bedside.web.views.showing import tried

_STANDING = (SUSPECTED, CONFIRMED, RESOLVED)
"""The diagnoses that a problem may name: not what was refuted or an error."""

LIST, ROWS = "web/entries/list.html", "web/entries/rows.html"
ENTRY, ASK = "web/entries/entry.html", "web/entries/ask.html"
Entries = dict[str, View[...]]
Context = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What a list is called, and what is said of its entries."""

    title: str
    one: str
    active: str
    ended: str
    end: str
    again: str
    """What reinstating one that has ended is called."""

    @property
    def states(self) -> dict[str, str]:
        """What each state is called, in the order of the page."""
        return {ACTIVE: self.active, ENDED: self.ended, ERROR: "Entered in error"}


@dataclass(frozen=True)
class Pages:
    """The pages of one list of things that last."""

    noun: str
    """As in the list's verbs: `allergy.add`."""
    path: str
    """As in its address: /patients/<id>/allergies."""
    acts: ModuleType
    body: Callable[..., Any]
    form: type[EntryForm]
    words: Words
    against: ModuleType | None = None
    """The list that may stand against an entry of this one."""
    ends_today: bool = False
    """Whether the page proposes today as its end."""

    def views(self) -> Entries:
        """Return the views by the last part of their address."""
        return {
            "all": page(f"{self.noun}.add", "GET", "POST")(self.all),
            "one": page(f"{self.noun}.change", "GET", "POST")(self.one),
            "end": page(f"{self.noun}.end", "GET", "POST")(self.end),
            "error": page(f"{self.noun}.mark_as_error", "GET", "POST")(self.error),
            "reinstate": page(f"{self.noun}.reinstate", "POST")(self.reinstate),
        }

    def all(self, request: PageRequest, patient: UUID) -> HttpResponse:
        """Show the list, or add to it."""
        top = above(request, patient)
        form = self._offered(request, patient, adding(self.form)(request.POST or None))

        def add() -> None:
            how = {"encounter": form.cleaned_data["encounter"], "despite": form.reason_given}
            self.acts.add(patient, self.body(**form.said), **how, by=request.actor)

        try:
            if not tried(form, add):
                return self.list_page(request, patient, top, form=form)
        except Contraindicated as error:
            top = {**top, **self._stopped(request, patient, form, error)}
            return self.list_page(request, patient, top, form=form)
        elsewhere = added(request, "It is on the list.", form, patient, self.list_path(patient))
        return elsewhere or self.list_page(request, patient, above(request, patient))

    def one(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Show one entry with all it ever said, or change it."""
        top = above(request, patient)
        view = self.acts.read(patient, entry, by=request.actor)
        form = self._change_form(request, patient, view, request.POST or None)

        def change() -> None:
            how = {"version": form.cleaned_data["version"], "despite": form.reason_given}
            self.acts.change(patient, entry, form.said, **how, by=request.actor)

        try:
            if tried(form, change):
                return done(request, "The change is saved.", self.list_path(patient))
        except Stale:
            return self._both_sides(request, top, view, form)
        except Contraindicated as error:
            top = {**top, **self._stopped(request, patient, form, error)}
        return page_of(request, ENTRY, {**top, **self._about(view), "form": form})

    def end(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Say that it is over, when and why."""
        top = above(request, patient)

        def act(said: dict[str, Any]) -> None:
            self.acts.end(patient, entry, **said, by=request.actor)

        today = _today(top["zone"]) if self.ends_today else None
        asked = {"title": self.words.end, "initial": {"until": today}}
        return self._asked(request, top, entry, EndForm, act, asked)

    def error(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Say that it was never true of this patient."""
        top = above(request, patient)

        def act(said: dict[str, Any]) -> None:
            self.acts.mark_as_error(patient, entry, **said, by=request.actor)

        asked = {"title": "It was never true of this patient", "initial": {}}
        return self._asked(request, top, entry, ReasonForm, act, asked)

    def reinstate(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Take its end, or its being an error, back."""
        top, version = above(request, patient), stated_version(request)
        form = AgainForm(request.POST) if "despite" in request.POST else None
        try:
            if form is None or form.is_valid():
                how = {"version": version, "despite": form.reason_given if form else ""}
                self.acts.reinstate(patient, entry, **how, by=request.actor)
                return done(request, "It is as it was before.", self.list_path(patient))
        except Contraindicated as error:
            form = form or AgainForm(request.POST)
            top = {**top, **self._stopped(request, patient, form, error)}
        except Conflict as error:
            return self.entry_page(request, top, entry, refused=error)
        view = self.acts.read(patient, entry, by=request.actor)
        context = {**top, **self._about(view), "form": form, "title": self.words.again}
        return page_of(request, ASK, context)

    def list_path(self, patient: UUID) -> str:
        """Return the address of the list."""
        return f"/patients/{patient}/{self.path}"

    def list_page(
        self,
        request: PageRequest,
        patient: UUID,
        top: Context,
        *,
        form: EntryForm | None = None,
        refused: Conflict | None = None,
    ) -> HttpResponse:
        """Show the list with the form to add to it, empty unless one is given."""
        asked = Asked.of(request)
        found = self.acts.read_all(patient, by=request.actor, after=asked.place)
        if form is None or not form.is_bound:
            form = self._offered(request, patient, adding(self.form)(initial=asked.at))
        context = {
            **top,
            "list": self,
            "groups": grouped(found.items, self.words.states),
            "none_known": getattr(found, "none_known", None),
            "is_empty": not found.items and asked.place is None,
            "after": older(found.next),
            "form": form,
        }
        return page_of(request, LIST, context, refused=refused, part=("entries", ROWS))

    def _stopped(
        self, request: PageRequest, patient: UUID, form: Any, error: Contraindicated
    ) -> dict[str, Any]:
        """Ask why, and return what is on record against it, for the page."""
        form.ask_why()
        assert self.against is not None
        known = self.against.read_all(patient, states=(ACTIVE,), by=request.actor).items
        views = {view.id: view for view in known}
        return {"stopped": [(views.get(one), said) for one, said in error.found.items()]}

    def entry_page(
        self, request: PageRequest, top: Context, entry: UUID, *, refused: Conflict | None = None
    ) -> HttpResponse:
        """Show one entry as it stands now, and why an act was refused."""
        patient = top["patient"].id
        view = self.acts.read(patient, entry, by=request.actor)
        form = self._change_form(request, patient, view, None)
        return page_of(request, ENTRY, {**top, **self._about(view), "form": form}, refused=refused)

    def _asked(
        self,
        request: PageRequest,
        top: Context,
        entry: UUID,
        kind: type[PageForm],
        act: Callable[[dict[str, Any]], None],
        asked: Context,
    ) -> HttpResponse:
        """Ask for what an act needs beside its version, and do it."""
        patient = top["patient"].id
        view = self.acts.read(patient, entry, by=request.actor)
        context = {**top, **self._about(view), "title": asked["title"]}
        back = self.list_path(patient)
        question = Question(kind, act, ASK, context, view.version, back, asked["initial"])
        return put(request, question, why_ended="why")

    def _both_sides(
        self, request: PageRequest, top: Context, view: Any, mine: EntryForm
    ) -> HttpResponse:
        """Show what is stored beside what was written; sending again decides for the latter."""
        patient = top["patient"].id
        sides = sides_of(mine, mine.initial_of(view.body))
        again = {**mine.cleaned_data, "version": view.version}
        form = self._change_form(request, patient, view, None, initial=again)
        context = {**top, **self._about(view), "form": form, "sides": sides}
        return page_of(request, ENTRY, context, refused=Stale())

    def _change_form(
        self,
        request: PageRequest,
        patient: UUID,
        view: Any,
        sent: Any,
        *,
        initial: Context | None = None,
    ) -> EntryForm:
        form = changing(self.form, is_over=view.state == ENDED)(sent)
        said = form.initial_of(view.body) if view.body else {}
        form.initial = {**said, "version": view.version, **(initial or {})}
        return self._offered(request, patient, form)

    def _offered(self, request: PageRequest, patient: UUID, form: EntryForm) -> EntryForm:
        if isinstance(form, ProblemForm):
            standing = diagnoses.read_all(patient, states=_STANDING, by=request.actor)
            form.offer(standing.items)
        return form

    def _about(self, view: Any) -> dict[str, Any]:
        return {"list": self, "entry": view, "state": self.words.states[view.state]}

    @property
    def not_checked(self) -> str:
        """What the look at the other list does not see."""
        return NOT_CHECKED if self.against else ""


def _today(zone: str) -> PartialDate:
    now: datetime = timezone.now()
    return PartialDate.of(now.astimezone(ZoneInfo(zone)).date())
