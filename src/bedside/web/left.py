"""After leaving quickly, every page asks whether to go on before it shows anything again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import HttpResponseClientRefresh

from bedside.web.cookies import LEFT
from bedside.web.request import is_fetch

_GIVE_NOTHING_AWAY = frozenset({"/", "/leave", "/come-back"})


class Left(MiddlewareMixin):
    """Answers a page's request with "Go on?" while the cookie of having left is there."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Let through whatever changes something: a form was pressed on purpose."""
        if request.method not in {"GET", "HEAD"} or not request.COOKIES.get(LEFT):
            return None
        if request.path in _GIVE_NOTHING_AWAY:
            return None
        if is_fetch(request):
            return HttpResponseClientRefresh()
        return render(request, "web/come_back.html", {"next": request.get_full_path()})
