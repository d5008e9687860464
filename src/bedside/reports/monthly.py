"""The report of the month: what each clinic did in the month that is over, for who answers for it.

It comes by itself, as a file for each administrator and a mail that says so. Administrators see
nobody's health data: the file has what `read_counts` gives them, with small counts hidden.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from bedside import accounts, mail, outbox, spreadsheets
from bedside.accounts import telling
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.intake.urgency import LEVELS
from bedside.outbox.kinds import beginning_of
from bedside.reports.asking import Asked
from bedside.reports.outside import USUAL, OutsideMonth
from bedside.reports.reading import CountsView, read_counts
from bedside.reports.suppressing import Shown

MONTH, MAKE, READY = "report.month", "report.make_month", "report.month_ready"
AFTER = timedelta(days=1)
"""When the first of the month begins by UTC, the month before goes on for half a day elsewhere."""
KEPT = timedelta(days=31)
"""Until the next one: no patient is in it."""
COLUMNS = (
    "Clinic", "Month", "New patients", *(f"Assessments: {level}" for level in LEVELS),
    "Hours until reviewed (median)", "Appointments kept", "Appointments missed",
)  # fmt: skip
HIDDEN = f"fewer than {USUAL}, or hidden with them"


def begin(task: outbox.Task) -> None:
    """Put down the report for each administrator, once for each month.

    It is due within this month, which says what the month before is, however late it is made.
    """
    due_at = max(task.due_at, beginning_of("month", task.due_at) + AFTER)
    with transaction.atomic():
        for user in accounts.active_administrators().values_list("id", flat=True):
            outbox.put_once(
                MAKE,
                key=f"{MAKE}:{user}:{task.due_at:%Y-%m}",
                subject={"user": user},
                asked_by=user,
                due_at=due_at,
            )


def make(task: outbox.Task) -> None:
    """Write the report of the month before the one in which it is due.

    Reading each clinic's counts is an act of its own; giving the file is the last one.
    """
    by, month = accounts.actor_of_account(task.asked_by), month_before(task.due_at.date())
    file = outbox.Result(task, name="report-of-the-month.csv", media_type="text/csv; charset=utf-8")
    file.write(spreadsheets.BEGINS_A_FILE + spreadsheets.row(COLUMNS))
    places = list(facilities_in_reach(by).filter(active=True).order_by("name", "id"))
    for number, place in enumerate(places, start=1):
        file.write("".join(_lines(read_counts(place.id, month, by=by))))
        task.progress(number, len(places))
    with prepared_act(MAKE, by=by) as doing:
        doing.on(job=task.job)
        file.close()
        with doing.commit():
            file.keep(kept=KEPT)
            outbox.put(READY, key=f"{READY}:{task.job}", subject=_ready(by, task))
            doing.note(count=len(places))


def say_ready(task: outbox.Task) -> None:
    """Write to the administrator that the report is there."""
    user = telling.open_account(task.subject["user"])
    path = f"/jobs/{task.subject['report']}"
    text = f"The report of the month is ready. To fetch it, sign in:\n{mail.link(path)}"
    with prepared_act("account.write_to", by=Actor.system()) as doing:
        doing.on(user=user.id, job=task.job)
        outcome = telling.write_to(user, "The report of the month", text, occasion=task.occasion)
        with doing.commit():
            telling.remember(user, outcome)
            doing.note(kind=task.kind, outcome=outcome)


def month_before(day: date) -> Asked:
    """Return what is asked for the whole month before the one of a day."""
    last = day.replace(day=1) - timedelta(days=1)
    return Asked(last.replace(day=1), last)


def _ready(by: Actor, task: outbox.Task) -> dict[str, UUID]:
    assert by.user is not None
    return {"user": by.user, "report": task.job}


def _lines(view: CountsView) -> Iterator[str]:
    nothing = OutsideMonth(view.days.first, 0, Shown({}, 0), Shown({}, 0), None)
    for one in view.counts.months or (nothing,):
        yield spreadsheets.row((view.name, f"{one.month:%Y-%m}", *_counts(one)))


def _counts(one: OutsideMonth) -> Iterator[str]:
    yield _shown(one.new_patients)
    for level in LEVELS:
        yield _shown(one.by_level.cells.get(level, 0))
    yield "" if one.waiting_median is None else f"{one.waiting_median / 3600:.1f}"
    for what in ("kept", "missed"):
        yield _shown(one.appointments.cells.get(what, 0))


def _shown(count: int | None) -> str:
    return HIDDEN if count is None else str(count)
