"""The act: a verb with a named person, done whole and on the record, or not at all.

    with act("account.disable", by=actor) as doing:
        user = ...                        # the rule and the change
        doing.on(user=user.id)            # what the audit event will say

Entering asks the permission table. Leaving well appends the audit event in the same transaction as
the change, so neither is ever there without the other. A refusal rolls everything back and is then
recorded in a transaction of its own; when even that fails, the answer is Unavailable, because a
refusal that leaves no trace is an invitation to try on.

Acts do not nest, with one exception: an act that prepares can take in others that only look
(`taking_in_looks`), and its own event stands for them.

Who may reach a patient can change while an act prepares. So an act that changes something holds the
patients it is about until its transaction ends, and asks there whether they are still within reach:
`about` sees to it, so that no act can forget.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Literal
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from bedside import audit, vault
from bedside.accounts import permissions
from bedside.audit.actor import Actor
from bedside.audit.log import SYSTEM_CHAIN
from bedside.errors import BedsideError, Damaged, Unavailable

_log = logging.getLogger("bedside.acts")

Outcome = Literal["done", "refused", "failed"]
Holder = Callable[[Actor, Collection[UUID]], object]
"""Holds some patients, and the grounds on which an actor reaches them, until the transaction ends.
Raises NotFound for one who is out of reach by now."""
_holders: list[Holder] = []


def hold_with(holder: Holder) -> None:
    """Say how patients are held; only the room that keeps them knows."""
    _holders[:] = [holder]


def _holder() -> Holder:
    if not _holders:
        raise RuntimeError("Nothing says how patients are held: see `hold_with`.")
    return _holders[0]


class Act:
    """One act under way: what it is about, gathered as it becomes known."""

    def __init__(self, action: str, *, by: Actor, chain: UUID) -> None:
        self.action = action
        self.by = by
        self.chain = chain
        """The audit chain: a facility's id, or the system's. May be set until the act ends."""
        self._stage: Literal["preparing", "committing", "done"] = "preparing"
        self._subjects: dict[UUID, None] = {}
        self._reached: dict[UUID, None] = {}
        self._to_hold: dict[UUID, None] = {}
        self._to_ask: list[Callable[[], object]] = []
        self._objects: dict[str, str] = {}
        self._details: dict[str, str | int | bool] = {}
        self._if_refused: list[Callable[[], object]] = []
        self._damage: vault.Gathered = {}
        """What was met in a list and did not open; reported with the act's event."""
        self._takes_in_looks = False

    def about(self, *patients: UUID) -> None:
        """Name the patients whose data is read or changed; each is recorded once.

        They are within the actor's reach, and an act that changes something holds them. Raises
        NotFound for one who is not any more.
        """
        new = dict.fromkeys(each for each in patients if each not in self._reached)
        self._reached.update(new)
        self._to_hold.update(new)
        self.mention(*patients)
        if self._stage == "committing":
            self._hold_those_named()

    def mention(self, *patients: UUID) -> None:
        """Name patients whose data is changed on another ground than reach, such as a token."""
        self._subjects.update(dict.fromkeys(patients))

    def once_held(self, ask: Callable[[], object]) -> None:
        """Call `ask`, which raises a refusal, when the patients are held: now or at the commit.

        For grounds of an act besides the reach of its patients.
        """
        self._to_ask.append(ask)
        if self._stage == "committing":
            self._hold_those_named()

    def on(self, **ids: UUID | str) -> None:
        """Name the objects acted on, one id a kind: `on(assessment=id)`."""
        self._objects.update({kind: str(identifier) for kind, identifier in ids.items()})

    def note(self, **codes: str | int | bool) -> None:
        """Add codes and counts to the record. Never what a person wrote."""
        self._details.update(codes)

    def if_refused(self, remember: Callable[[], object]) -> None:
        """Call `remember` in the refusal's own transaction, for what must outlive the rollback."""
        self._if_refused.append(remember)

    @contextmanager
    def commit(self) -> Iterator[None]:
        """Make the change and its event, in one transaction. Once for each prepared act."""
        if self._stage != "preparing":
            raise RuntimeError(f"{self.action} was committed twice")
        self._stage = "committing"
        # durable: inside somebody else's transaction a refusal's record would be rolled back too
        with transaction.atomic(durable=_whole.get() is None):
            if not permissions.only_reads(self.action):
                _run_companion()
            self._hold_those_named()
            yield
            self._append("done")
            self._report_damage()
        self._stage = "done"

    @contextmanager
    def taking_in_looks(self) -> Iterator[None]:
        """Let acts that only look be a part of this one, while it prepares: each asks for its own
        permission and keeps to its own rules, and this one's event names whom they were about.

        For what looks thousands of times, such as an export: thousands of events would hide what
        was done, which is one thing.
        """
        self._takes_in_looks = True
        try:
            yield
        finally:
            self._takes_in_looks = False

    def takes_in(self, action: str) -> bool:
        """Whether an act of this name may be a part of this one now."""
        return (
            self._takes_in_looks and self._stage == "preparing" and permissions.only_reads(action)
        )

    @property
    def damaged(self) -> int:
        """How many sealed texts were met so far and did not open."""
        return len(self._damage)

    @property
    def reached(self) -> tuple[UUID, ...]:
        """The patients named so far who are within the actor's reach."""
        return tuple(self._reached)

    @property
    def is_committing(self) -> bool:
        return self._stage == "committing"

    @property
    def is_done(self) -> bool:
        return self._stage == "done"

    def _hold_those_named(self) -> None:
        patients, asked = tuple(self._to_hold), tuple(self._to_ask)
        self._to_hold.clear()
        self._to_ask.clear()
        if permissions.only_reads(self.action):
            return
        if patients:
            _holder()(self.by, patients)
        for ask in asked:
            ask()

    def _append(self, outcome: Outcome) -> None:
        audit.append(
            self.action,
            by=self.by,
            chain=self.chain,
            outcome=outcome,
            subjects=tuple(self._subjects),
            objects=self._objects,
            details=self._details,
        )

    def _report_damage(self) -> None:
        vault.report_met(self._damage, by=self.by, chain=self.chain)

    def _report_rest(self) -> None:
        """Report what was opened after the commit, to show the outcome, which is good anyhow."""
        try:
            self._report_damage()
        except Exception:
            _log.exception("damage could not be put on record")

    def _record_failure(self, error: Exception) -> None:
        """Leave a trace of an act that was rolled back. Raises Unavailable when that fails."""
        if (whole := _whole.get()) is not None:
            whole.append((self, error))
            return
        refused = isinstance(error, BedsideError) and not isinstance(error, Unavailable)
        self.note(error=type(error).__name__)
        try:
            with transaction.atomic(durable=True):
                for remember in self._if_refused if refused else ():
                    remember()
                self._append("refused" if refused else "failed")
                self._report_damage()
                if isinstance(error, Damaged):
                    vault.report_damage(error, by=self.by, chain=self.chain)
        except RuntimeError:
            raise  # the act was begun inside a transaction: a programming error, not an outage
        except Exception as unrecorded:
            raise Unavailable from unrecorded


class _Look(Act):
    """An act that only looks, as a part of another one, which is on record for both."""

    def __init__(self, action: str, *, whole: Act, chain: UUID) -> None:
        super().__init__(action, by=whole.by, chain=chain)
        self._whole_act = whole

    def _append(self, outcome: Outcome) -> None:  # noqa: ARG002
        self._whole_act.mention(*self._subjects)

    def _record_failure(self, error: Exception) -> None:
        """What the whole act makes of it, is on record."""


_under_way: ContextVar[Act | None] = ContextVar("act under way", default=None)
_companion: ContextVar[Callable[[], object] | None] = ContextVar("companion", default=None)
_whole: ContextVar[list[tuple[Act, Exception]] | None] = ContextVar("whole", default=None)
"""The acts that failed among several that are done together or not at all."""


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Do the acts within it in one transaction: when one raises, none of them was.

    What was refused or failed is recorded after the transaction, whether it was kept or not: a
    refusal that was caught leaves its trace as well.
    """
    if _under_way.get() is not None or _whole.get() is not None:
        raise RuntimeError("acts that are done together were begun inside others")
    failed: list[tuple[Act, Exception]] = []
    token = _whole.set(failed)
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        _whole.reset(token)
        for doing, error in failed:
            doing._record_failure(error)


@contextmanager
def together_with(companion: Callable[[], object]) -> Iterator[None]:
    """Run `companion` first thing in the transaction of the next act that changes something: both
    are kept, or neither is. Acts that only read pass it by.

    A door remembers there that a request has had its effect. When `companion` raises, the act
    does nothing and is recorded as refused or failed, as with any other error.
    """
    token = _companion.set(companion)
    try:
        yield
    finally:
        _companion.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """Keep the companion for the act after this: what runs within is not what was asked for."""
    token = _companion.set(None)
    try:
        yield
    finally:
        _companion.reset(token)


def _run_companion() -> None:
    companion = _companion.get()
    if companion is not None:
        _companion.set(None)
        companion()


@contextmanager
def act(action: str, *, by: Actor, chain: UUID = SYSTEM_CHAIN) -> Iterator[Act]:
    """Do `action` as `by`: see the module. Acts do not nest, but for looks that one takes in,
    nor run inside a transaction.

    Raises what permissions.require raises, what the body raises, and Unavailable when the database
    or the audit log cannot be written. An unknown action is a KeyError.
    """
    with prepared_act(action, by=by, chain=chain) as doing, doing.commit():
        yield doing


@contextmanager
def prepared_act(action: str, *, by: Actor, chain: UUID = SYSTEM_CHAIN) -> Iterator[Act]:
    """Do `action` as `by` in two steps: prepare, then change within `with doing.commit():`.

    For acts that first seal a document and wait until it is stored. Raises as `act` does.
    """
    if action not in permissions.ACTIONS:
        raise KeyError(action)
    doing, gathering = _begun(action, by=by, chain=chain)
    token = _under_way.set(doing)
    try:
        with gathering as doing._damage:
            permissions.require(action, by=by)
            yield doing
        if not doing.is_done:
            raise RuntimeError(f"{action} ended without commit()")
        doing._report_rest()
    except Exception as error:
        if not doing.is_done:
            doing._record_failure(error)
        if isinstance(error, OperationalError | InterfaceError):
            raise Unavailable from error
        raise
    finally:
        _under_way.reset(token)


def _begun(
    action: str, *, by: Actor, chain: UUID
) -> tuple[Act, AbstractContextManager[vault.Gathered]]:
    """Return an act that begins, and what gathers its damage; a look leaves it to the whole act."""
    whole = _under_way.get()
    if whole is None:
        return Act(action, by=by, chain=chain), vault.gathering()
    if not whole.takes_in(action) or whole.by != by:
        raise RuntimeError(f"{action} was begun inside another act")
    return _Look(action, whole=whole, chain=chain), nullcontext({})


def under_way() -> Act:
    """Return the act whose change is being made, for functions that only belong inside one.

    Raises RuntimeError when there is none: a change nobody would be on record for.
    """
    doing = _under_way.get()
    if doing is None or not doing.is_committing:
        raise RuntimeError("this changes something and must be called inside an act")
    return doing
