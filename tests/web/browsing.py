"""A visitor with a browser that has no JavaScript: follows forms as they stand on the page.

Every form is sent with exactly the fields that its page holds, the CSRF token included, so a page
that forgets one does not work here either.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.people import Person

HOST = "clinic.test"


_WITHIN_A_LINE = re.compile(r"</?bdi>")
"""What keeps a word's direction to itself puts no space around it."""


@dataclass
class Form:
    """A form as written in a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """What a page holds, read as a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.headings: list[int] = []
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.lang = self.title = self.text = ""
        self._in: list[str] = []
        self._select = self._area = ""
        self.feed(_WITHIN_A_LINE.sub("", html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        elif tag == "label":
            self.labels_for.add(given.get("for", ""))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag in {"input", "select", "textarea", "button"}:
            self._control(tag, given)
        elif tag == "option" and "selected" in given and self._select:
            self.forms[-1].fields.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser leaves out the line break after the tag.
            written = self.forms[-1].fields[self._area]
            written[-1] = written[-1].removeprefix("\n")
        if tag in {"textarea", "select"}:
            self._select = self._area = ""
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "title":
            self.title += data
        elif "style" not in self._in and "script" not in self._in:
            self.text += " " + data.strip()
        if self._area:
            self.forms[-1].fields[self._area][-1] += data

    def form(self, name: str) -> Form:
        """Return the form that has a control called `name`."""
        return next(one for one in self.forms if name in one.names)

    def form_to(self, action: str) -> Form:
        return next(one for one in self.forms if one.action == action)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        self.controls.append({"tag": tag, **given})
        name, kind = given.get("name", ""), given.get("type", "")
        if not name or not self.forms:
            return
        form = self.forms[-1]
        form.names.add(name)
        ticked = kind not in {"radio", "checkbox"} or "checked" in given
        if tag == "input" and ticked:
            form.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            form.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name


def as_fields(given: Any) -> dict[str, Any]:
    """Return an answer of the interview as a form sends it."""
    if given == "not_sure":
        return {"unsure": "1"}
    return {"answer": given or ["none"] if isinstance(given, list) else given}


class Visitor:
    """A browser: keeps cookies, is checked for CSRF, follows redirects only when told."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.status = 0
        self.html = ""
        self.response: HttpResponse

    def get(self, path: str) -> Page:
        return self._took(self.client.get(path, secure=True, headers={"host": HOST}))

    def post(self, path: str, data: dict[str, Any], **headers: str) -> Page:
        """Send fields as they are; nothing is added."""
        sent = {"host": HOST, "origin": f"https://{HOST}", **headers}
        return self._took(self.client.post(path, data, secure=True, headers=sent))

    def send(self, path: str, form: Form, **values: Any) -> Page:
        """Fill in a form that stood on `path` and send it."""
        return self.post(form.action or path, {**form.fields, **values})

    def follow(self) -> Page:
        """Go where the last answer led."""
        return self.get(self.location)

    @property
    def location(self) -> str:
        return str(self.response["Location"])

    def signs_in(self, person: Person, next_path: str = "") -> "Visitor":
        path = f"/sign-in?next={next_path}" if next_path else "/sign-in"
        form = self.get(path).form("password")
        self.send(path, form, email=person.email, password=person.password)
        assert self.status == 303, self.html
        return self

    def _took(self, response: Any) -> Page:
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        return Page(self.html)
