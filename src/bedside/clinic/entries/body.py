"""What one entry says: plain fields with types, checked before they are sealed.

A kind of entry subclasses `Body` (or `Words`, for those that begin and end) and says its limits as
data. In the sealed document a body is plain JSON; a field that an older document does not have has
its default.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.utils import timezone

from bedside import limits
from bedside.clinic.entries.lifecycle import ENDED
from bedside.clinic.partial_dates import PartialDate
from bedside.errors import Invalid

OLDEST = timedelta(days=limits.OLDEST_YEARS * 366)
"""An earlier day is a slip."""
B = TypeVar("B", bound="Body")


@dataclass(frozen=True, kw_only=True)
class Body:
    """What an entry says."""

    READ: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """How fields that JSON does not know are read from it; None stays None."""

    def checked(self: B, state: str) -> B:
        """Return it as it will be kept, for an entry in `state`. Raises Invalid by field."""
        raise NotImplementedError

    def changed(self: B, changes: Mapping[str, Any]) -> B:
        """Return it with some fields replaced. Raises Invalid for a field that it does not have."""
        if set(changes) - {one.name for one in fields(self)}:
            raise Invalid("Only what the entry says can be changed here.")
        return replace(self, **changes)

    @property
    def happened(self) -> dict[str, PartialDate | datetime]:
        """Return when what it says was, by field, without what is not said."""
        said = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: one for name, one in said if isinstance(one, PartialDate | datetime)}

    def to_json(self) -> dict[str, Any]:
        """Return it for its document."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls: type[B], said: Mapping[str, Any]) -> B:
        """Return what a document says."""
        known = {one.name: said[one.name] for one in fields(cls) if one.name in said}
        for name, read in cls.READ.items():
            if known.get(name) is not None:
                known[name] = read(known[name])
        return cls(**known)


@dataclass(frozen=True, kw_only=True)
class Words(Body):
    """What an entry with a beginning and an end says, beside the words of its kind.

    `until` and `why_ended` are empty while it is active (a medicine may have an `until` to come).
    """

    READ = {"since": PartialDate.parse, "until": PartialDate.parse}
    TEXTS: ClassVar[Mapping[str, int]] = {"why_ended": limits.REASON}
    """The texts, and how many letters each may have."""
    NEEDED: ClassVar[str]
    """The text that there is no entry without."""
    CHOICES: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The fields that take one of some codes."""
    AHEAD: ClassVar[timedelta] = timedelta()
    """How far ahead its dates may lie."""
    MAY_END_LATER: ClassVar[bool] = False

    since: PartialDate | None = None
    until: PartialDate | None = None
    why_ended: str = ""

    def checked(self: "W", state: str) -> "W":
        texts: dict[str, Any] = {name: limits.tidied(getattr(self, name)) for name in self.TEXTS}
        trimmed = replace(self, **texts)
        bad = dict(trimmed._problems(state))
        if bad:
            raise Invalid(fields=bad)
        return trimmed

    def ended(self: "W", until: PartialDate | None, why: str) -> "W":
        """Return it as it is when it has ended; without a day, the planned one stays."""
        return replace(self, until=until or self.until, why_ended=why)

    def begun_again(self: "W") -> "W":
        """Return it as it is when it goes on after its end."""
        return replace(self, until=None, why_ended="")

    def _problems(self, state: str) -> Iterator[tuple[str, str]]:
        """The bad fields; of two problems of one field the later one counts."""
        for name, limit in self.TEXTS.items():
            if len(getattr(self, name)) > limit:
                yield name, limits.at_most(limit)
        if not limits.says_something(getattr(self, self.NEEDED)):
            yield self.NEEDED, "Write something here."
        for name, codes in self.CHOICES.items():
            if getattr(self, name) not in codes:
                yield name, f"Choose one of {', '.join(codes)}."
        yield from self._problems_of_dates(state)

    def _problems_of_dates(self, state: str) -> Iterator[tuple[str, str]]:
        for name, said in (("since", self.since), ("until", self.until)):
            if said and (problem := problem_of(said, ahead=self.AHEAD)):
                yield name, problem
        if self.since and self.until and self.until.last < self.since.first:
            yield "until", "The end must not be before the beginning."
        if state != ENDED and self.why_ended:
            yield "why_ended", "This has not ended, so there is no reason why it did."
        if state != ENDED and self.until and not self.MAY_END_LATER:
            yield "until", "This has not ended. End it to say when."


W = TypeVar("W", bound=Words)


def problem_of(said: PartialDate, *, ahead: timedelta = timedelta()) -> str:
    """Return what is wrong with when something happened, or nothing."""
    if said.first > latest_day(ahead):
        return "This day is too far ahead." if ahead else "This day is still to come."
    if said.last < latest_day() - OLDEST:
        return "That is too long ago."
    return ""


def latest_day(ahead: timedelta = timedelta()) -> date:
    """Return the last day that is today somewhere, or so far ahead of it."""
    return (timezone.now() + limits.AHEAD_OF_UTC + ahead).date()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, PartialDate | UUID) else value
