"""Making a file about the house: what a worker does, as whoever asked."""

from collections.abc import Iterator
from typing import Any

from bedside import accounts, outbox
from bedside.accounts import permissions
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.exports.administration.asking import KIND, What, narrowed_from_json
from bedside.exports.administration.tables import TABLES
from bedside.exports.records.formats import Format, lines
from bedside.exports.records.rows import Row

TYPES = {Format.CSV: "text/csv; charset=utf-8", Format.NDJSON: "application/x-ndjson"}


def make(task: outbox.Task) -> None:
    """Write the file. Raises Forbidden when whoever asked does not administer any more."""
    by = accounts.actor_of_account(task.asked_by)
    with prepared_act(KIND, by=by) as doing:
        doing.on(job=task.job)
        wish = outbox.wish_of(task)
        what, form = What(wish["what"]), Format(wish["format"])
        file = outbox.Result(task, name=f"{what}.{form}", media_type=TYPES[form])
        count = [0]
        rows = _counted(_rows(what, wish, doing, task), count)
        for text in lines(rows, TABLES[what].columns, form):
            file.write(text)
        file.close()
        with doing.commit():
            file.keep()
            doing.note(what=what.value, why=wish["why"], format=form.value, count=count[0])


def may_still(_: outbox.Subject, by: Actor) -> None:
    """Return for whoever administers. Raises Forbidden."""
    permissions.require(KIND, by=by)


def _rows(what: What, wish: dict[str, Any], doing: Act, task: outbox.Task) -> Iterator[Row]:
    """Yield the rows, and tell whoever waits how far it is."""
    table, narrowed = TABLES[what], narrowed_from_json(wish["narrowed"])
    done, total = 0, table.count(narrowed)
    for batch in table.batches(narrowed, doing):
        yield from batch
        done += len(batch)
        task.progress(done, max(done, total))


def _counted(rows: Iterator[Row], count: list[int]) -> Iterator[Row]:
    for row in rows:
        count[0] += 1
        yield row
