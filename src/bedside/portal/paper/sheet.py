"""Putting sheets on the screen: the two small components of the portal."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from bedside.portal.paper.nodes import Node

_HERE = Path(__file__).parent


def sheet(*nodes: Node, key: str) -> str | None:
    """Show the nodes. Returns what was pressed on this sheet since the last run, if anything."""
    result = _paper()(data={"nodes": [n for n in nodes if n]}, key=key, on_act_change=_heard)
    return result.act


def announce(turn: str, words: str) -> None:
    """Say `words` to screen readers and move focus to the turn's heading, once per `turn`."""
    _announcer()(data={"turn": turn, "words": words}, key="announcer")


def _heard() -> None:
    """Streamlit keeps a trigger's value for the run it causes; there is nothing to do before it."""


@cache
def _paper() -> ComponentRenderer:
    return component(
        "bedside_paper",
        html='<div class="paper"></div>',
        css=_text("paper.css"),
        js=_text("paper.js"),
        isolate_styles=False,
    )


@cache
def _announcer() -> ComponentRenderer:
    return component(
        "bedside_announcer",
        html='<div role="status" aria-live="polite" class="unseen"></div>',
        js=_text("announcer.js"),
        isolate_styles=False,
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
