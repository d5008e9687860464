"""Whoever may be registered twice: shown before somebody is registered, and for a patient."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside.accounts import permissions
from bedside.clinic import duplicates, merges
from bedside.clinic.duplicates import Likely
from bedside.clinic.duplicates.scoring import REASONS
from bedside.web.access import page
from bedside.web.forms.people import EnrolForm
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.showing import go_to


class Pair(forms.Form):
    """The other of two patients."""

    other = forms.UUIDField()


@page("duplicate.rule_out", "GET", "POST")
def of_patient(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show who may be the same person as a patient, or say that one of them is not."""
    form = Pair(request.POST)
    if request.method == "POST" and form.is_valid():
        duplicates.rule_out(patient, form.cleaned_data["other"], by=request.actor)
        messages.success(request, "Noted: they are not the same person.")
        return go_to(f"/patients/{patient}/duplicates")
    found = duplicates.of_patient(patient, by=request.actor)
    merges_too = permissions.may("merge.list", by=request.actor)
    context = {
        **banner(request, patient),
        "likely": shown(found),
        "may_merge": merges_too,
        "merges": merges.of_patient(patient, by=request.actor) if merges_too else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/patients/duplicates.html", context, status=status)


def before_registering(request: PageRequest, form: EnrolForm) -> HttpResponse | None:
    """Return the page that shows who may be this person already; None where nobody may."""
    if form.cleaned_data["looked"]:
        return None
    found = duplicates.of_newcomer(form.profile(), facility=form.facility_id, by=request.actor)
    if not found:
        return None
    said = request.POST.copy()
    said["looked"] = "1"
    again = EnrolForm(said)
    again.fields["facility"].choices = form.fields["facility"].choices  # type: ignore[attr-defined]
    context = {"title": "Register a patient", "button": "Register anyway", "likely": shown(found)}
    return render(request, "web/patients/enrol.html", {"form": again, **context})


def shown(found: list[Likely]) -> list[tuple[Likely, list[str]]]:
    """Return who may be the same person, with what speaks for it in words."""
    return [(one, [REASONS[why] for why in one.because]) for one in found]
