"""Where to go next: only to paths of our own, so that a link cannot send people elsewhere."""

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from bedside.audit.actor import Role

HOMES: dict[Role, str] = {
    "anonymous": "/",
    "patient": "/home",
    "doctor": "/worklist",
    "receptionist": "/desk",
    "administrator": "/admin/",
    "system": "/",
}


def own_path(path: str) -> str:
    """Return `path` when it is a path on this site, otherwise nothing."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own and path.isprintable() and len(path) <= 300 else ""


def next_of(request: HttpRequest) -> str:
    """Return the own path that the `next` field or parameter names, or nothing."""
    return own_path(request.POST.get("next") or request.GET.get("next") or "")


def home_of(role: Role) -> str:
    """Return the page a role starts from."""
    return HOMES[role]


def sign_in_for(path: str) -> str:
    """Return the sign-in page that leads back to `path`."""
    return f"/sign-in?next={quote(path, safe='/')}"
