"""Small steps that many views take: trying an act, showing a form or a part, leading on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bedside.errors import Conflict, Contraindicated, Invalid, OnRecordAlready, Stale
from bedside.web.forms.base import PageForm
from bedside.web.request import PageRequest

SEE_OTHER = 303


def form_page(request: HttpRequest, template: str, form: PageForm, **context: Any) -> HttpResponse:
    """Show a form; one that has errors is answered with 422."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def page_or_part(
    request: PageRequest, page: str, context: Mapping[str, Any], **parts: str
) -> HttpResponse:
    """Show `page`, or of it only the part that htmx fetches.

    `parts` are the templates of the parts by the id of the element that each is put into.
    """
    return render(request, parts.get(request.htmx.target or "", page), context)


def go_to(path: str) -> HttpResponse:
    """Lead on after a change, so that reloading the next page repeats nothing."""
    return HttpResponseRedirect(path, status=SEE_OTHER)


def tried(form: PageForm, act: Callable[[], object], **names: str) -> bool:
    """Do an act for a valid form; show why it was refused, at its field where it names one.

    `names` says which of our fields answers to which of the room's. Stale, Contraindicated and
    OnRecordAlready, which have more to show, are raised.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except Invalid as error:
        form.take(error, **names)
    except (Stale, Contraindicated, OnRecordAlready):
        raise
    except Conflict as error:
        form.add_error(None, error.detail)
    return form.is_valid()
