"""A piece of FHIR's JSON that knows where it stands and what of it was read.

Readers ask for what Bedside keeps. Whatever nobody asked for is named as left out in the end, so
nothing can be forgotten in silence, not even by whoever writes the next reader.
Source: HL7 FHIR R4 (4.0.1), https://hl7.org/fhir/R4/json.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bedside.clinic.partial_dates import PartialDate
from bedside.interop.fhir.reading.findings import NOT_KEPT, WHY, Findings
from bedside.interop.fhir.systems import OURS

_PASSED_OVER = frozenset({"resourceType", "id", "meta", "implicitRules", "language"})
"""Of a resource. The narrative, which repeats the rest, is passed over as well."""
_MOST = 1e12
"""No number of a record is larger."""
_WHEN = re.compile(
    r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"
    r"(T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?"
)
OTHER_CODES = "Codes of this system are not kept."
A_TEXT = "This is a text."
A_LIST = "This is a list."
AN_OBJECT = "This is an object."
A_DATE = "This is a year, a month, a day, or a time with its zone."


@dataclass(frozen=True)
class Concept:
    """What a CodeableConcept says in words, and its codes by system."""

    words: str
    codes: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.words or self.codes)


class Element:
    """One JSON object: `path` is where it stands, `kind` its resource's type, `what` its name."""

    def __init__(
        self, value: Mapping[str, Any], findings: Findings, path: str, kind: str, what: str = ""
    ) -> None:
        self.value, self.findings = value, findings
        self.path, self.kind, self.what = path, kind, what
        self._read: set[str] = set()
        self._inside: dict[str, list[Element]] = {}

    def __bool__(self) -> bool:
        return bool(self.value)

    def has(self, name: str) -> bool:
        """Whether it says anything by that name; reads nothing."""
        return name in self.value

    def pass_over(self, *names: str) -> None:
        """Say of elements that they repeat what is read."""
        self._read.update(names)

    def stays_out(self, why: str) -> None:
        """Say why all of it stays out."""
        self.pass_over(*self.value)
        self._inside.clear()
        self.findings.leave_out(self.kind, self.what, why, self.path)

    def wrong(self, name: str, sentence: str) -> None:
        """Say that an element is not as FHIR has it."""
        self.findings.wrong(self._at(name), sentence)

    def leave_out(self, name: str, why: str) -> None:
        """Say why an element stays out."""
        self._read.add(name)
        self.findings.leave_out(self.kind, self._called(name), why, self._at(name))

    def text(self, name: str) -> str:
        """Return a text, empty for none."""
        found = self._take(name, str, A_TEXT)
        if found and "\0" in found:
            self.wrong(name, "There is a sign in it that no text has.")
            return ""
        return (found or "").strip()

    def flag(self, name: str) -> bool | None:
        """Return true or false, None for nothing."""
        found: bool | None = self._take(name, bool, "This is true or false.")
        return found

    def number(self, name: str) -> float | None:
        """Return a number, None for none."""
        found = self._take(name, int | float, "This is a number.")
        if found is None or isinstance(found, bool) or abs(found) > _MOST:
            if found is not None:
                self.wrong(name, "This is a number of a size that can be.")
            return None
        return float(found)

    def child(self, name: str) -> "Element":
        """Return an object inside, an empty one for none."""
        if name not in self._inside:
            found = self._take(name, dict, AN_OBJECT) or {}
            self._inside[name] = [self._inner(found, name, self._at(name))]
        return self._inside[name][0]

    def each(self, name: str) -> list["Element"]:
        """Return the objects of a list inside."""
        if name not in self._inside:
            found = enumerate(self._take(name, list, A_LIST) or [])
            inside = [(f"{self._at(name)}[{place}]", one) for place, one in found]
            for path, _ in (pair for pair in inside if not isinstance(pair[1], dict)):
                self.findings.wrong(path, AN_OBJECT)
            self._inside[name] = [
                self._inner(one, name, path) for path, one in inside if isinstance(one, dict)
            ]
        return self._inside[name]

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list inside."""
        found = self._take(name, list, A_LIST) or []
        if not all(isinstance(one, str) for one in found):
            self.wrong(name, "This is a list of texts.")
            return []
        return [one.strip() for one in found if one.strip()]

    def day(self, name: str) -> PartialDate | None:
        """Return a day, month or year; of a time its day, as it was where it was."""
        found = self._when(name)
        return PartialDate.parse(found.group(1)) if found else None

    def moment(self, name: str) -> datetime | None:
        """Return a time with its zone; None for a day, a month or a year, which is none."""
        found = self._when(name)
        if found is None or not found.group(2):
            return None
        text = re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", found.group())
        return datetime.fromisoformat(text.replace("Z", "+00:00"))

    def concept(self, name: str, *systems: str) -> Concept:
        """Return a CodeableConcept; codes of other systems than `systems` are left out by name."""
        return concept_of(self.child(name), *systems)

    def concepts(self, name: str, *systems: str) -> list[Concept]:
        """Return the CodeableConcepts of a list."""
        return [concept_of(one, *systems) for one in self.each(name)]

    def extensions(self, url: str) -> list["Element"]:
        """Return the extensions of that name."""
        if url not in self._inside:
            self._inside[url] = [one for one in self._extensions() if one.value.get("url") == url]
            self._read.add(url)
            for one in self._inside[url]:
                one.pass_over("url")
        return self._inside[url]

    def extension(self, url: str) -> "Element":
        """Return the first extension of that name, an empty one for none."""
        found = self.extensions(url)
        return found[0] if found else self._inner({}, "extension", self._at("extension"))

    def own(self, name: str) -> "Element":
        """Return one of Bedside's own extensions."""
        return self.extension(OURS + name)

    def finish(self, *, is_resource: bool = False) -> None:
        """Name what nobody asked for, here and in all that was asked for."""
        known = self._read | (_PASSED_OVER | {"text"} if is_resource else {"id"})
        for name in self.value.keys() - known - {"extension"}:
            why = WHY.get(name, NOT_KEPT)
            self.findings.leave_out(self.kind, self._called(name), why, self._at(name))
        for one in self._extensions():
            if (url := str(one.value.get("url", ""))) not in self._read:
                named = f"{self._called('extension')} {url}"
                self.findings.leave_out(self.kind, named, NOT_KEPT, one.path)
        for inside in self._inside.values():
            for one in inside:
                one.finish()

    def _extensions(self) -> Iterator["Element"]:
        found = self.value.get("extension", [])
        for place, one in enumerate(found if isinstance(found, list) else []):
            if isinstance(one, dict):
                path = f"{self._at('extension')}[{place}]"
                yield Element(one, self.findings, path, self.kind, self._called("extension"))

    def _take(self, name: str, kind: Any, sentence: str) -> Any:
        self._read.add(name)
        found = self.value.get(name)
        if name in self.value and not isinstance(found, kind):
            self.wrong(name, sentence)
            return None
        return found

    def _inner(self, value: Mapping[str, Any], name: str, path: str) -> "Element":
        return Element(value, self.findings, path, self.kind, self._called(name))

    def _when(self, name: str) -> re.Match[str] | None:
        text = self.text(name)
        found = _WHEN.fullmatch(text)
        if found and _is_on_a_calendar(found):
            return found
        if text:
            self.wrong(name, A_DATE)
        return None

    def _called(self, name: str) -> str:
        return f"{self.what}.{name}" if self.what else name

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}"


def concept_of(one: Element, *systems: str) -> Concept:
    """Return what a CodeableConcept says: its text, or else what its first code is called."""
    words = one.text("text")
    codes: dict[str, str] = {}
    for coding in one.each("coding"):
        system, code, called = coding.text("system"), coding.text("code"), coding.text("display")
        words = words or called
        coding.pass_over("version", "userSelected")
        if system in systems:
            codes.setdefault(system, code)
        elif code:
            one.findings.leave_out(
                one.kind,
                f"{one.what}.coding {system}",
                "Codes of this system are not kept.",
                coding.path,
            )
    return Concept(words, codes)


def has_a_modifier(value: Any) -> bool:
    """Whether an extension changes what something means: without knowing it, nobody may read on."""
    if isinstance(value, dict):
        return "modifierExtension" in value or any(map(has_a_modifier, value.values()))
    return isinstance(value, list) and any(map(has_a_modifier, value))


def _is_on_a_calendar(found: re.Match[str]) -> bool:
    try:
        PartialDate.parse(found.group(1))
        datetime.fromisoformat(f"2000-01-01{found.group(2) or ''}".replace("Z", "+00:00"))
    except ValueError:
        return False
    return True
