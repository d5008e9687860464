"""What was counted of a month, and how it lies sealed in its row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bedside import vault
from bedside.intake.urgency import LEVELS
from bedside.reports.figures import MonthRow
from bedside.reports.figures.months import Kept
from bedside.reports.figures.waits import Waits
from bedside.reports.models import ClosedMonth
from bedside.reports.outside import Stock
from bedside.vault import Sealed, Unreadable

_NOBODY_WAITED = Waits(0, None, None)


@dataclass(frozen=True)
class Counted:
    """What happened in a month, and who was there, if that was counted for it."""

    happened: MonthRow
    stock: Stock | None


def nothing_in(month: date) -> MonthRow:
    """Return the row of a month in which nothing happened."""
    return MonthRow(month, 0, dict.fromkeys(LEVELS, 0), _NOBODY_WAITED, Kept())


def seal(counted: Counted, row: ClosedMonth) -> Sealed:
    """Return what is counted as the row keeps it."""
    happened = counted.happened
    body = {
        "new_patients": happened.new_patients,
        "by_level": dict(happened.by_level),
        "reviewed": happened.waits.reviewed,
        "waiting_median": happened.waits.median,
        "appointments": [happened.appointments.kept, happened.appointments.missed],
        "stock": _stock_to_json(counted.stock) if counted.stock else None,
    }
    return vault.seal(json.dumps(body).encode(), purpose="accounts", context=row.place())


def open_each(rows: Sequence[ClosedMonth]) -> list[Counted | Unreadable]:
    """Return what was counted of each month; what does not open is Unreadable in its place."""
    texts = [text for row in rows for text in row.sealed_texts()]
    opened = vault.open_each_with("accounts", texts)
    return [
        text if isinstance(text, Unreadable) else _of_json(row.month, json.loads(text))
        for row, text in zip(rows, opened, strict=True)
    ]


def _of_json(month: date, body: dict[str, Any]) -> Counted:
    waits = Waits(body["reviewed"], body["waiting_median"], None)
    kept = Kept(*body["appointments"])
    happened = MonthRow(month, body["new_patients"], body["by_level"], waits, kept)
    return Counted(happened, _stock_of_json(body["stock"]) if body["stock"] else None)


def _stock_to_json(stock: Stock) -> dict[str, Any]:
    return {
        "total": stock.total,
        "known": stock.known,
        "average_age": stock.average_age,
        "cells": [[*cell, count] for cell, count in stock.cells.items()],
        "diagnoses": [[*code, count] for code, count in stock.diagnoses.items()],
        "open_work": dict(stock.open_work),
    }


def _stock_of_json(body: dict[str, Any]) -> Stock:
    return Stock(
        total=body["total"],
        known=body["known"],
        average_age=body["average_age"],
        cells={(first, sex): count for first, sex, count in body["cells"]},
        diagnoses={(system, code): count for system, code, count in body["diagnoses"]},
        open_work=body["open_work"],
    )
