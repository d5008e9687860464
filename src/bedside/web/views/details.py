"""Changing who somebody is, by themselves or by their clinic.

Two people (or two windows) may change details at once. Fields that only one of them touched are
merged by the act; a field that both changed is shown from both sides, and the person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import PatientView, Profile
from bedside.errors import Invalid, NotFound, Stale
from bedside.web.both_sides import sides_of
from bedside.web.forms.people import KIN, ChangeDetailsForm, fields_of
from bedside.web.request import PageRequest
from bedside.web.views.showing import form_page, go_to

Change = Callable[..., PatientView]


@dataclass(frozen=True)
class Details:
    """One page of somebody's details: the act that changes them, and where it leads."""

    patient: UUID
    change: Change
    done: str
    title: str
    is_own: bool = True
    """Whether the patient themselves writes, to whom the form then speaks."""

    def show(self, request: PageRequest) -> HttpResponse:
        """Show the form, or take it."""
        # Read first, also when something was sent: whom nobody sees has no form to be wrong in.
        view = clinic.read_patient(self.patient, by=request.actor)
        form = ChangeDetailsForm(request.POST or None)
        if not form.is_bound:
            initial = {**ChangeDetailsForm.of(profile_of(view)), "version": view.version}
            return self._page(request, ChangeDetailsForm(initial=initial), view)
        if not form.is_valid():
            return self._page(request, form, view)
        return self._taken(request, form, view)

    def _taken(
        self, request: PageRequest, form: ChangeDetailsForm, view: PatientView
    ) -> HttpResponse:
        changes = form.changes()
        try:
            if changes:
                version = form.cleaned_data["version"]
                self.change(self.patient, changes, version=version, by=request.actor)
        except Invalid as error:
            form.take(error, next_of_kin=KIN[0])
            return self._page(request, form, view)
        except Stale as error:
            if not error.fields:
                raise
            return self._both_sides(request, form, error.fields)
        messages.success(request, "The details are saved.")
        return go_to(self.done)

    def _both_sides(
        self, request: PageRequest, form: ChangeDetailsForm, details: tuple[str, ...]
    ) -> HttpResponse:
        """Show what is stored beside what was written; sending again decides for the latter."""
        now = clinic.read_patient(self.patient, by=request.actor)
        stored = ChangeDetailsForm.of(profile_of(now))
        names = [name for detail in details for name in fields_of(detail)]
        sides = sides_of(form, stored, names=names)
        again = form.again(stored, now.version)
        again.speak_to(is_own=self.is_own)
        context = {**self._words(now), "form": again, "sides": sides}
        return render(request, "web/account/details.html", context, status=412)

    def _page(
        self, request: PageRequest, form: ChangeDetailsForm, view: PatientView
    ) -> HttpResponse:
        form.speak_to(is_own=self.is_own)
        return form_page(request, "web/account/details.html", form, **self._words(view))

    def _words(self, view: PatientView) -> dict[str, Any]:
        """Return the page's own words; whose details these are is said to everybody else."""
        whose = None if self.is_own else view
        return {"title": self.title, "button": "Save", "back": self.done, "patient": whose}


def profile_of(view: PatientView) -> Profile:
    """Return the opened profile. Raises NotFound for whoever has none to see."""
    if view.profile is None:
        raise NotFound
    return view.profile
