"""The admin site itself: who gets in, the one sign-in, and the numbers on its first page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_POST, require_safe

from bedside import intake
from bedside.errors import Unauthenticated
from bedside.web import form_keys, presses
from bedside.web.access import require
from bedside.web.admin import jobs, taking_out
from bedside.web.admin.counts import in_words
from bedside.web.admin.reference import reference_data
from bedside.web.admin.trail import trail
from bedside.web.destinations import next_of, sign_in_for
from bedside.web.request import PageRequest, actor_of
from bedside.web.views.signing_in import sign_out

View = Callable[..., Any]


class Administration(AdminSite):
    """For administrators only. Signing in and out is that of the pages."""

    site_title = "Bedside"
    site_header = "Bedside administration"
    index_title = "Administration"
    site_url = "/account"
    index_template = "web/admin/index.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in; the role was read from their row for this request.

        Raises Unauthenticated for a form whose sender is signed out, so that it is kept.
        """
        by = actor_of(request)
        if request.method == "POST":
            form_keys.must_be_shown_to(by, request)
            if by.role == "anonymous":
                raise Unauthenticated
        return by.role == "administrator"

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """Guard a view as Django does, and let a button that is pressed twice work once."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return presses.once(request, lambda: guarded(request, *args, **kwargs))

        return once

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Send a visitor to the one sign-in; refuse, on the record, anybody signed in as less."""
        by = actor_of(request)
        if by.role == "anonymous":
            return redirect(sign_in_for(next_of(request) or "/admin/"))
        require("account.list", by=by)
        return redirect("/admin/")

    def logout(self, request: PageRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]  # noqa: ARG002
        """End the session for every door, from the admin's own form."""
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]  # noqa: ARG002
        """The password is changed where everybody changes theirs."""
        return redirect("/account/password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the pages about what this Bedside works with, about jobs and about who did what."""
        return [
            self._page("reference-data/", "reference", reference_data),
            self._page("jobs/", "jobs", jobs.overview),
            self._page("audit/", "trail", trail),
            path("take-out/", self.admin_view(self._take_out), name="take_out"),
            *(self._settling(event) for event in ("retry", "cancel")),
            *super().get_urls(),
        ]

    def _page(self, at: str, name: str, about: Callable[[HttpRequest], Any]) -> URLPattern:
        def shown(request: HttpRequest) -> TemplateResponse:
            context = {**self.each_context(request), **about(request)}
            status = context.get("status")
            return TemplateResponse(request, f"web/admin/{name}.html", context, status=status)

        return path(at, self.admin_view(require_safe(shown)), name=name)

    def _take_out(self, request: HttpRequest) -> HttpResponse:
        answer = taking_out.take_out(request)
        if isinstance(answer, HttpResponse):
            return answer
        context = {**self.each_context(request), **answer}
        status = context.get("status")
        return TemplateResponse(request, "web/admin/take_out.html", context, status=status)

    def _settling(self, event: str) -> URLPattern:
        def settle(request: HttpRequest, job: UUID) -> HttpResponse:
            return jobs.settle(request, job, event)

        return path(f"jobs/<uuid:job>/{event}/", self.admin_view(require_POST(settle)))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what can be administered, and how much of it there is."""
        numbers = in_words(intake.counts(by=actor_of(request)))
        return super().index(request, {**(extra_context or {}), "counts": numbers})
