"""Patients, by id only: that they exist, where, since when."""

from datetime import datetime
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest

from bedside import accounts, clinic
from bedside.clinic.models import Patient
from bedside.web.admin.base import ActAdmin
from bedside.web.request import actor_of


class PatientAdmin(ActAdmin):
    """A list to look at; there is nothing to open that is not sealed."""

    list_display = ("id", "state", "facility", "created_at", "mails_come_back_since")
    list_display_links = None
    list_filter = ("facility",)
    list_select_related = ("facility", "correspondence")
    ordering = ("-created_at",)
    list_per_page = 100
    fields = ("id", "state", "facility", "created_at")

    @display(description="Mails come back since")
    def mails_come_back_since(self, row: Patient) -> datetime | None:
        """Since when nothing that is mailed to this patient arrives."""
        kept = getattr(row, "correspondence", None)
        return kept.undeliverable_since if kept else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        """Return the registered patients; the one read path knows the actor."""
        return clinic.patients_visible_to(actor_of(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the list, on the record."""
        with accounts.act("patient.list", by=actor_of(request)):
            pass
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Patients register themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """What can be changed about a patient is health data."""
        return False
