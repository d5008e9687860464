"""What the accounts need not remember any longer.

Sessions themselves stay: their device is how a person's own browser is told from a stranger's.
"""

from datetime import datetime

from django.db.models import Q

from bedside.accounts import repeats, throttle
from bedside.accounts.models import Invitation, RefreshToken, ResetLink


def forget_expired(now: datetime) -> int:
    """Delete old answers, tries outside the window and proofs that open nothing any more.

    Returns how many.
    """
    over = Q(session__expires_at__lt=now) | Q(session__ended_at__lt=now)
    tokens, _ = RefreshToken.objects.filter(over).delete()
    old = Q(expires_at__lt=now) | Q(used_at__lt=now)
    links, _ = ResetLink.objects.filter(old).delete()
    codes, _ = Invitation.objects.filter(old).delete()
    return throttle.forget_old(now) + repeats.forget_old() + tokens + links + codes
