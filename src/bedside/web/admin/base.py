"""What every model in the administration keeps to.

Django's admin would save rows itself, inside a transaction of its own, and write a diary with the
objects' names. Here each save is an act (which has its own transaction and leaves its event in the
audit log), nothing is deleted, and the diary stays empty.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bedside.errors import BedsideError, Conflict, Invalid

# Generic for the type checker only.
if TYPE_CHECKING:
    Base = ModelAdmin[Any]
else:
    Base = ModelAdmin


class ActAdmin(Base):
    """A model whose changes are acts."""

    object_history_template = "web/admin/history.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nothing is deleted here."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filter by what the list offers only.

        Django allows any column in the address; whether a row is still listed would tell its value
        letter by letter, of a password's hash too.
        """
        offered = lookup.split("__")[0] in self.list_filter
        return offered and super().lookup_allowed(lookup, value, request)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The audit log has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The audit log has it."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:  # type: ignore[override]
        """There are none."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Lead to the audit log, without heading the page by an id as Django does."""
        told = {**(extra_context or {}), "title": "What happened"}
        return super().history_view(request, object_id, told)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show or save, without the transaction that Django would put around the act."""
        try:
            return self._changeform_view(  # type: ignore[attr-defined]
                # Named, since the form may come back at the address of the sign-in.
                request,
                object_id,
                form_url or request.get_full_path(),
                extra_context,
            )
        except (Conflict, Invalid) as error:
            return self.refused(request, error)

    def refused(self, request: HttpRequest, error: BedsideError) -> HttpResponse:
        """Say why an act was refused and show the page as things stand."""
        fields = error.fields.values() if isinstance(error, Invalid) else ()
        sentences = [error.detail, *fields]
        self.message_user(request, " ".join(sentences), messages.ERROR)
        return redirect(request.path)
