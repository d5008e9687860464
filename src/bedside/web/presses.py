"""Pressing a button twice does its work once, and both presses lead to the same page.

A form's one-time key (`form_keys`) and everything it sent name the press: the same form with other
words in it is another one. What the second press gets depends on what it can show:

- The browser cancels the first press's navigation, so the answer to the second one is what counts,
  and it must sign the browser in as the first would have. The secret for that (`Asked.secret`) is
  the browser's CSRF cookie: random, its own, never seen by scripts, and sent with the first press
  as well, since without it neither would have been let in. So the cookies of a new session or draft
  are given again to the browser that pressed, and to no other.
- Signing in changes the CSRF cookie. Whoever presses once more after the answer has arrived is
  refused for an old token, but is signed in by now: as the person for whom the first press was done
  they are led to where it led, without any cookie.
- A page with something on it, unlike a mere "go there", is shown again only to whoever it was for.

A press is remembered for ten minutes, which covers impatience and a bad connection.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.template.response import SimpleTemplateResponse

from bedside.accounts import repeats
from bedside.accounts.repeats import Answer, Asked, Repeat
from bedside.errors import AlreadyDone, BedsideError
from bedside.web import form_keys
from bedside.web.request import actor_of

KEPT = timedelta(minutes=10)
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def once(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Return `view()`, or what it was when the same form was sent a moment ago."""
    asked = _asked(request)
    if asked is None:
        return view()
    pressed_by = _person(request)

    def write(response: HttpResponse) -> Answer | None:
        return _written(response, people=(pressed_by, _person(request)))

    return repeats.once(
        asked, view, by=actor_of(request), write=write, read=lambda repeat: _read(request, repeat)
    )


def led_before(request: HttpRequest) -> HttpResponse | None:
    """Return where the same press led a moment ago, if whoever asks is signed in by it.

    For a request whose CSRF token is old, on which nothing may be done and no cookie given.
    """
    asked = _asked(request)
    by = actor_of(request)
    try:
        repeat = repeats.before(asked, by=by) if asked and by.user else None
    except BedsideError:
        return None
    if repeat is None or _person(request) not in repeat.answer.people:
        return None
    return _response(repeat.answer)


def _asked(request: HttpRequest) -> Asked | None:
    """Name the press; None for a form without a key."""
    key = request.POST.get(form_keys.FIELD)
    if request.method != "POST" or not key:
        return None
    fields = [(name, texts) for name, texts in request.POST.lists() if name != _TOKEN]
    fields += [(name, [_digest(one) for one in files]) for name, files in request.FILES.lists()]
    said = json.dumps([request.get_full_path(), fields])
    name = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return Asked(name, name, request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""), KEPT)


def _digest(file: UploadedFile) -> str:
    """Name what a file says, so that another file in the same form is another press."""
    text = file.read()
    file.seek(0)
    return hashlib.sha256(text).hexdigest()


def _person(request: HttpRequest) -> str:
    """Return the account that is signed in now; a view that signs somebody in sets the actor."""
    return str(actor_of(request).user or "")


def _written(response: HttpResponse, *, people: tuple[str, ...]) -> Answer | None:
    if response.status_code >= 400:
        return None
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return Answer(
        response.status_code,
        tuple(response.headers.items()),
        response.content.decode(),
        tuple(cookie.OutputString() for cookie in response.cookies.values()),
        people,
    )


def _read(request: HttpRequest, repeat: Repeat) -> HttpResponse:
    answer, person = repeat.answer, _person(request)
    is_theirs = person in answer.people and (person or repeat.is_proven)
    leads_on = 300 <= answer.status < 400
    if not (is_theirs or (repeat.is_proven and leads_on)):
        raise AlreadyDone
    if repeat.is_proven and len(set(answer.people)) > 1:
        rotate_token(request)  # as signing in did
    return _response(answer)


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
    for cookie in answer.cookies:
        response.cookies.update(SimpleCookie(cookie))
    return response
