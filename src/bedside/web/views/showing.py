"""Small steps that many views end with."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

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
