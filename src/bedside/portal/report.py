"""A clinic's report for its doctors: who the patients are, what they have, who is at most risk.

As on the dashboard each picture stands beside a table that says the same. What the report is
narrowed to may tell about somebody: it is in no address, and is gone with the page.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import altair as alt
import streamlit as st

from bedside.limits import OLDEST_YEARS
from bedside.portal import chrome, dashboard
from bedside.portal.client import Api, ApiError, SignedOut
from bedside.portal.options import BRAND, INK
from bedside.portal.paper import Node, facts, heading, link, node, para, section, table
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.accounts import Me
from bedside.schemas.reports import AgeBand, DiagnosisCount, PatientRisk, Report, ReportMonth
from bedside.schemas.statistics import Figures, MonthFigures

NOT_OPENED = "(could not be opened)"
SEXES = {"female": "Female", "male": "Male", "other": "Other"}
_COLOURS = {"Female": BRAND, "Male": "#b45309", "Other": "#64757f"}
_COMMONEST = 10
"""Diagnoses in the picture; the table has them all."""
_TALL = 20
"""Pixels for each line of bars."""
_BAR = 12
"""Pixels of a bar that has its name above it, and of the name's letters."""
_WAITED = {
    "within-1-hour": "Under an hour",
    "within-4-hours": "1 to 4 hours",
    "within-1-day": "4 hours to a day",
    "within-3-days": "1 to 3 days",
    "within-2-weeks": "3 days to 2 weeks",
    "longer": "Longer",
}
_TABLES = {
    "overview": "Overview",
    "ages": "Ages",
    "diagnoses": "Diagnoses",
    "risks": "Highest risk scores",
    "months": "Month by month",
    "open-work": "Open work",
}
_WHY = (
    "The age-adjusted Charlson index: points for certain coded diagnoses that somebody has or had "
    "for certain, and for each ten years from fifty on. It says how much chronic illness somebody "
    "carries, not who needs help first, and knows only what was coded here."
)
Asked = dict[str, Any]


def show(visit: Visit) -> Turn:
    """The report of one facility over some days, narrowed as the form says."""
    with st.container(key="report"):
        back = link("Dashboard", Place("dashboard").href)
        chrome.show(heading(1, "Report", turn="report"), para(back), key="report-head")
        place = _place(visit.me)
        if place is None:
            chrome.show(para("You belong to no clinic yet."), key="report-none")
            return Turn("report-none", "Report", "Report")
        asked = _asked(visit.me)
        path = f"facilities/{place}/report"
        try:
            found = visit.api.ask("POST", path, Report, body=asked)
        except ApiError as error:
            if error.status != 422:
                raise
            chrome.problem(error)
            return Turn("report-refused", "Something is not right", "Report")
        _draw(found)
        _files(visit.api, path, asked)
    return Turn(f"report-{found.made_at}", f"Report of {found.name}", "Report")


def _place(me: Me | None) -> UUID | None:
    names = {one.id: f"{one.name}, {one.city}" for one in (me.facilities if me else [])}
    if len(names) < 2:
        return next(iter(names), None)
    return st.selectbox("Clinic", list(names), format_func=names.__getitem__, key="report-place")


def _asked(me: Me | None) -> Asked:
    """Return what the form says; it is asked only when it is sent."""
    with st.form("report-form"):
        left, right = st.columns(2)  # a pair each: on a phone one stands below the other
        first = left.date_input("From", None, format="YYYY-MM-DD", key="report-first")
        last = right.date_input("Until", None, format="YYYY-MM-DD", key="report-last")
        left, right = st.columns(2)
        youngest = left.number_input("From this age", 0, OLDEST_YEARS, None, key="report-youngest")
        oldest = right.number_input("Up to this age", 0, OLDEST_YEARS, None, key="report-oldest")
        left, right = st.columns(2)
        sex = left.selectbox(
            "Sex", [None, *SEXES], format_func=lambda one: SEXES.get(one, "Any"), key="report-sex"
        )
        code = right.text_input(
            "Diagnosis: a code or its beginning, such as E11", max_chars=16, key="report-code"
        )
        mine = st.checkbox("Only patients I am responsible for", key="report-mine")
        st.form_submit_button("Show", type="primary")
    said: Asked = {
        "first": _written(first),
        "last": _written(last),
        "youngest": youngest,
        "oldest": oldest,
        "sex": sex,
        "diagnosis": code.strip() or None,
        "doctor": str(me.user) if mine and me else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _written(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _draw(found: Report) -> None:
    chrome.show(_overview(found), key="report-overview")
    _picture("Ages", found.pyramid, ages_chart, ages_table, "report-ages")
    _picture("Diagnoses", found.diagnoses, diagnoses_chart, diagnoses_table, "report-diagnoses")
    chrome.show(_risks(found), key="report-risks")
    months = [month_figures(one) for one in found.months]
    for number, picture in enumerate(dashboard.BY_MONTH):
        dashboard.show_picture(picture, months, f"report-month-{number}")
    chrome.show(_open_work(found), key="report-open")


def _picture(title: str, rows: Sequence[Any], chart: Any, listed: Any, key: str) -> None:
    chrome.show(heading(2, title), key=f"{key}-title")
    if not rows:
        chrome.show(para("There is nothing of this."), key=f"{key}-none")
        return
    st.altair_chart(chart(rows), width="stretch", key=key)
    numbers = node("details", node("summary", f"{title}: the numbers"), listed(rows))
    chrome.show(numbers, key=f"{key}-table")


def _overview(found: Report) -> Node:
    ages = found.ages
    said: list[tuple[str, Node]] = [
        ("Clinic", found.name),
        ("Days", f"{_day(found.first)} to {_day(found.last)}"),
        ("Patients", str(found.total)),
    ]
    if found.left:
        said.append(("of them left since", f"{found.left}; nothing of theirs is opened"))
    if found.unopened:
        said.append(("could not be opened", f"{found.unopened}; the damage is on record"))
    if ages.average is not None:
        said += [
            ("Average age", f"{ages.average:.1f}"),
            ("Oldest", str(ages.oldest)),
            ("Youngest", str(ages.youngest)),
        ]
    return section(2, "Patients", facts(said))


def _day(said: date) -> str:
    return f"{said.day} {said:%B %Y}"


def ages_chart(bands: Sequence[AgeBand]) -> alt.Chart:
    """Draw how many are of each age, the oldest on top, a bar for each sex."""
    values = [
        {"ages": ages_in(band), "sex": SEXES[sex], "patients": number}
        for band in bands
        for sex, number in band.by_sex.items()
    ]
    order = [ages_in(band) for band in reversed(bands)]
    return _bars(
        values,
        alt.Y("ages:N", sort=order, title="Age in years", axis=alt.Axis(labelOverlap=False)),
        "Patients by age and sex. The table below says the same.",
        len(bands) * 2,
        color=alt.Color(
            "sex:N",
            title=None,
            scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
            legend=alt.Legend(orient="top"),
        ),
        yOffset=alt.YOffset("sex:N", sort=list(_COLOURS)),
    )


def ages_table(bands: Sequence[AgeBand]) -> Node:
    """The same numbers as a table."""
    rows = [[ages_in(one), *(str(one.by_sex[sex]) for sex in SEXES)] for one in bands]  # type: ignore[index]
    return table("Patients by age and sex", ["Age in years", *SEXES.values()], rows)


def ages_in(band: AgeBand) -> str:
    return f"{band.first} and over" if band.last is None else f"{band.first} to {band.last}"


def diagnoses_chart(counts: Sequence[DiagnosisCount]) -> alt.LayerChart:
    """Draw the commonest diagnoses, the most frequent on top, each with its name above its bar."""
    commonest = counts[:_COMMONEST]
    values = [
        {"code": one.code, "diagnosis": f"{one.code} {one.display}", "patients": one.patients}
        for one in commonest
    ]
    # In the margin there is room for codes only, and few know them by heart.
    y = alt.Y("code:N", sort=[one.code for one in commonest], axis=None)
    tooltip = ["diagnosis:N", "patients:Q"]
    lines = alt.Chart(alt.Data(values=values)).encode(y=y, tooltip=tooltip)
    bars = lines.mark_bar(height=_BAR, yOffset=_BAR, color=BRAND).encode(x=_patients())
    names = lines.mark_text(
        align="left", dy=-_BAR / 2, limit=alt.ExprRef("width"), color=INK, fontSize=_BAR
    )
    return (
        alt.layer(bars, names.encode(x=alt.value(0), text="diagnosis:N"))
        .properties(
            description="The commonest diagnoses by patients. The table below says the same, and "
            "all others.",
            height=60 + 2 * _TALL * len(commonest),
        )
        .configure_axis(labelColor=INK, titleColor=INK, labelLimit=0)
    )


def diagnoses_table(counts: Sequence[DiagnosisCount]) -> Node:
    """All diagnoses as a table."""
    names = ["Code", "Diagnosis", "Patients", "Only suspected"]
    rows = [[one.code, one.display, str(one.patients), str(one.suspected)] for one in counts]
    return table("Diagnoses by patients, the commonest first", names, rows)


def _bars(
    values: list[dict[str, Any]], y: alt.Y, description: str, lines: int, **more: Any
) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=values), description=description, height=60 + _TALL * lines)
        .mark_bar()
        .encode(
            x=_patients(), y=y, tooltip=[*(f"{name}" + _TYPE[name] for name in values[0])], **more
        )
        .configure_axis(labelColor=INK, titleColor=INK, labelLimit=0)
        .configure_legend(labelColor=INK)
    )


def _patients() -> alt.X:
    return alt.X("patients:Q", title="Patients", axis=alt.Axis(tickMinStep=1))


_TYPE = {"ages": ":N", "sex": ":N", "patients": ":Q"}


def _risks(found: Report) -> Node:
    top = found.top_risks
    if not top.items:
        return section(2, "Highest risk scores", para(_WHY), para("Nobody has a score above 0."))
    names = ["Patient", "Record number", "Age", "Score", "Why"]
    listed = table("The highest scores, with why", names, [_risk(one) for one in top.items])
    more = [para(f"{top.as_high} more have the last one's score.")] if top.as_high else []
    return section(2, "Highest risk scores", para(_WHY), listed, *more)


def _risk(one: PatientRisk) -> list[Node]:
    name = link(one.name or NOT_OPENED, f"/patients/{one.patient}")
    return [name, one.record_number, str(one.age), str(one.points), why(one)]


def why(one: PatientRisk) -> str:
    """Return which diagnoses gave which points, and how many are for the age."""
    reasons = [
        f"{each.called}: {_points(each.points)} ({', '.join(each.codes)})" for each in one.reasons
    ]
    age = [f"Age: {_points(one.age_points)}"] if one.age_points else []
    return "; ".join([*age, *reasons])


def _points(number: int) -> str:
    return f"{number} point" + "s" * (number != 1)


def month_figures(one: ReportMonth) -> MonthFigures:
    """Return a month in the words that the dashboard draws; a report counts no staff."""
    figures = Figures(
        new_patients=one.new_patients,
        sent=sum(one.by_triage.values()),
        by_triage=one.by_triage,
        reviewed=one.reviewed,
        waiting_median=one.waiting_median,
        waiting_90th=one.waiting_90th,
        appointments_kept=one.appointments_kept,
        appointments_missed=one.appointments_missed,
        encounters=0,
        staff=0,
    )
    return MonthFigures(month=one.month, figures=figures)


def _open_work(found: Report) -> Node:
    names = ["Waiting", "Assessments", "Overdue"]
    rows: list[list[Node]] = [
        [_WAITED[one.waited], str(one.assessments), str(one.overdue)] for one in found.open_work
    ]
    listed = table("What no doctor has finished with, by how long it has waited", names, rows)
    return section(2, "Open work", listed)


_TYPES = {"csv": "text/csv", "pdf": "application/pdf"}


@st.fragment
def _files(api: Api, path: str, asked: Asked) -> None:
    """The report as a file: made when it is asked for, since each is a reading of its own.

    What is pressed here runs only this again, so the report above is not read once more for it.
    """
    chrome.show(
        section(2, "On paper"),
        para("All of it as a PDF, as it is asked for above. It names those with high scores."),
        key="report-paper",
    )
    if st.button("Make the PDF", key="report-print"):
        _give(api, f"{path}/pdf", asked, name="report.pdf", what="the PDF")
    chrome.show(
        section(2, "For a spreadsheet"),
        para("Some of these files name patients. Keep them as you keep the record."),
        key="report-files",
    )
    name = st.selectbox("Table", list(_TABLES), format_func=_TABLES.__getitem__, key="report-table")
    if st.button("Make the file", key="report-make"):
        body = {**asked, "table": name}
        _give(api, f"{path}/table", body, name=f"report-{name}.csv", what="the file")


def _give(api: Api, path: str, body: Asked, *, name: str, what: str) -> None:
    """Let a file be made, and show where it can be downloaded."""
    try:
        made = api.fetch("POST", path, body=body)
    except SignedOut:
        st.rerun()
    except ApiError as error:
        chrome.problem(error)
        return
    st.download_button(
        f"Download {what}",
        made,
        file_name=name,
        mime=_TYPES[name.rpartition(".")[2]],
        on_click="ignore",
        key="report-download",
    )
