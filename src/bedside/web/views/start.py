"""The first page: the emergency number before anything else."""

from django.http import HttpResponse
from django.shortcuts import render

from bedside.web.access import open_page
from bedside.web.request import PageRequest


@open_page("GET")
def start(request: PageRequest) -> HttpResponse:
    """Show what to do in an emergency, and the way in."""
    return render(request, "web/start.html")
