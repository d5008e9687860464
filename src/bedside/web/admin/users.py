"""Staff accounts: inviting, approving, enabling, disabling, and one-time links.

Accounts of patients are not listed. An administrator who was asked for a link finds the one
account by its exact email address.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from bedside import accounts, limits
from bedside.accounts import User
from bedside.accounts.users import STAFF
from bedside.audit import Actor
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.admin.base import ActAdmin
from bedside.web.forms.base import Returning
from bedside.web.request import actor_of

NAMELESS = "A patient"
"""What stands in the place of a patient's name, which is in their record."""


class InviteForm(Returning, forms.Form):
    """A new colleague. They choose their own password with the link."""

    name = forms.CharField(max_length=limits.NAME)
    email = forms.EmailField(max_length=limits.EMAIL)
    role = forms.ChoiceField(choices=[(role.value, role.label) for role in STAFF])


class OpenedList(ChangeList):
    """The list of accounts, read by an act that opens all names and emails of the page at once."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page's accounts, on the record; say how many do not open."""
        super().get_results(request)
        with accounts.act("account.list", by=actor_of(request)):
            self.result_list = list(self.result_list)
            accounts.open_all(self.result_list)
        broken = sum(not accounts.describe(user)["readable"] for user in self.result_list)
        if broken:
            messages.warning(request, _NOT_OPENED.format(broken))


_NOT_OPENED = (
    "{} of these accounts have a name or an email that could not be opened. They can sign in as "
    "before. `bedside documents verify` names everything that does not open."
)


class UserAdmin(ActAdmin):
    """Accounts are read here and changed by acts only."""

    list_display = ("name", "email", "role", "state", "created_at")
    list_filter = ("state",)
    fields = ("name", "email", "role", "state", "created_at", "undeliverable_since")
    ordering = ("-created_at",)
    list_per_page = 50
    actions = ("enable", "disable")
    change_form_template = "web/admin/user.html"
    change_list_template = "web/admin/users.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return every account; the list narrows it to staff."""
        return accounts.users_visible_to(actor_of(request))

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet[User],
        search_term: str,  # noqa: ARG002
    ) -> tuple[QuerySet[User], bool]:
        """List the staff. There is no search: its words would stand in the address."""
        return accounts.staff_among(queryset), False

    def find(self, request: HttpRequest) -> HttpResponse:
        """Lead to the one account with this email, a patient's too."""
        try:
            found = accounts.find_user(request.POST.get("email", ""), by=actor_of(request))
        except NotFound as error:
            self.message_user(request, error.detail, messages.WARNING)
            return redirect("/admin/accounts/user/")
        return redirect(f"/admin/accounts/user/{found.pk}/change/")

    @admin.display(description="Name")
    def name(self, user: User) -> str:
        """Return the name; a patient's is in their record, which is not for administrators."""
        return accounts.shown(accounts.open_name(user)) or NAMELESS

    @admin.display(description="Email")
    def email(self, user: User) -> str:
        """Return the sign-in email."""
        return accounts.shown(accounts.open_email(user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """The form is read-only; the acts have buttons."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:  # noqa: ARG002
        """Return the list that is an act."""
        return OpenedList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show one account, on the record."""
        user = accounts.read_user(_uuid(object_id), by=actor_of(request))
        approved = accounts.approvals_of([user.id]).get(user.id)
        told: dict[str, Any] = {"checks": accounts.CHECKS.items(), "approved": approved}
        told["checked"] = [accounts.CHECKS[code] for code in approved.checked] if approved else []
        told["title"], told["subtitle"] = self.name(user), user.get_role_display()
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    def approve(self, request: HttpRequest, user: UUID) -> HttpResponse:
        """Open an account that waits, with what the form says was checked."""
        checked = request.POST.getlist("checked")
        if self._done(request, partial(accounts.approve, checked=checked), user, actor_of(request)):
            self.message_user(request, "Approved.")
        return redirect(f"/admin/accounts/user/{user}/change/")

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Make a colleague's account and show the link with which they set their password."""
        form = InviteForm(request.POST or None)
        if form.is_valid():
            try:
                user = accounts.register_user(
                    **form.cleaned_data, password=None, state="active", by=actor_of(request)
                )
            except (Conflict, Invalid) as error:
                form.add_error(None, error.detail)
            else:
                return self._link_page(request, user.pk)
        context = {**self.admin_site.each_context(request), "title": "Add a colleague"}
        return TemplateResponse(request, "web/admin/invite.html", {**context, "form": form})

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons' paths."""
        verbs: dict[str, Callable[..., HttpResponse]] = {
            "approve": self.approve,
            "enable": self._button(accounts.enable),
            "disable": self._button(accounts.disable),
            "reset-link": self._link_page,
        }
        guarded = self.admin_site.admin_view
        own = [
            path(f"<uuid:user>/{verb}/", guarded(require_POST(view)))
            for verb, view in verbs.items()
        ]
        own.append(path("find/", guarded(require_POST(self.find))))
        return [*own, *super().get_urls()]

    @admin.action(description="Enable")
    def enable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Open disabled accounts again."""
        self._each(request, queryset, accounts.enable)

    @admin.action(description="Disable")
    def disable(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Close accounts and end their sessions."""
        self._each(request, queryset, accounts.disable)

    def _each(
        self, request: HttpRequest, queryset: QuerySet[User], verb: Callable[..., User]
    ) -> None:
        """Do one act for each account; those that refuse do not stop the others."""
        by, done = actor_of(request), 0
        for user in queryset:
            done += self._done(request, verb, user.pk, by)
        self.message_user(request, f"Done for {done} of the chosen accounts.")

    def _done(self, request: HttpRequest, verb: Callable[..., User], user: UUID, by: Actor) -> bool:
        try:
            verb(user, by=by)
        except (Conflict, NotFound) as error:
            self.message_user(request, error.detail, messages.ERROR)
            return False
        except Invalid as error:
            self.message_user(request, " ".join(error.fields.values()), messages.ERROR)
            return False
        return True

    def _button(self, verb: Callable[..., User]) -> Callable[..., HttpResponse]:
        def pressed(request: HttpRequest, user: UUID) -> HttpResponse:
            if self._done(request, verb, user, actor_of(request)):
                self.message_user(request, "Done.")
            return redirect(f"/admin/accounts/user/{user}/change/")

        return pressed

    def _link_page(self, request: HttpRequest, user: UUID) -> HttpResponse:
        """Show a new one-time link, this once."""
        token = accounts.issue_reset_link(user=user, by=actor_of(request))
        context = {
            **self.admin_site.each_context(request),
            "title": "A link to set the password",
            "link": f"{settings.BEDSIDE.public_url}/reset/{token}",
            "user_id": user,
        }
        return TemplateResponse(request, "web/admin/reset_link.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
