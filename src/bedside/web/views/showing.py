"""Small steps that many views end with."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bedside.web.forms.base import PageForm

SEE_OTHER = 303


def form_page(request: HttpRequest, template: str, form: PageForm, **context: Any) -> HttpResponse:
    """Show a form; one that has errors is answered with 422."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def go_to(path: str) -> HttpResponse:
    """Lead on after a change, so that reloading the next page repeats nothing."""
    return HttpResponseRedirect(path, status=SEE_OTHER)
