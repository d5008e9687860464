"""The same request sent twice has one effect, whichever door it came through.

A door names the request (`Asked`): the API by the client's Idempotency-Key, the pages by the
one-time key of their form. The name's row is written in the transaction of the first act that
changes something (`acts.together_with`). So the effect and the memory of it are there together or
not at all, whenever the process dies. Of requests at the same time, the database lets one through;
the others find the row and wait for the first one's answer. The answer is added right after the
act. Should the process die between the two, the effect stands and a repeat is told (409) that it
was done and should be read; it is never done again. Only what succeeded is remembered: a refusal
changed nothing and may be tried again. After a day an answer is deleted by the next one that is
remembered; until then it is sealed.

Cookies that prove who somebody is (`sid`, `draft`, `device`) are a matter of their own. A name is
not a secret: programs choose theirs, and a whole waiting room shares one address. So these cookies
are sealed once more, under a key made from a secret that the client held before it asked and has
to show again (`Asked.secret`): another cookie of the same browser. Without it they open for nobody,
for whoever reads the database and has our keys as little as for a stranger who repeats the request;
and a client that holds no secret gets them once only.

An answer may say something about a patient, so giving it again is an act: whoever does not reach
that patient any more finds nothing, and either way it is on record.
"""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from bedside import vault
from bedside.accounts import acts
from bedside.accounts.acts import Act
from bedside.accounts.models import RememberedAnswer
from bedside.audit import Actor
from bedside.errors import AlreadyDone, BedsideError, Invalid
from bedside.vault.aead import Cipher

KEPT = timedelta(hours=24)
WAIT_SECONDS = 5.0
_POLL_SECONDS = 0.05

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A request that may come twice.

    `name` is a hash that says which request it is, and of whom. `request` is a hash of all that was
    asked: the same name for something else is refused. `secret` is what only this client holds;
    `kept` how long a repeat is one.
    """

    name: str
    request: str
    secret: str = ""
    kept: timedelta = KEPT


@dataclass(frozen=True)
class Answer:
    """What was answered; `cookies` are the Set-Cookie lines that prove something to somebody.

    `people` are the accounts that it was for, "" standing for nobody signed in.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    cookies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repeat:
    """An answer given before. Its cookies are there only for whoever showed the same secret.

    `held_back` says that there were cookies and that they are left out.
    """

    answer: Answer
    is_proven: bool
    held_back: bool


def once(
    asked: Asked,
    do: Callable[[], T],
    *,
    by: Actor,
    write: Callable[[T], Answer | None],
    read: Callable[[Repeat], T],
) -> T:
    """Return `do()`, or `read` of what it was when the same request came before.

    `write` makes an answer of what `do` returned, None of a refusal. Raises Invalid when the name
    was used for another request, NotFound when `by` no longer reaches whom the answer is about, and
    AlreadyDone when the first one's answer is not to be had.
    """
    known = _known(asked)
    if first := known.first():
        return read(_repeat(first, asked, by))
    row, done = RememberedAnswer(name=asked.name), list[Act]()

    def reserve() -> None:
        done.append(acts.under_way())
        _reserve(row, asked)

    try:
        with acts.together_with(reserve):
            given = do()
    except BedsideError:
        # The request before us may also be why: it moved the version on, or took the email.
        if first := known.exclude(pk=row.pk).first():
            return read(_repeat(first, asked, by))
        _forget(row)
        raise
    answer = write(given)
    if answer is not None:
        _remember(row, asked, answer, done)
    elif first := known.exclude(pk=row.pk).first():
        return read(_repeat(first, asked, by))
    else:
        _forget(row)
    return given


def before(asked: Asked, *, by: Actor) -> Repeat | None:
    """Return what was answered when this request came before, None when it did not.

    Raises as `once` does.
    """
    first = _known(asked).first()
    return _repeat(first, asked, by) if first else None


def forget_old() -> int:
    """Delete what is older than a day; return how many rows that were."""
    old = RememberedAnswer.objects.filter(created_at__lte=timezone.now() - KEPT)
    return old.delete()[0]


def _known(asked: Asked) -> QuerySet[RememberedAnswer]:
    since = timezone.now() - asked.kept
    return RememberedAnswer.objects.filter(name=asked.name, created_at__gt=since)


def _reserve(row: RememberedAnswer, asked: Asked) -> None:
    over = timezone.now() - asked.kept
    RememberedAnswer.objects.filter(name=row.name, created_at__lte=over).delete()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyDone from None


def _forget(row: RememberedAnswer) -> None:
    """Remember nothing: of two acts, the first was done and the second one refused."""
    RememberedAnswer.objects.filter(pk=row.pk).delete()


def _remember(row: RememberedAnswer, asked: Asked, answer: Answer, done: list[Act]) -> None:
    if row._state.adding:
        return  # nothing was changed
    (act,) = done
    cookies = json.dumps(answer.cookies).encode()
    told = {
        "request": asked.request,
        "answer": asdict(replace(answer, cookies=())),
        "about": [str(patient) for patient in act.reached],
        "chain": str(act.chain),
        "had_cookies": bool(answer.cookies),
        "cookies": _cipher(asked).seal(cookies, _context(row)).hex() if asked.secret else "",
    }
    sealed = vault.seal(json.dumps(told).encode(), purpose="accounts", context=_context(row))
    RememberedAnswer.objects.filter(pk=row.pk).update(sealed=sealed)
    forget_old()


def _repeat(row: RememberedAnswer, asked: Asked, by: Actor) -> Repeat:
    opened = vault.open(_awaited(row), purpose="accounts", context=_context(row))
    told = json.loads(opened)
    if told["request"] != asked.request:
        raise Invalid("This Idempotency-Key was used for another request.")
    cookies = _cookies(row, asked, told)
    answer = _answer(told["answer"])
    _must_reach_still(answer, told, by)
    if cookies is None:
        return Repeat(answer, is_proven=False, held_back=told["had_cookies"])
    return Repeat(replace(answer, cookies=cookies), is_proven=True, held_back=False)


def _must_reach_still(answer: Answer, told: dict[str, Any], by: Actor) -> None:
    """Ask for the patients of an answer once more, on record. One without words tells nothing."""
    if not answer.body:
        return
    if "about" not in told:
        raise AlreadyDone  # kept by a Bedside that did not write down whom it is about
    patients = [UUID(patient) for patient in told["about"]]
    if patients:
        with acts.act("answer.repeat", by=by, chain=UUID(told["chain"])) as doing:
            doing.about(*patients)


def _awaited(row: RememberedAnswer) -> bytes:
    """Return the sealed answer, once it is there. Raises AlreadyDone."""
    waited_until = time.monotonic() + WAIT_SECONDS
    rows = RememberedAnswer.objects.filter(pk=row.pk)
    sealed = row.sealed
    while sealed is None:
        if time.monotonic() > waited_until:
            raise AlreadyDone
        time.sleep(_POLL_SECONDS)
        sealed = rows.values_list("sealed", flat=True).first()
        if sealed is None and not rows.exists():
            raise AlreadyDone
    return bytes(sealed)


def _cookies(row: RememberedAnswer, asked: Asked, told: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the cookies, None without the secret that they were sealed under."""
    if not asked.secret or not told["cookies"]:
        return None
    try:
        opened = _cipher(asked).open(bytes.fromhex(told["cookies"]), _context(row))
    except vault.BrokenSeal:
        return None
    return tuple(json.loads(opened))


def _answer(told: dict[str, Any]) -> Answer:
    headers = tuple((name, text) for name, text in told["headers"])
    return Answer(told["status"], headers, told["body"], people=tuple(told["people"]))


def _cipher(asked: Asked) -> Cipher:
    return Cipher(1, hmac.digest(asked.secret.encode(), asked.name.encode(), "sha256"))


def _context(row: RememberedAnswer) -> vault.Context:
    return vault.Context(None, "remembered", row.id, None, 1, 1)
