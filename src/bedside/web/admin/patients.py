"""Patients, by record number only: that they exist, where, since when."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from bedside import accounts, clinic
from bedside.clinic.models import Patient
from bedside.web.admin.base import ActAdmin
from bedside.web.request import actor_of


class NumberedList(ChangeList):
    """The list of patients, read by an act, with the record numbers of the page in one query."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page's patients, on the record."""
        super().get_results(request)
        with accounts.act("patient.list", by=actor_of(request)) as doing:
            self.result_list = list(self.result_list)
            doing.note(count=len(self.result_list))
        numbers = clinic.numbers_of(self.result_list)
        for patient in self.result_list:
            patient.written_number = numbers.get(patient.pk, "")


class PatientAdmin(ActAdmin):
    """A list to look at; there is nothing to open that is not sealed."""

    list_display = ("number", "state", "created_at", "mails_come_back_since")
    list_display_links = None
    list_filter = ("facility",)
    list_select_related = ("facility", "correspondence")
    ordering = ("-created_at",)
    list_per_page = 100
    fields = ("state", "facility", "created_at")

    @admin.display(description="Mails come back since")
    def mails_come_back_since(self, row: Patient) -> datetime | None:
        """Since when nothing that is mailed to this patient arrives."""
        kept = getattr(row, "correspondence", None)
        return kept.undeliverable_since if kept else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        """Return the registered patients; the one read path knows the actor."""
        return clinic.patients_visible_to(actor_of(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:  # noqa: ARG002
        """Return the list that is an act."""
        return NumberedList

    @admin.display(description="Record number")
    def number(self, patient: Patient) -> str:
        """Return the number that the facility gave them, which says that they are a patient."""
        return f"{patient.written_number} at {patient.facility}"  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Patients register themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """What can be changed about a patient is health data."""
        return False
