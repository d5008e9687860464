"""Sheets are data: what a person wrote stays a plain value at every depth."""

import re
from collections.abc import Iterator
from pathlib import Path

from bedside.portal.paper import (
    Node,
    act,
    bullets,
    facts,
    heading,
    link,
    mark,
    node,
    para,
    section,
    table,
)

HOSTILE = "<script>alert(1)</script>"
SCRIPT = Path(__file__).parents[2] / "src/bedside/portal/paper/paper.js"


def every(of: Node) -> Iterator[dict[str, object]]:
    if isinstance(of, str):
        return
    yield of
    content = of["content"]
    assert isinstance(content, list)
    for child in content:
        yield from every(child)


def page() -> Node:
    return section(
        2,
        HOSTILE,
        heading(3, HOSTILE, turn="t"),
        para(HOSTILE, class_="said"),
        bullets([HOSTILE, [HOSTILE, link(HOSTILE, "/home")]]),
        facts([("Name", HOSTILE), ("Phone", "")]),
        table("Rows", ("A", "B"), [(HOSTILE, mark(HOSTILE, "urgent"))]),
        act(HOSTILE, HOSTILE, aria_label=HOSTILE),
        node("blockquote", HOSTILE),
    )


def test_the_browser_knows_every_tag_and_attribute_that_is_used() -> None:
    script = SCRIPT.read_text()
    known = set(re.findall(r"[\w-]+", script.split("const HREF")[0])) | {"href", "content", "tag"}
    for element in every(page()):
        assert element["tag"] in known
        assert set(element) <= known


def test_text_never_becomes_an_element_or_an_attribute_name() -> None:
    for element in every(page()):
        assert HOSTILE not in (element["tag"], *element)


def test_the_script_builds_without_parsing_html() -> None:
    script = SCRIPT.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


def test_facts_without_a_value_are_left_out() -> None:
    rows = facts([("Name", "Asha"), ("Phone", "")])
    assert isinstance(rows, dict)
    assert len(rows["content"]) == 1  # type: ignore[arg-type]


def test_only_one_heading_takes_the_focus_of_a_turn() -> None:
    turns = [element["data-turn"] for element in every(page()) if "data-turn" in element]
    assert turns == ["t"]
