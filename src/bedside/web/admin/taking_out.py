"""The page on which an administrator takes something out of the house: what, in which form, why."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from bedside import exports, limits
from bedside.audit import Actor
from bedside.clinic.trail import Narrowed
from bedside.errors import Conflict, Invalid
from bedside.exports import AdministrationWish, Format, What, WhyTaken
from bedside.web.admin.trail import Narrowing
from bedside.web.request import actor_of
from bedside.web.wording import ADMINISTRATION_FILES, ADMINISTRATION_REASONS, FORMATS, IN_WORDS

FORMS = {code: FORMATS[code] for code in ("csv", "ndjson")}
_ORDER = ["what", "why", "words", "format"]
_OURS = {"from": "first", "until": "last"}


class Order(Narrowing):
    """What is taken out, and what it is for; the rest narrows the log."""

    what = forms.ChoiceField(
        label="What is taken out",
        choices=list(ADMINISTRATION_FILES.items()),
        initial="audit",
        error_messages={"required": "Choose what is taken out"},
    )
    why = forms.ChoiceField(
        label="What it is for",
        choices=[("", "Choose"), *ADMINISTRATION_REASONS.items()],
        error_messages={"required": "Choose what it is for"},
    )
    words = forms.CharField(label=IN_WORDS, required=False, max_length=limits.REASON)
    format = forms.ChoiceField(
        label="How it is written down", choices=list(FORMS.items()), initial="csv"
    )

    def __init__(self, data: QueryDict | None = None, *, by: Actor) -> None:
        super().__init__(data, by=by)
        self.order_fields(_ORDER)

    def wish(self) -> AdministrationWish:
        """Return what was asked for."""
        said: dict[str, Any] = self.cleaned_data
        names = ("action", "user", "role", "outcome", "first", "last")
        return AdministrationWish(
            What(said["what"]),
            WhyTaken(said["why"]),
            Format(said["format"]),
            said["words"],
            Narrowed(**{name: said[name] or None for name in names}),
        )

    def take(self, error: Invalid) -> None:
        """Show what the room refused at the fields that it is about."""
        for theirs, sentence in error.fields.items():
            name = _OURS.get(theirs, theirs)
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def order(self) -> list[Any]:
        """The fields that say what is wanted."""
        return [self[name] for name in _ORDER]

    @property
    def narrowing(self) -> list[Any]:
        """The fields that narrow the log."""
        return [self[name] for name in Narrowing.base_fields]


def take_out(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Return what the page shows, or lead to the file that is being made."""
    by = actor_of(request)
    if request.method != "POST":
        return {"title": "Take out", "form": Order(by=by)}
    form = Order(request.POST, by=by)
    job = _asked(form, by)
    if job:
        return redirect(f"/jobs/{job}")
    return {"title": "Take out", "form": form, "problems": _problems(form), "status": 422}


def _asked(form: Order, by: Actor) -> UUID | None:
    """Return the job, None when the form says why there is none."""
    if not form.is_valid():
        return None
    try:
        return exports.ask_for_administration(form.wish(), by=by)
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.add_error(None, error.detail)
    return None


def _problems(form: Order) -> list[tuple[str, str]]:
    """The ids of controls and what is wrong with them."""
    return [
        (form[name].id_for_label if name in form.fields else "", f"{_label(form, name)}{errors[0]}")
        for name, errors in form.errors.items()
    ]


def _label(form: Order, name: str) -> str:
    """What the sentence of a field begins with: those of the order name what they are about."""
    return f"{form.fields[name].label}: " if name in Narrowing.base_fields else ""
