"""Leaving quickly: from a private question to a page that gives nothing away.

The link leads to a neutral page of our own, or to the address that the operator chose. A cookie
remembers that somebody left, and until they press "Go on" every other page asks for that first
(`web/left.py`), so that the back button shows nothing either. What was answered is kept.
"""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from bedside.web.access import open_page
from bedside.web.cookies import LEFT, forget, set_left
from bedside.web.destinations import home_of, next_of
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to


@open_page("GET")
def leave(request: PageRequest) -> HttpResponse:
    """Be somewhere else."""
    elsewhere = settings.BEDSIDE.leave_url
    response = HttpResponseRedirect(elsewhere) if elsewhere else render(request, "web/leave.html")
    response["Clear-Site-Data"] = '"cache"'
    set_left(response)
    return response


@open_page("GET", "POST")
def come_back(request: PageRequest) -> HttpResponse:
    """Ask whether to go on, and go on."""
    path = next_of(request) or home_of(request.actor.role)
    if request.method != "POST":
        return render(request, "web/come_back.html", {"next": path})
    response = go_to(path)
    forget(response, LEFT)
    return response
