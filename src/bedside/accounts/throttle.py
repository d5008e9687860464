"""How often somebody may try, and why nobody can be locked out for good.

Guessing is counted three ways over a sliding ten minutes: per account, per address, and for the
whole house. A device that has signed in to the account before is counted apart, by itself: a
stranger who guesses from elsewhere uses up the stranger's allowance, never the owner's. Everything
is forgotten after ten minutes, and a try that was turned away is not counted, so going on knocking
does not lengthen the wait. A right password during the wait is turned away too: otherwise guesses
beyond the allowance would still tell right from wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from django.db.models import QuerySet
from django.utils import timezone

from bedside.accounts.models import Attempt
from bedside.errors import AlreadyDone, Throttled

WINDOW = timedelta(minutes=10)
PER_ACCOUNT = 5
PER_DEVICE = 5
PER_ADDRESS = 20
IN_ALL = 1000
DRAFTS_PER_ADDRESS = 60
"""What is begun without an account; more, as a whole waiting room may share one address."""


@dataclass(frozen=True)
class Tried:
    """One try that is being made: what it counts against."""

    kind: Attempt.Kind
    address: str
    account: str = ""
    device: str = ""
    """Only when this device has signed in to this account before."""

    def count(self) -> Attempt:
        """Store the try, now."""
        return Attempt.objects.create(
            kind=self.kind,
            account=self.account,
            device=self.device,
            address=network(self.address),
            at=timezone.now(),
        )


def begin(tried: Tried) -> Attempt:
    """Count the try before it is made, so that many at once cannot slip through together.

    Delete the returned row when the try turns out well. Raises Throttled, counting nothing.
    """
    attempt = tried.count()
    try:
        check(tried, ours=1)
    except Throttled:
        attempt.delete()
        raise
    return attempt


@contextmanager
def unless_repeated(attempt: Attempt) -> Iterator[None]:
    """Forget the try when it turns out to be the same request twice: its owner tried once."""
    try:
        yield
    except AlreadyDone:
        attempt.delete()
        raise


def check(tried: Tried, *, ours: int = 0) -> None:
    """Return if the try is within every allowance; `ours` of the stored tries are this one.

    Raises Throttled with the seconds until the oldest try that stands in the way is forgotten.
    """
    now = timezone.now()
    waits = [_wait(rows, limit + ours, now) for rows, limit in _allowances(tried, now)]
    if max(waits) > 0:
        raise Throttled(retry_after=max(waits))


def forget_old(now: datetime) -> int:
    """Delete the tries that no longer count; returns how many."""
    return Attempt.objects.filter(at__lt=now - WINDOW).delete()[0]


def network(address: str) -> str:
    """Return what counts as one address: of IPv6 the /64, as every customer is given that many."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), 64), strict=False))


def _allowances(tried: Tried, now: datetime) -> list[tuple[QuerySet[Attempt], int]]:
    recent = Attempt.objects.filter(kind=tried.kind, at__gt=now - WINDOW)
    if tried.device:
        return [(recent.filter(account=tried.account, device=tried.device), PER_DEVICE)]
    strangers = recent.filter(device="")
    nearby = strangers.filter(address=network(tried.address))
    if tried.kind == Attempt.Kind.DRAFT:
        # None for the whole house: nobody far away may keep a patient from describing an emergency.
        return [(nearby, DRAFTS_PER_ADDRESS)]
    limits = [(nearby, PER_ADDRESS), (strangers, IN_ALL)]
    if tried.account:
        limits.append((strangers.filter(account=tried.account), PER_ACCOUNT))
    return limits


def _wait(rows: QuerySet[Attempt], limit: int, now: datetime) -> int:
    """Return the seconds until fewer than `limit` of `rows` are in the window; 0 when they are."""
    in_the_way = rows.order_by("-at").values_list("at", flat=True)[limit - 1 : limit]
    return max((ceil((at + WINDOW - now).total_seconds()) for at in in_the_way), default=0)
