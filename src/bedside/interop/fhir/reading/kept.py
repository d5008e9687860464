"""What of a bundle becomes an entry of a patient's list, and how it is held to the house's rules.

A date or a remark that Bedside would refuse is left out by name and the entry stays; without what
makes it an entry, all of it stays out.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, TypeVar

from bedside.clinic.entries.body import Body
from bedside.clinic.patients.births import before_birth
from bedside.errors import Invalid
from bedside.interop.fhir.reading.bundle import Bundle
from bedside.interop.fhir.reading.element import Element
from bedside.interop.fhir.reading.findings import LeaveOut

Noun = Literal["allergy", "medicine", "diagnosis", "problem", "vitals", "flag", "elsewhere"]
B = TypeVar("B", bound=Body)
_DISPENSABLE = frozenset(
    {
        "since",
        "until",
        "why_ended",
        "onset",
        "abated",
        "comment",
        "reaction",
        "dose",
        "note",
        "ended_at",
    }
)
"""The fields without which an entry still says what it is about."""
ABOUT_ANOTHER = "This is about somebody else than the patient of the bundle."
ABOUT_NOBODY = "This refers to nobody in the bundle."


@dataclass(frozen=True)
class Kept:
    """An entry to be: what it says is checked for its state. `code` is a diagnosis's (ICD-10-CM),
    `related` the path of the diagnosis that a problem is of."""

    path: str
    noun: Noun
    state: str
    body: Any
    code: str = ""
    related: str = ""


@dataclass(frozen=True)
class About:
    """Whose record is read: the bundle, its patient, and when they were born, if that is known."""

    bundle: Bundle
    patient: Element
    born: date | None

    def must_be_theirs(self, one: Element, name: str) -> None:
        """Say so when a resource is not about the patient of the bundle."""
        reference = one.child(name)
        reference.pass_over("display", "type")
        found = self.bundle.find(reference.text("reference"), one)
        if found is not self.patient:
            one.wrong(name, ABOUT_ANOTHER if found else ABOUT_NOBODY)

    def kept(
        self, one: Element, noun: Noun, state: str, body: B, places: dict[str, str], **more: Any
    ) -> Kept:
        """Return an entry whose body Bedside takes; `places` are the elements of its fields.

        Raises LeaveOut.
        """
        checked, bad = self._checked(body, state)
        if bad:
            dispensable = bad.keys() & _DISPENSABLE
            if dispensable != bad.keys():
                raise LeaveOut(" ".join(dict.fromkeys(bad.values())))
            for name in dispensable:
                one.leave_out(places.get(name, name), bad[name])
            return self.kept(one, noun, state, _without(body, dispensable), places, **more)
        return Kept(one.path, noun, state, checked, **more)

    def _checked(self, body: B, state: str) -> tuple[B, dict[str, str]]:
        """Return a body as it would be kept, and what Bedside refuses of it, by field."""
        try:
            checked = body.checked(state)
        except Invalid as error:
            return body, error.fields
        return checked, before_birth(checked.happened, self.born) if self.born else {}


def _without(body: B, names: Collection[str]) -> B:
    empty = {one.name: one.default for one in fields(body) if one.name in names}
    return replace(body, **empty)
