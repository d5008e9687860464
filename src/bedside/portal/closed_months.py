"""How urgent the assessments of months that are over were, for those who treat nobody.

Live numbers by urgency would tell an administrator how urgent one assessment was: the audit log
says when it was sent. So a month is told once, when it is over, and nothing small of it.
"""

from uuid import UUID

import streamlit as st

from bedside.portal import chrome, words
from bedside.portal.client import Api
from bedside.portal.paper import Node, heading, para, table
from bedside.schemas.reports import Counts, HiddenMonth
from bedside.schemas.statistics import FacilityFigures
from bedside.schemas.worklist import Triage

_LEVELS: tuple[Triage, ...] = ("emergency", "urgent", "routine", "self-care")


def show(api: Api, facilities: list[FacilityFigures]) -> None:
    """The last twelve months of one facility, as a table; nothing where there is no facility."""
    if not facilities:
        return
    chrome.show(
        heading(2, "How urgent they were"),
        para(
            "Each month is counted once, when it is over. Numbers below five are left out, and "
            "others with them that would give them away."
        ),
        key="closed-head",
    )
    path = f"facilities/{_chosen(facilities)}/report/counts"
    months = api.ask("GET", path, Counts).months
    nothing = para("Nothing was sent in the twelve months before this one.")
    chrome.show(numbers(months) if months else nothing, key="closed-table")


def numbers(months: list[HiddenMonth]) -> Node:
    """The months as a table."""
    columns = ["Month", *(words.LEVELS[level] for level in _LEVELS), "All together"]
    rows = [
        [
            f"{one.month:%B %Y}",
            *(_said(one.by_triage.get(level, 0)) for level in _LEVELS),
            _said(one.sent),
        ]
        for one in months
    ]
    return table("Assessments sent, by how urgent they were", columns, rows)


def _chosen(facilities: list[FacilityFigures]) -> UUID:
    names = {one.id: one.name for one in facilities}
    if len(names) < 2:
        return facilities[0].id
    return st.selectbox(
        "Facility", list(names), format_func=names.__getitem__, key="closed-facility"
    )


def _said(count: int | None) -> str:
    return "left out" if count is None else str(count)
