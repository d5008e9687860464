"""What people wrote keeps its direction to itself: a name in Arabic turns no sentence around it.

The walk is over the reviewed table of pages, in a clinic where every sealed text has a canary.
"""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from tests import databases
from tests.api.conftest import _open_clinic
from tests.routes import canaries
from tests.routes.canaries import BIRD
from tests.routes.conftest import World, world_of
from tests.routes.table import Row, rows
from tests.routes.test_pages import _ask

PAGES = [row for row in rows("pages.txt") if row.method == "GET"]
READERS = ("asha", "bello", "noa")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
PLAIN = {"title", "option", "textarea", "script", "style"}
"""What holds nothing but text: a browser's own window, or a control that turns itself."""


class Isolating(HTMLParser):
    """Finds what people wrote outside of every element that keeps a direction to itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.walked = 0
        self.bare: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, tag == "bdi" or ("dir", "auto") in attrs))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if BIRD not in data or (self._open and self._open[-1][0] in PLAIN):
            return
        self.walked += 1
        if not any(isolates for _, isolates in self._open):
            where = " > ".join(tag for tag, _ in self._open[-3:])
            self.bare.append(f"{where}: {' '.join(data.split())}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[World]:
    environment = databases.fresh_environment(tmp_path_factory.mktemp("directions"))
    with databases.live_on(environment, django_db_blocker):
        day = _open_clinic()
        world = world_of(day)
        flown = canaries.let_fly(day)
        booked, _ = flown.booked
        yield replace(world, sent=flown.sent, written=flown.written, booked=booked)


@pytest.mark.parametrize("who", READERS)
def test_what_people_wrote_turns_nothing_around_it(world: World, who: str) -> None:
    bare = {str(row): found for row in PAGES if (found := _page(world, row, who).bare)}
    assert bare == {}


def test_the_walk_sees_much_of_what_people_wrote(world: World) -> None:
    assert sum(_page(world, row, "bello").walked > 0 for row in PAGES) > 20


def _page(world: World, row: Row, who: str) -> Isolating:
    response = _ask(world, row, who)
    is_page = response.headers.get("content-type", "").startswith("text/html")
    return Isolating(response.content.decode() if is_page else "")


@pytest.mark.parametrize(
    ("route", "who", "what"),
    [
        ("/appointments/<uuid:appointment>", "bello", "reason"),
        ("/home/appointments/<uuid:appointment>", "asha", "cancelled"),
        ("/home/notes/<uuid:note>", "asha", "amendment"),
        ("/patients/<uuid:patient>/notes/<uuid:note>", "bello", "amendment"),
        ("/patients/<uuid:patient>/encounters/<uuid:encounter>", "bello", "heading"),
        ("/note-templates/<uuid:template>", "bello", "heading"),
        ("/worklist/<uuid:assessment>", "bello", "reply"),
    ],
)
def test_the_walk_sees_the_pages_of_single_things(
    world: World, route: str, who: str, what: str
) -> None:
    found = [_ask(world, row, who).content.decode() for row in PAGES if row.route == route]
    assert any(canaries.word(what) in html for html in found)


def test_the_walk_sees_a_bare_text() -> None:
    assert Isolating(f"<p>{BIRD}name</p>").bare
    assert not Isolating(f"<p><bdi>{BIRD}name</bdi></p><p dir=auto>{BIRD}name</p>").bare
