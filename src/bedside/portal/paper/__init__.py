"""Pages as data: the portal says what to show, and the browser makes elements of it.

Streamlit's own text commands read Markdown, so a name or a complaint shown through them could turn
into links or pictures, and their headings come in the wrong order. A sheet of paper is a tree of
plain values instead. `paper.js` makes every element with `createElement` and every word with a text
node: there is no HTML to escape, so what a person wrote can never become markup.
"""

from bedside.portal.paper.nodes import (
    Node,
    act,
    bullets,
    div,
    facts,
    heading,
    link,
    mark,
    node,
    para,
    section,
    spoken,
    table,
)
from bedside.portal.paper.sheet import announce, sheet

__all__ = [
    "Node",
    "act",
    "announce",
    "bullets",
    "div",
    "facts",
    "heading",
    "link",
    "mark",
    "node",
    "para",
    "section",
    "sheet",
    "spoken",
    "table",
]
