"""Putting sheets on the screen: the two small components of the portal."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from bedside.portal.paper.nodes import Node

_HERE = Path(__file__).parent


def sheet(*nodes: Node, key: str, on_act: Callable[[str], None] | None = None) -> None:
    """Show the nodes. What is pressed on them goes to `on_act` before the script runs again."""

    def heard() -> None:
        value = st.session_state[key].get("act")
        if on_act is not None and isinstance(value, str):
            on_act(value)

    _paper()(data={"nodes": [one for one in nodes if one]}, key=key, on_act_change=heard)


def announce(turn: str, words: str) -> None:
    """Say `words` to screen readers and move focus to the turn's heading, once per `turn`."""
    _announcer()(data={"turn": turn, "words": words}, key="announcer")


@cache
def _paper() -> ComponentRenderer:
    return component(
        "bedside_paper",
        html='<div class="paper"></div>',
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
