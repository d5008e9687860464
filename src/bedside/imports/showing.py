"""Keeping an import and showing it: each version of it has its plan sealed for that version."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from bedside.imports.models import Import, ImportState
from bedside.imports.planning import Plan
from bedside.imports.reach import given_up
from bedside.imports.views import ImportView

UNDO = timedelta(days=1)
"""How long a bringing in can be taken back as a whole."""
FAILED = "failed"


def settle(row: Import, state: ImportState) -> None:
    """Give an import another state, as its next version, within an act."""
    plan = Plan.of(row)
    row.state = state
    keep(row, plan)


def keep(row: Import, plan: Plan) -> ImportView:
    """Save an import as its next version, with this plan, within an act."""
    row.version += 1
    row.plan = plan.sealed(row, row.version)
    row.save()
    return show(row)


def show(row: Import) -> ImportView:
    """Return what is shown of one import."""
    return show_each([row])[0]


def show_each(rows: Iterable[Import]) -> list[ImportView]:
    """Return what is shown of some imports; one query for how their jobs stand."""
    rows = list(rows)
    gone = given_up(rows)
    return [_shown(row, FAILED if row.job in gone else row.state) for row in rows]


def _shown(row: Import, state: str) -> ImportView:
    until = row.done_at + UNDO if row.done_at and state == ImportState.DONE else None
    return ImportView(
        id=row.id,
        facility_id=row.facility_id,
        sheet=row.sheet,
        state=state,
        created_at=row.created_at,
        expires_at=row.expires_at,
        done_at=row.done_at,
        undo_until=until if until and until > timezone.now() else None,
        made=row.made,
        linked=row.linked,
        version=row.version,
        job=row.job,
    )
