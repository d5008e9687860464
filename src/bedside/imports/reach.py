"""Whose imports one sees: one's own, as long as one works where they are for."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from bedside import documents, outbox
from bedside.accounts.acts import Act
from bedside.audit import Actor
from bedside.clinic import facilities_in_reach
from bedside.errors import Conflict, NotFound, Stale
from bedside.imports.models import Import, ImportState
from bedside.locking import held

GIVEN_UP = (outbox.JobState.DEAD, outbox.JobState.CANCELLED)


class Expired(Conflict):
    """The file is not there any more."""

    detail = "The file is gone: it is kept for three days. Bring it in again."


class Settled(Conflict):
    """Nothing can be changed any more about how it is read."""

    detail = "This is brought in already, or is being brought in."


def imports_visible_to(by: Actor) -> QuerySet[Import]:
    """Return the caller's own imports for facilities where they work."""
    return Import.objects.filter(by=by.user, facility__in=facilities_in_reach(by)).select_related(
        "facility"
    )


def find_import(brought: UUID, *, doing: Act) -> Import:
    """Return an import within reach, with the act on its chain. Raises NotFound."""
    row = imports_visible_to(doing.by).filter(id=brought).first()
    if row is None:
        raise NotFound
    doing.on(brought=row.id)
    doing.chain = row.facility_id
    return row


def held_import(brought: UUID, *, version: int, doing: Act) -> Import:
    """Return an import as it is now, held until the act ends. Raises NotFound and Stale."""
    find_import(brought, doing=doing)
    row = held(Import.objects.all()).get(id=brought)
    if row.version != version:
        raise Stale
    return row


def must_be_planned(row: Import) -> None:
    """Raise Settled for an import that is under way or done; one that failed is planned again."""
    if row.state == ImportState.PLANNED:
        return
    if row.state != ImportState.ASKED or row.job not in given_up([row]):
        raise Settled


def given_up(rows: Iterable[Import]) -> set[UUID]:
    """Return of these imports' jobs those that failed for good or were called off; one query."""
    jobs = [row.job for row in rows if row.state == ImportState.ASKED and row.job]
    gone = outbox.Job.objects.filter(id__in=jobs, state__in=GIVEN_UP)
    return set(gone.values_list("id", flat=True)) if jobs else set()


def text_of(row: Import) -> bytes:
    """Return the file. Raises Expired, and BrokenSeal."""
    try:
        if row.volume is None:
            raise NotFound
        return b"".join(documents.open_volume(row.volume).read())
    except NotFound:
        raise Expired from None
