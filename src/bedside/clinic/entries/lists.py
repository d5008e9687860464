"""The lists of a patient, as the nouns offer them: what may be done with every kind of entry.

    MEDICINES = Lasting(Kind("medicine", Medicine, MedicineBody))
    add, end = MEDICINES.add, MEDICINES.end

Every act raises NotFound for a patient or entry out of reach, Conflict when the state does not
allow it, Stale for a `version` that is not the present one, and Invalid naming each bad field.
"""

from collections.abc import Collection, Mapping
from typing import Any, Generic
from uuid import UUID

from bedside.audit import Actor
from bedside.clinic.encounters.views import Names
from bedside.clinic.entries import acts, reading, views
from bedside.clinic.entries.body import B, W
from bedside.clinic.entries.kinds import Inside, Kind, nothing_else
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.pages import Place
from bedside.clinic.partial_dates import PartialDate
from bedside.documents import Body as Document
from bedside.documents import Unreadable


class Listed(Generic[B]):
    """One kind of entry: reading it, adding to it, changing it.

    `inside` is what else happens in the transaction of an act that makes or changes an entry.
    """

    def __init__(self, kind: Kind[B], *, inside: Inside = nothing_else) -> None:
        self.kind = kind
        self.inside = inside

    def read_all(
        self,
        patient: UUID,
        *,
        by: Actor,
        states: Collection[str] = (),
        after: Place | None = None,
        limit: int = reading.PAGE,
    ) -> EntryPage[B]:
        """Return a page of a patient's list, the newest first; of all states without `states`."""
        return reading.read_page(self.kind, patient, by=by, states=states, after=after, limit=limit)

    def read(self, patient: UUID | None, entry: UUID, *, by: Actor) -> EntryView[B]:
        """Open one entry of a patient, or of whoever it is; for a doctor with its history."""
        return reading.read(self.kind, patient, entry, by=by)

    def add(
        self,
        patient: UUID,
        body: B,
        *,
        encounter: UUID | None = None,
        despite: str = "",
        by: Actor,
    ) -> EntryView[B]:
        """Add an entry, at an encounter of this patient that is open, if it was at one.

        `despite` is why, when something on record stands against it (Contraindicated).
        """
        return acts.add(
            self.kind,
            patient,
            body,
            encounter=encounter,
            prepare=lambda: self.inside,
            despite=despite,
            by=by,
        )

    def change(
        self,
        patient: UUID,
        entry: UUID,
        changes: Mapping[str, Any],
        *,
        despite: str = "",
        version: int,
        by: Actor,
    ) -> EntryView[B]:
        """Say some of it differently, the rest staying as it is."""

        def said(body: B, _: str) -> B:
            return body.changed(changes)

        return self.turn("change", patient, entry, said, version=version, despite=despite, by=by)

    def mark_as_error(
        self, patient: UUID, entry: UUID, *, reason: str = "", version: int, by: Actor
    ) -> EntryView[B]:
        """Say that it was never true of this patient. Doctors still see it, as an error."""
        return self.turn(
            "mark_as_error", patient, entry, acts.as_it_was, version=version, reason=reason, by=by
        )

    def reinstate(
        self,
        patient: UUID,
        entry: UUID,
        *,
        reason: str = "",
        despite: str = "",
        version: int,
        by: Actor,
    ) -> EntryView[B]:
        """Take back that it was an error: it is what it was before."""
        how: dict[str, Any] = {"reason": reason, "despite": despite, "version": version, "by": by}
        return self.turn("reinstate", patient, entry, acts.as_it_was, **how)

    def turn(
        self,
        event: str,
        patient: UUID,
        entry: UUID,
        said: acts.Turn[B],
        *,
        version: int,
        reason: str = "",
        despite: str = "",
        by: Actor,
    ) -> EntryView[B]:
        """Let an event of the lifecycle happen to an entry."""
        return acts.turn(
            self.kind,
            event,
            patient,
            entry,
            said,
            version=version,
            reason=reason,
            despite=despite,
            inside=self.inside,
            by=by,
        )

    def of_patient(
        self,
        patient: UUID,
        *,
        by: Actor,
        states: Collection[str] = (),
        encounter: UUID | None = None,
        limit: int = reading.PAGE,
    ) -> list[Entry]:
        """Return a patient's rows, the newest first, for an act that has found the patient."""
        return reading.of_patient(
            self.kind, patient, by=by, states=states, encounter=encounter, limit=limit
        )

    def view(
        self,
        row: Entry,
        document: Document | Unreadable,
        *,
        by: Actor | None = None,
        names: Names | None = None,
    ) -> EntryView[B]:
        """Return the view of a row and its document, as `by` may see it."""
        return views.view(self.kind, row, document, by=by, names=names)


class Lasting(Listed[W]):
    """A kind of entry that begins and ends."""

    def end(
        self,
        patient: UUID,
        entry: UUID,
        *,
        until: PartialDate | None = None,
        why: str = "",
        version: int,
        by: Actor,
    ) -> EntryView[W]:
        """Say that it is over, since when and why, as far as that is known."""

        def said(body: W, _: str) -> W:
            return body.ended(until, why)

        return self.turn("end", patient, entry, said, version=version, by=by)

    def reinstate(
        self,
        patient: UUID,
        entry: UUID,
        *,
        reason: str = "",
        despite: str = "",
        version: int,
        by: Actor,
    ) -> EntryView[W]:
        """Let an ended entry go on, or take back that it was an error: it is what it was before."""

        def said(body: W, state: str) -> W:
            return body.begun_again() if state == ACTIVE else body

        how: dict[str, Any] = {"reason": reason, "despite": despite, "version": version, "by": by}
        return self.turn("reinstate", patient, entry, said, **how)
