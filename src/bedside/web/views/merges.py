"""Two records of one person: side by side, made one with one press, and separated again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside.clinic import merges
from bedside.clinic.merges import Comparison, MergeView
from bedside.errors import Conflict, Invalid
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.merges import LABELS, Choosing, MergeForm, SeparateForm, in_words
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.showing import form_page, go_to

OUTCOMES = {
    "same": "Both say so",
    "kept": "Stays",
    "replaced": "Is taken over",
    "both": "Both are kept",
    "choose": "You choose below",
}
"""What becomes of a detail, in words."""
WRITTEN = {
    "encounter": "An encounter",
    "note": "A note",
    "appointment": "An appointment",
    "allergy": "An allergy",
    "medicine": "A medicine",
    "problem": "A problem",
    "diagnosis": "A diagnosis",
    "flag": "An alert",
    "vitals": "Measurements",
}
"""What was written since two records became one."""


@page("merge.make", "GET", "POST")
def merge(request: PageRequest, patient: UUID, other: UUID) -> HttpResponse:
    """Show two records side by side, or make `other` a part of `patient`."""
    compared = merges.compare(patient, other, by=request.actor)
    versions = {
        "version": compared.kept.version,
        "replaced_version": compared.replaced.version,
    }
    form = MergeForm(request.POST or None, initial=versions, details=compared.details)
    context = {**_sides(compared), "form": form}
    if not form.is_valid():
        return form_page(request, "web/merges/compare.html", **context)
    said = form.cleaned_data
    try:
        merged = merges.merge(
            patient,
            other,
            choices=form.choices,
            reason=said["reason"],
            version=said["version"],
            replaced_version=said["replaced_version"],
            by=request.actor,
        )
    except Invalid as error:
        form.take(error)
        return render(request, "web/merges/compare.html", context, status=status_of(error))
    except Conflict as error:
        form.add_error(None, error.detail)
        form.renewed_for_both(**versions)
        return render(request, "web/merges/compare.html", context, status=status_of(error))
    messages.success(request, "The two records are one now. You can separate them again.")
    return go_to(f"/merges/{merged.id}")


@page("merge.undo", "GET", "POST")
def merged(request: PageRequest, merge: UUID) -> HttpResponse:
    """Show what two records became one for and what was written since, or separate them."""
    view = merges.read(merge, by=request.actor)
    form = SeparateForm(
        request.POST or None, initial={"version": view.version}, entries=_to_choose(view)
    )
    context = {
        **banner(request, view.kept.id),
        "merge": view,
        "fields": [LABELS[field] for field in view.fields],
        "added": [(WRITTEN[one.kind], one) for one in view.added],
        "form": form,
    }
    if not form.is_valid():
        return form_page(request, "web/merges/merge.html", **context)
    said = form.cleaned_data
    try:
        merges.separate(
            merge,
            reason=said["reason"],
            goes=form.goes,
            version=said["version"],
            by=request.actor,
        )
    except (Invalid, Conflict) as error:
        form.add_error(None, error.detail)
        form.renewed(view.version)
        return render(request, "web/merges/merge.html", context, status=status_of(error))
    messages.success(request, "The two records are separate again.")
    return go_to(f"/merges/{merge}")


def _to_choose(view: MergeView) -> list[Choosing]:
    """Return the entries of which somebody may say where they go, as the form asks for them."""
    return [
        Choosing(
            id=one.id,
            label=f"{WRITTEN[one.kind]}: {one.what}",
            goes_to=one.goes_to,
            kept=f"Record {view.kept.record_number}",
            replaced=f"Record {view.replaced.record_number}",
        )
        for one in view.added
        if one.movable
    ]


def _sides(compared: Comparison) -> dict[str, Any]:
    return {
        "compared": compared,
        "kept": compared.kept,
        "replaced": compared.replaced,
        "details": [
            (
                LABELS[one.field],
                in_words(one.field, one.kept),
                in_words(one.field, one.replaced),
                OUTCOMES[one.outcome],
            )
            for one in compared.details
            if one.kept or one.replaced
        ],
    }
