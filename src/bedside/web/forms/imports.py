"""Bringing a file in: which one, how it is read, what becomes of those who may be here already."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from bedside import imports
from bedside.clinic.models import Facility
from bedside.imports import Decision, Judged, OpenImport
from bedside.web.forms import base
from bedside.web.wording import CHARSETS, DATE_ORDERS, DECIMALS, SEPARATORS, SHEETS

LEAVE_OUT = ("", "Leave this column out")
_SAMPLES = 3
_MEGABYTES = imports.BUNDLE_BYTES // 1_000_000
_TABLE = f"A table saved as CSV, at most {imports.ROWS:,} rows"
_RECORD = f"one patient's record as a FHIR bundle (JSON), at most {_MEGABYTES} MB"
_FIRST = {"ymd": "year", "dmy": "day", "mdy": "month"}
_SAMPLE_LETTERS = 40


class FileForm(base.PageForm):
    """A file from the reader's machine, the clinic that it is for, and what its rows are."""

    sheet = forms.ChoiceField(
        label="What is in it",
        initial="patients",
        error_messages={"required": "Choose what is in it"},
    )
    facility = forms.ChoiceField(label="Clinic", error_messages={"required": "Choose a clinic"})
    file = forms.FileField(
        label="File",
        help_text=_TABLE,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,.json,application/json"}),
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty",
            "invalid": "Choose a file",
        },
    )

    def offer(self, places: list[Facility], sheets: list[str]) -> None:
        """Fill the lists of clinics and of what can be brought in."""
        known = [(str(one.id), one.name) for one in places]
        self.fields["facility"].choices = known  # type: ignore[attr-defined]
        rows = [(code, SHEETS[code]) for code in sheets]
        self.fields["sheet"].choices = rows  # type: ignore[attr-defined]
        if "records" in sheets:
            self.fields["file"].help_text = f"{_TABLE}; or {_RECORD}"


class PartForm(base.PageForm):
    """One of several forms on a page: its controls have ids of their own."""

    part = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.part}-%s")
        super().__init__(*args, **kwargs)


class SignsForm(PartForm):
    """With which signs the file is written, and what stands between its columns."""

    part = "signs"
    charset = forms.ChoiceField(label="Characters", choices=list(CHARSETS.items()))
    separator = forms.ChoiceField(label="Between columns", choices=list(SEPARATORS.items()))
    version = base.version()


class ColumnsForm(PartForm):
    """What each column holds, and the order of the dates."""

    part = "holds"
    order = forms.ChoiceField(
        label="Dates are written",
        choices=list(DATE_ORDERS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    decimal = forms.ChoiceField(
        label="Before the decimals of a number stands",
        choices=list(DECIMALS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    version = base.version()

    def show(self, opened: OpenImport, labels: Mapping[str, str]) -> None:
        """Make a field for each column, with the first things that it holds."""
        assert opened.table is not None
        choices = [LEAVE_OUT, *labels.items()]
        for place, name in enumerate(opened.table.columns):
            cells = (row.cells[place] for row in opened.table.rows if place < len(row.cells))
            self.fields[_column(place)] = forms.ChoiceField(
                label=name[:_SAMPLE_LETTERS],
                choices=choices,
                required=False,
                initial=opened.plan.fields.get(place, ""),
                help_text=_samples(cells),
            )
        self.fields["order"].help_text = _evidence(opened)
        if opened.has_numbers:
            self.fields["decimal"].help_text = _evidence_of_numbers(opened)
        else:
            del self.fields["decimal"]
        columns = (_column(p) for p in range(len(opened.table.columns)))
        self.order_fields([*columns, "order", "decimal"])

    @property
    def chosen(self) -> dict[int, str]:
        """Which field each column holds, by its place."""
        said = self.cleaned_data
        places = (name for name in said if name.startswith("column-") and said[name])
        return {int(name.removeprefix("column-")): said[name] for name in places}


class DecisionsForm(PartForm):
    """Whether people of the file are patients already."""

    part = "already"
    version = base.version()

    def show_record(self, one: Judged) -> None:
        """Make the field of a bundle's patient: a file never writes into a record that is there."""
        self.fields[_row(one.row)] = forms.ChoiceField(
            label=f"{one.profile.name}, born {one.profile.birth_date:%-d %B %Y}",
            choices=[("", "Decide later"), ("create", "Bring it in as a record of its own")],
            initial=_value(one.decision),
            required=False,
        )

    def show(self, some: Iterable[Judged]) -> None:
        """Make a field for each row."""
        for one in some:
            known = [
                (f"link:{like.patient.id}", f"Is {_said_of(like)}")
                for like in one.likely
                if like.patient.profile
            ]
            self.fields[_row(one.row)] = forms.ChoiceField(
                label=f"Row {one.row}: {one.profile.name}",
                help_text=f"Born {one.profile.birth_date:%-d %B %Y}, {one.profile.phone}"
                + (". Somebody on record may be this person." if one.on_record else ""),
                choices=[
                    ("", "Decide later"),
                    *known,
                    ("create", "Somebody else: a new patient"),
                    ("skip", "Leave this row out"),
                ],
                initial=_value(one.decision),
                required=False,
            )

    @property
    def decisions(self) -> dict[int, Decision]:
        """What was decided, by row."""
        said: Mapping[str, Any] = self.cleaned_data
        rows = (name for name in said if name.startswith("row-") and said[name])
        return {int(name.removeprefix("row-")): _decision(said[name]) for name in rows}


def _column(place: int) -> str:
    return f"column-{place}"


def _row(number: int) -> str:
    return f"row-{number}"


def _samples(cells: Iterable[str]) -> str:
    some = list(dict.fromkeys(filter(None, cells)))[:_SAMPLES]
    return "; ".join(cell[:_SAMPLE_LETTERS] for cell in some) or "Empty"


def _evidence(opened: OpenImport) -> str:
    """Say how many dates can be read in which order, so that nobody has to guess."""
    if opened.dates is None or not any(opened.dates.fits.values()):
        return "No column of dates is known yet, or none of its cells is a date."
    fits = opened.dates.fits
    counted = ", ".join(f"{name} first: {fits[order]}" for order, name in _FIRST.items())
    return f"How many dates of the file can be read so: {counted}."


def _evidence_of_numbers(opened: OpenImport) -> str:
    """Say how many cells can be read with which sign."""
    assert opened.numbers is not None
    fits = opened.numbers.fits
    counted = f"with a point: {fits['point']}, with a comma: {fits['comma']}"
    return (
        "Read with the wrong sign, a dose becomes another one. "
        f"How many cells of the file can be read so: {counted}."
    )


def _said_of(like: Any) -> str:
    profile = like.patient.profile
    return f"{profile.name}, born {profile.birth_date:%-d %B %Y}, {like.patient.record_number}"


def _value(decision: Decision | None) -> str:
    if decision is None:
        return ""
    return f"link:{decision.patient}" if decision.patient else decision.choice


def _decision(value: str) -> Decision:
    if value.startswith("link:"):
        return Decision("link", UUID(value.removeprefix("link:")))
    return Decision("skip" if value == "skip" else "create")
