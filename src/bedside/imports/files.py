"""Bringing a file: taken in, read, corrected, looked at; until then it makes nobody a patient."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from bedside import documents
from bedside.accounts import permissions
from bedside.accounts.acts import Act, act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import find_facility
from bedside.clinic.facilities.rules import must_take_patients
from bedside.clinic.rules import account_of
from bedside.errors import Conflict, Invalid
from bedside.imports import previewing
from bedside.imports.judging import judged, planned_record
from bedside.imports.models import Import, ImportState
from bedside.imports.nouns import RECORDS, SHEETS, Sheet
from bedside.imports.planning import Plan, dates_of, guessed, guessed_fields, numbers_of
from bedside.imports.previewing import judge, sheet_of, table_of
from bedside.imports.reach import (
    find_import,
    held_import,
    imports_visible_to,
    must_be_planned,
    text_of,
)
from bedside.imports.reading import signs, tables
from bedside.imports.rows import Decision
from bedside.imports.showing import FAILED, keep, show, show_each
from bedside.imports.views import ImportView, OpenImport
from bedside.interop.fhir.reading import is_bundle
from bedside.locking import hold

KEPT = timedelta(days=3)
"""Long enough to ask somebody about a row, short enough that nobody forgets it here (no source)."""
WAITING = 5
"""Files that one person may have lying here."""
LISTED = 50
NOT_LINKED = "Bring the record in by itself, and make the two records one afterwards."


class TooMany(Conflict):
    """Somebody has as many files lying here as they may."""

    detail = f"{WAITING} files of yours wait here already. Bring one in, or delete it."


def begin(text: bytes, *, facility: UUID, sheet: str = "patients", by: Actor) -> ImportView:
    """Take in a file for a facility where the caller works, sealed, and guess how to read it.

    `sheet` is what its rows are, a code of SHEETS. Raises NotFound, Forbidden for whoever may not
    add such things by hand, Invalid for what is no table, and TooMany. A bundle is one patient's
    record, whatever else was said that it is.
    """
    with prepared_act("import.begin", by=by) as doing:
        sheet = RECORDS.code if is_bundle(text) else sheet
        rows = _known(sheet)
        rows.must_be_open_to(by)
        place = must_take_patients(find_facility(facility, doing=doing))
        plan = planned_record(text) if rows is RECORDS else _guessed(text, rows, by)
        volume = documents.VolumeWriter()
        volume.write(text)
        volume.close()
        with doing.commit():
            _must_have_room(by)
            expires_at = timezone.now() + KEPT
            volume.keep(expires_at=expires_at)
            assert by.user is not None
            row = Import(
                facility=place,
                by_id=by.user,
                sheet=sheet,
                volume=volume.volume,
                expires_at=expires_at,
            )
            row.plan = plan.sealed(row, row.version)
            row.save(force_insert=True)
            doing.on(brought=row.id, facility=place.id)
            doing.note(bytes=len(text), sheet=sheet)
            return show(row)


def read_import(brought: UUID, *, by: Actor) -> OpenImport:
    """Open a file as it is read now, with what would become of its rows once that is confirmed.

    Whoever of the file may be a patient already is on record as read. Raises NotFound, and Expired.
    """
    with act("import.read", by=by) as doing:
        row = find_import(brought, doing=doing)
        view, plan = show(row), Plan.of(row)
        if view.state not in {ImportState.PLANNED, FAILED}:
            return OpenImport(view, plan, None, None, None, True, None)
        text = text_of(row)
        if row.sheet == RECORDS.code:
            found = judged(row, text, plan, by=by)
            _name_whom_it_shows(found, doing)
            return OpenImport(view, plan, None, None, None, True, found)
        is_sure = signs.detect(text) == signs.Signs(plan.charset, is_sure=True)
        try:
            table = table_of(text, plan)
        except Invalid as error:
            sentences = error.fields.values()
            return OpenImport(view, plan, None, None, None, is_sure, None, *sentences)
        preview = judge(row, table, plan, by=by) if plan.is_confirmed else None
        if preview:
            _name_whom_it_shows(preview, doing)
        sheet = sheet_of(row)
        dates, numbers = dates_of(plan, table, sheet), numbers_of(plan, table, sheet)
        return OpenImport(view, plan, table, dates, numbers, is_sure, preview)


def list_imports(*, by: Actor) -> list[ImportView]:
    """Return the caller's imports, the latest first, LISTED at most."""
    with act("import.list", by=by):
        return show_each(imports_visible_to(by).order_by("-created_at")[:LISTED])


def reread(brought: UUID, *, charset: str, separator: str, version: int, by: Actor) -> ImportView:
    """Read the file with other signs or another separator, and guess its columns anew.

    Raises NotFound, Stale, Settled, Expired, and Invalid when it cannot be read so.
    """
    with prepared_act("import.change", by=by) as doing:
        row = _table_import(brought, doing)
        text = text_of(row)
        if charset not in signs.CHARSETS or separator not in tables.SEPARATORS:
            raise Invalid(fields={"charset": "Choose from the lists."})
        plan = Plan(charset, separator)
        plan = guessed_fields(plan, table_of(text, plan), sheet_of(row), by=by)
        with doing.commit():
            return _keep_plan(brought, plan, version, doing)


def confirm_reading(
    brought: UUID,
    *,
    fields: Mapping[int, str],
    order: str = "",
    decimal: str = "",
    version: int,
    by: Actor,
) -> ImportView:
    """Say what the columns hold (a field by its place) and how dates and numbers are written.

    Raises NotFound, Stale, Settled, Expired, and Invalid naming all that is wrong or missing.
    """
    with prepared_act("import.change", by=by) as doing:
        row = _table_import(brought, doing)
        table = table_of(text_of(row), before := Plan.of(row))
        plan = Plan(
            before.charset,
            before.separator,
            fields,
            order,
            is_confirmed=True,
            decimal=decimal,
        ).checked(sheet_of(row), table, by=by)
        with doing.commit():
            return _keep_plan(brought, plan, version, doing)


def decide(
    brought: UUID, decisions: Mapping[int, Decision], *, version: int, by: Actor
) -> ImportView:
    """Say of rows that may be patients already what becomes of them; earlier decisions stay.

    Raises NotFound, Stale, Settled, Expired, and Invalid for a row or a patient that is not shown.
    """
    with prepared_act("import.decide", by=by) as doing:
        row = find_import(brought, doing=doing)
        plan = Plan.of(row)
        plan = replace(plan, decisions={**plan.decisions, **decisions})
        preview = judged(row, text_of(row), plan, by=by)
        if row.sheet == RECORDS.code and any(one.choice == "link" for one in decisions.values()):
            raise Invalid(fields={"decisions": NOT_LINKED})
        still_open = {one.row for one in preview.judged if one.is_open}
        shown = {one.row for one in preview.judged if one.may_be_here}
        if set(decisions) - shown or set(decisions) & still_open:
            raise Invalid(fields={"decisions": "Choose for the rows that are shown."})
        with doing.commit():
            doing.note(count=len(decisions))
            return _keep_plan(brought, plan, version, doing)


def drop(brought: UUID, *, version: int, by: Actor) -> None:
    """Delete a file that was not brought in, before it expires. Raises NotFound, Stale, Settled."""
    with act("import.drop", by=by) as doing:
        row = held_import(brought, version=version, doing=doing)
        must_be_planned(row)
        if row.volume is not None:
            documents.forget_volume(row.volume)
        row.delete()


def _guessed(text: bytes, sheet: Sheet, by: Actor) -> Plan:
    if len(text) > tables.FILE_BYTES:
        raise Invalid(fields={"file": tables.TOO_LARGE})
    return guessed(text, sheet, by=by)


def _table_import(brought: UUID, doing: Act) -> Import:
    """Return an import of a table within reach. Raises NotFound, and Invalid for a bundle."""
    row = find_import(brought, doing=doing)
    if row.sheet == RECORDS.code:
        raise Invalid(fields={"fields": "A bundle has no columns: it says itself what it holds."})
    return row


def _keep_plan(brought: UUID, plan: Plan, version: int, doing: Act) -> ImportView:
    row = held_import(brought, version=version, doing=doing)
    must_be_planned(row)
    row.state, row.job = ImportState.PLANNED, None
    return keep(row, plan)


def sheets_for(by: Actor) -> list[str]:
    """Return what kinds of rows somebody may bring in, by their codes."""
    return [code for code, sheet in SHEETS.items() if permissions.may(sheet.verb, by=by)]


def labels_of(view: ImportView, *, by: Actor) -> dict[str, str]:
    """Return what a column of an import may hold, for whoever brings it, by the fields' codes."""
    return SHEETS[view.sheet].labels_for(by)


def _known(sheet: str) -> Sheet:
    """Return the kind of rows. Raises Invalid for one that there is not."""
    if sheet not in SHEETS:
        raise Invalid(fields={"sheet": "Choose one of the list."})
    return SHEETS[sheet]


def _must_have_room(by: Actor) -> None:
    """Raise TooMany for whoever has as many files here as they may; two at once take turns."""
    hold(get_user_model().objects.filter(id=account_of(by)))
    lying = Import.objects.filter(
        by=by.user, state=ImportState.PLANNED, expires_at__gt=timezone.now()
    )
    if lying.count() >= WAITING:
        raise TooMany


def whom(preview: previewing.Preview) -> Iterator[UUID]:
    """Whom on record a preview shows: whose rows are, and who may be a patient already."""
    for one in preview.judged:
        if one.patient:
            yield one.patient.id
        yield from (like.patient.id for like in one.likely)


def _name_whom_it_shows(preview: previewing.Preview, doing: Act) -> None:
    doing.about(*whom(preview))
    unseen = sum(one.on_record for one in preview.judged)
    doing.note(rows=preview.rows, bad=preview.bad_rows, on_record=unseen)
