"""The words of a sheet: small functions that return nodes. Pure, so screens are tested as values.

A node is a dict {"tag", "content", and attributes}; a string is a node too. `paper.js` knows the
tags and attributes used here and drops any other.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from bedside.calls import pieces

Node: TypeAlias = str | dict[str, object]


def node(tag: str, *content: Node, **attributes: str) -> Node:
    """Any element. `class_` stands for `class`, and `_` in other names for `-`."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return {"tag": tag, "content": list(content), **names}


def heading(level: int, *content: Node, turn: str = "", **attributes: str) -> Node:
    """A heading of level 1 to 4. The one with `turn` is where focus goes in that turn."""
    if turn:
        attributes |= {"data_turn": turn, "tabindex": "-1"}
    return node(f"h{level}", *content, **attributes)


def para(*content: Node, **attributes: str) -> Node:
    """A paragraph."""
    return node("p", *content, **attributes)


def div(*content: Node, **attributes: str) -> Node:
    """A box with a class, for the look only."""
    return node("div", *content, **attributes)


def section(level: int, title: str, *content: Node, **attributes: str) -> Node:
    """A part of the page under its own heading."""
    return node("section", heading(level, title), *content, **attributes)


def bullets(items: Iterable[Node | Sequence[Node]], **attributes: str) -> Node:
    """An unordered list."""
    entries = [node("li", *([i] if isinstance(i, str | dict) else i)) for i in items]
    return node("ul", *entries, **attributes)


def facts(pairs: Iterable[tuple[str, Node]], **attributes: str) -> Node:
    """Names and values, as a description list; pairs without a value are left out."""
    rows = [div(node("dt", name), node("dd", value)) for name, value in pairs if value]
    return node("dl", *rows, **attributes)


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Node]], **attributes: str
) -> Node:
    """A table whose first column names its rows; cells know their column, for narrow screens.

    The roles repeat what the tags say because a narrow screen shows rows as cards, and a browser
    forgets that a table is one when its cells are laid out otherwise.
    """
    names = (node("th", name, scope="col", role="columnheader") for name in columns)
    head = node("thead", node("tr", *names, role="row"), role="rowgroup")
    body = node("tbody", *(_row(columns, row) for row in rows), role="rowgroup")
    whole = node("table", node("caption", caption), head, body, role="table", **attributes)
    return div(whole, class_="scroll")


def _row(columns: Sequence[str], row: Sequence[Node]) -> Node:
    first = node("th", row[0], scope="row", role="rowheader")
    rest = [
        node("td", cell, role="cell", data_label=name)
        for name, cell in zip(columns[1:], row[1:], strict=True)
    ]
    return node("tr", first, *rest, role="row")


def link(text: str, href: str, **attributes: str) -> Node:
    """A link to a path of this site, or to a telephone (`tel:`)."""
    return node("a", text, href=href, **attributes)


def spoken(sentence: str, numbers: Iterable[str]) -> list[Node]:
    """A sentence in which these numbers can be pressed."""
    parts = pieces(sentence, numbers)
    return [one if isinstance(one, str) else link(one.text, one.href) for one in parts]


def act(text: Node, value: str, href: str = "", **attributes: str) -> Node:
    """Something to press that the script hears as `value`.

    With `href` it is a link that opens without a reload, and can still be opened in another tab.
    """
    if href:
        return node("a", text, href=href, data_act=value, **attributes)
    return node("button", text, data_act=value, **attributes)


def mark(text: str, kind: str) -> Node:
    """A word with a coloured ground, such as a level of urgency; the word alone says it all."""
    return node("span", text, class_=f"mark mark-{kind}")
