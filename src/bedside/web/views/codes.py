"""Looking up a code of ICD-10-CM, and the list of codes that a form of diagnoses fetches.

What is typed may tell about a patient, so it is sent in a body, although nothing is changed: an
address stays in the browser's history and in the logs of a proxy.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse

from bedside import clinic
from bedside.codes import release
from bedside.errors import NotFound
from bedside.limits import LINE
from bedside.web.access import page
from bedside.web.forms.base import PageForm, line
from bedside.web.request import PageRequest
from bedside.web.views.showing import page_or_part

PAGE, OPTIONS = "web/codes/page.html", "web/codes/options.html"
LIMIT = 20


class Looking(PageForm):
    """What to look for. Other forms send the same names."""

    unseen = frozenset({"find", "show"})
    text = line("Code, words, or what people call it", longest=LINE, required=False)
    code = line("Code", longest=LINE, required=False)
    """Chosen from those found."""
    codable = forms.BooleanField(required=False, widget=forms.HiddenInput)


@page("code.search", "GET", "POST")
def codes(request: PageRequest) -> HttpResponse:
    """Find codes by a text, and show one of them."""
    form = Looking(request.POST if request.method == "POST" else None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    text = asked.get("text", "")
    hits = clinic.search_codes(
        text,
        by=request.actor,
        limit=LIMIT,
        prefer=_preferred(request) if text else (),
        codable=asked.get("codable", False),
    )
    context = {
        "form": form,
        "hits": hits,
        "text": text,
        "full": len(hits) == LIMIT,
        "chosen": asked.get("code", ""),
        "release": date.fromisoformat(release().release),
        **_shown(request, asked),
    }
    answer = page_or_part(request, PAGE, context, **{"code-options": OPTIONS})
    answer.status_code = 422 if form.errors else 200
    return answer


def _preferred(request: PageRequest) -> list[str]:
    """Return the codes to put first: those that a form names, then what the doctor used last."""
    named = [code[:LINE] for code in request.POST.getlist("prefer")[:LIMIT]]
    return [*named, *clinic.diagnoses.codes_of_doctor(by=request.actor)]


def _shown(request: PageRequest, asked: dict[str, Any]) -> dict[str, Any]:
    if "show" not in request.POST or not asked.get("code"):
        return {}
    try:
        return {"code": clinic.read_code(asked["code"], by=request.actor)}
    except NotFound as error:
        return {"refused": error}
