"""What is found besides what is kept: what is not FHIR, and what Bedside does not keep.

Both are said by where they stand, never by their value; a code's or a test's name is said, because
without it nobody could tell what was left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside import limits

NOT_KEPT = "Bedside does not keep this."
_BY_WHOM = "Who wrote it there and when stays there; here stands who brought it in, and when."
_VISIT = "At which encounter it was written there is not kept."
WHY: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "recordedDate",
            "recorder",
            "asserter",
            "issued",
            "performer",
            "requester",
            "informationSource",
            "dateAsserted",
            "author",
        ),
        _BY_WHOM,
    ),
    "encounter": _VISIT,
    "context": _VISIT,
}
"""Why elements stay out, beyond that Bedside does not keep them."""
MOST_WRONG = 100
"""Named; a file with more is no record."""
MOST_LEFT_OUT = 300
"""Kinds of things that are named one by one."""
_MORE = "More of other kinds"
_SHOWN = 120


@dataclass(frozen=True)
class Wrong:
    """What is not as FHIR has it: `path` is FHIRPath's, from the bundle on."""

    path: str
    sentence: str


@dataclass(frozen=True)
class LeftOut:
    """What does not come in: `what` is an element or a thing's name, empty for whole resources;
    `count` is how often, `first` the path of the first one."""

    kind: str
    what: str
    why: str
    count: int
    first: str

    @property
    def is_whole(self) -> bool:
        """Whether whole resources stay out, rather than a part of what comes in."""
        return self.first.endswith(".resource")


class LeaveOut(Exception):
    """A whole resource stays out. `what` names it among others of its type."""

    def __init__(self, why: str, what: str = "") -> None:
        self.why, self.what = why, what
        super().__init__(why)


@dataclass
class Findings:
    """Gathers both while a bundle is read."""

    _wrong: dict[str, str] = field(default_factory=dict)
    _left_out: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)

    def wrong(self, path: str, sentence: str) -> None:
        """Say what is wrong at a path; of two sentences for one place the first one counts."""
        if len(self._wrong) < MOST_WRONG:
            self._wrong.setdefault(path, sentence)

    def leave_out(self, kind: str, what: str, why: str, path: str) -> None:
        """Say that something is left out."""
        key = (kind, shown(what), why)
        if key not in self._left_out and len(self._left_out) >= MOST_LEFT_OUT:
            key = (_MORE, "", NOT_KEPT)
        count, first = self._left_out.get(key, (0, path))
        self._left_out[key] = (count + 1, first)

    @property
    def all_wrong(self) -> tuple[Wrong, ...]:
        return tuple(Wrong(path, sentence) for path, sentence in self._wrong.items())

    @property
    def all_left_out(self) -> tuple[LeftOut, ...]:
        """By type, then by how often."""
        found = [
            LeftOut(kind, what, why, count, first)
            for (kind, what, why), (count, first) in self._left_out.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.kind, -one.count, one.what, one.why)))


def shown(text: str) -> str:
    """Return a name of somebody else's as one short line."""
    line = " ".join(text.split())
    short = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
    return short if limits.is_line(short, len(short)) else "a name that cannot be shown"
