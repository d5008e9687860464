"""The box in which a patient is looked for, and who was found.

What is typed says who is a patient here, so it is sent in a body, although nothing is changed: an
address stays in the browser's history and in the logs of a proxy.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict

from bedside import clinic
from bedside.clinic.patients.profile import Profile
from bedside.clinic.search.asking import Nearness
from bedside.clinic.search.views import Found, Hit
from bedside.limits import LINE
from bedside.web.access import page
from bedside.web.cursors import FoundField, found_text
from bedside.web.forms.appointments import slot_text
from bedside.web.forms.base import PageForm, line
from bedside.web.forms.schedules import LookForm
from bedside.web.request import PageRequest
from bedside.web.views.showing import page_or_part

PAGE, FOUND = "web/patients/find.html", "web/patients/found.html"
LIMIT, TYPING = 20, 8
"""Hits of a page, and while somebody types: each that is shown is one that was looked at."""
Piece = tuple[str, bool]
"""Some of a text, and whether it is why somebody was found."""


class Looking(PageForm):
    """What to look for, and where the page before ended."""

    unseen = frozenset({"place", "booking"})
    text = line("Find a patient", longest=LINE, required=False, autocomplete="off")
    place = FoundField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Row:
    """Somebody who was found, as the list shows them: each text with what of it fits."""

    hit: Hit
    name: list[Piece]
    others: list[tuple[str, list[Piece]]]
    born: bool
    phone: list[Piece]
    number: list[Piece]
    near: str


@page("patient.search", "GET", "POST")
def find(request: PageRequest) -> HttpResponse:
    """Find patients; with an empty box, whom the doctor saw last."""
    form = Looking(request.POST if request.method == "POST" else None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    context = looked_for(request, asked.get("text", ""), after=asked.get("place"))
    answer = page_or_part(request, PAGE, {"form": form, **context}, found=FOUND)
    answer.status_code = 422 if form.errors else 200
    return answer


def looked_for(request: PageRequest, text: str = "", *, after: Any = None) -> dict[str, Any]:
    """Return what the list of those who were found shows."""
    booking = chosen_time(request)
    limit = TYPING if request.htmx or not text else LIMIT
    found: Found = clinic.find_patients(text, by=request.actor, after=after, limit=limit)
    return {
        "text": text,
        "booking": booking,
        "rows": [_row(hit) for hit in found.hits],
        "recent": found.recent,
        "is_first": after is None,
        "place": found_text(found.next) if found.next else "",
    }


def chosen_time(request: PageRequest) -> str:
    """Return the free time for which a patient is looked for, as an address says it; or nothing.

    It comes from the diary in the address of the list, and goes along with every search.
    """
    sent = QueryDict(request.POST["booking"]) if "booking" in request.POST else request.GET
    form = LookForm(sent)
    form.is_valid()
    said = form.cleaned_data
    slot = said.get("slot")
    if not slot:
        return ""
    place = {"facility": said["facility"]} if said.get("facility") else {}
    return urlencode({**place, "slot": slot_text(*slot)})


def _row(hit: Hit) -> Row:
    profile = hit.patient.profile
    return Row(
        hit=hit,
        name=_pieces(hit, "name", profile.name) if profile else [],
        others=_others(hit, profile) if profile else [],
        born=any(match.field == "birth_date" for match in hit.why),
        phone=_pieces(hit, "phone", profile.phone) if profile else [],
        number=_pieces(hit, "record_number", hit.record_number),
        near=_NEAR.get(max((match.nearness for match in hit.why), default=Nearness.WHOLE), ""),
    )


_NEAR = {Nearness.SOUNDS: "Sounds like it", Nearness.MISSPELT: "One letter differs"}
_OTHERS = {"preferred_name": "Called", "former_name": "Formerly", "email": "Email"}


def _others(hit: Hit, profile: Profile) -> list[tuple[str, list[Piece]]]:
    """Return what they are called, and of the rest only what fits."""
    fits = {(match.field, match.text): None for match in hit.why if match.field in _OTHERS}
    if profile.preferred_name:
        fits = {("preferred_name", profile.preferred_name): None, **fits}
    return [(_OTHERS[field], _pieces(hit, field, text)) for field, text in fits]


def _pieces(hit: Hit, field: str, text: str) -> list[Piece]:
    """Return the text cut where what fits begins and ends."""
    fits = [
        range(match.start, match.end)
        for match in hit.why
        if match.field == field and match.text == text
    ]
    pieces: list[Piece] = []
    for at, sign in enumerate(text):
        marked = any(at in where for where in fits)
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (pieces[-1][0] + sign, marked)
        else:
            pieces.append((sign, marked))
    return pieces
