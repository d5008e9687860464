"""The worklist: what was sent to the doctor's facilities, most urgent and longest waiting first.

The API orders, counts and pages; nothing of it is kept between two runs.
"""

from uuid import UUID

import streamlit as st

from bedside.portal import chrome, words
from bedside.portal.paper import Node, act, div, heading, link, node, para, sheet, table
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.accounts import Me
from bedside.schemas.worklist import Worklist, WorklistRow

_PAGE = "50"
_CURSORS, _FACILITY, _STATE = "worklist-cursors", "worklist-facility", "worklist-state"
_MORE, _BACK = "worklist-more:", "worklist-back"
_STATES = {"submitted": "Waiting", "reviewed": "Reviewed"}


def show(visit: Visit) -> Turn:
    """The filters, the counts and one page of rows."""
    chrome.show(heading(1, "Worklist", turn="worklist"), key="title")
    state, facility = _filters(visit.me)
    cursors: list[str] = st.session_state.setdefault(_CURSORS, [])
    page = visit.api.ask("GET", "worklist", Worklist, query=_query(state, facility, cursors))
    nodes = [para(counted(page, state), class_="counts")]
    nodes.append(rows(page.items) if page.items else para("Nothing here."))
    chrome.show(*nodes, key="rows")
    sheet(_pages(page, cursors), key="pages", on_act=_turn_page)
    return Turn(f"worklist-{len(cursors)}", counted(page, state), "Worklist")


def _filters(me: Me | None) -> tuple[str, UUID | None]:
    facilities = {one.id: f"{one.name}, {one.city}" for one in (me.facilities if me else [])}
    with st.container(horizontal=True, key="filters"):
        state = st.radio(
            "Show",
            list(_STATES),
            format_func=_STATES.__getitem__,
            horizontal=True,
            key=_STATE,
            on_change=_first_page,
        )
        facility = None
        if len(facilities) > 1:
            facility = st.selectbox(
                "Facility",
                [None, *facilities],
                format_func=lambda one: facilities.get(one, "All your facilities"),
                key=_FACILITY,
                on_change=_first_page,
            )
    return state, facility


def _query(state: str, facility: UUID | None, cursors: list[str]) -> dict[str, str]:
    query = {"state": state, "limit": _PAGE, "facility": str(facility or "")}
    query["cursor"] = cursors[-1] if cursors else ""
    return {name: value for name, value in query.items() if value}


def counted(page: Worklist, state: str) -> str:
    """The counts of the whole list, in words."""
    counts = {str(level): number for level, number in page.counts.items()}
    total = sum(counts.values())
    each = [f"{counts.get(one, 0)} {text.lower()}" for one, text in words.LEVELS.items()]
    return f"{words.count(total, 'assessment')} {_STATES[state].lower()}: {', '.join(each)}."


def rows(items: list[WorklistRow]) -> Node:
    """One page as a table; the patient's name opens the assessment."""
    columns = ("Patient", "Urgency", "Waiting", "Age, sex", "In their own words", "Facility")
    return table("In order of urgency, then waiting time", columns, map(_row, items))


def _row(row: WorklistRow) -> list[Node]:
    chart = Place("chart", row.id)
    unread = words.unreadable("your administrator", row.patient if row.name is None else row.id)
    return [
        act(row.name or "Name not opened", chart.query, chart.href),
        words.level(row.triage, row.when),
        words.waiting(row.waiting),
        unread if row.name is None else f"{row.age}, {row.sex}",
        unread if row.complaint is None else row.complaint,
        row.facility_name,
    ]


def _pages(page: Worklist, cursors: list[str]) -> Node:
    buttons: list[Node] = []
    if cursors:
        buttons.append(act("Earlier on the list", _BACK, class_="button"))
    if page.next:
        buttons.append(act("Later on the list", _MORE + page.next, class_="button"))
    plain = para(link("The same on a plain page", "/worklist"))
    return div(node("div", *buttons, class_="buttons"), plain, class_="foot")


def _turn_page(value: str) -> None:
    cursors: list[str] = st.session_state.setdefault(_CURSORS, [])
    if value.startswith(_MORE):
        cursors.append(value.removeprefix(_MORE))
    elif cursors:
        cursors.pop()


def _first_page() -> None:
    st.session_state[_CURSORS] = []
