"""Drafts of people without an account: begun behind an opaque token, claimed or forgotten.

The token is all that links a browser to a provisional patient, so only its hash is kept. Whoever
registers keeps the provisional id; whoever signs in to an account they have has their drafts
re-sealed under that patient's key. Unclaimed drafts lose their key after seven days, and with it
every copy becomes unreadable, backups included.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside import documents, vault
from bedside.accounts import throttle
from bedside.accounts.acts import act, prepared_act
from bedside.accounts.models import Attempt
from bedside.audit import Actor
from bedside.clinic.models import Patient, PatientState
from bedside.clinic.patients.reading import chain_of
from bedside.errors import BedsideError, NotFound, Unauthenticated
from bedside.intake import lifecycle
from bedside.intake.models import Assessment, DraftHolder
from bedside.intake.reach import own_patient
from bedside.intake.rules import DRAFT_LASTS
from bedside.intake.saving import save_if_unchanged
from bedside.locking import held


def begin_draft(*, address: str) -> tuple[str, Actor]:
    """Make a provisional patient; return the token for the browser and whom it stands for.

    Raises Throttled when too much was begun from this address.
    """
    now = timezone.now()
    patient = Patient()
    token = secrets.token_urlsafe(32)
    by = Actor.anonymous(address)
    with act("draft.begin", by=by) as doing:
        doing.mention(patient.id)
        count_draft(address)
        patient.save(force_insert=True)
        vault.create_patient_key(patient.id, under="intake")
        DraftHolder.objects.create(
            token_hash=_hash(token), patient=patient, created_at=now, expires_at=now + DRAFT_LASTS
        )
    return token, _holder(patient.id, address)


def count_draft(address: str) -> None:
    """Count something begun without an account: whoever needs none could fill the disk with it.

    Raises Throttled.
    """
    throttle.begin(throttle.Tried(Attempt.Kind.DRAFT, address))


def actor_for_draft(token: str, *, address: str) -> Actor:
    """Return whom a draft token stands for. Raises Unauthenticated once it is over or claimed."""
    return _holder(_live(token).patient_id, address)


def claim(token: str, *, by: Actor) -> list[UUID]:
    """Move a token's drafts to the signed-in patient; return their assessment ids.

    One that does not open stays where it is, until the seven days are over.
    Raises Unauthenticated when the token is over or claimed.
    """
    with prepared_act("draft.claim", by=by) as doing:
        patient = own_patient(doing=doing)
        holder = _live(token)
        doing.mention(holder.patient_id)
        rows = list(Assessment.objects.filter(patient=holder.patient_id, state=lifecycle.DRAFT))
        moved = _resealed(rows, patient)
        with doing.commit():
            if not _is_provisional_now(holder):
                raise Unauthenticated
            for row, stored in moved:
                version, row.patient = row.version, patient
                stored.attach(row)
                save_if_unchanged(
                    row, "claim", version=version, now=row.updated_at, patient_id=patient.id
                )
            doing.note(count=len(moved), left=len(rows) - len(moved))
            # A damaged draft may be mended from a backup, for as long as its key is there.
            if len(moved) == len(rows):
                vault.destroy_patient_key(holder.patient_id)
                holder.delete()
        return [row.id for row, _ in moved]


def bring_along(token: str, *, by: Actor) -> bool:
    """Claim a token's drafts for somebody who signs in; return whether the token is used up.

    Losing a draft is no reason to refuse a sign-in, so nothing is raised. What cannot be claimed
    now, as something does not open or cannot be reached, can be at the next sign-in.
    """
    try:
        claim(token, by=by)
    except (NotFound, Unauthenticated):
        return True
    except BedsideError:
        return False
    return True


def expire_drafts(now: datetime) -> int:
    """Crypto-erase the drafts nobody claimed in seven days; return how many holders were over."""
    over = list(DraftHolder.objects.filter(expires_at__lte=now).select_related("patient"))
    for holder in over:
        _expire(holder, now)
    return len(over)


def _expire(holder: DraftHolder, now: datetime) -> None:
    with act("draft.expire", by=Actor.system(), chain=chain_of(holder.patient)) as doing:
        doing.about(holder.patient_id)
        if _is_provisional_now(holder):
            vault.destroy_patient_key(holder.patient_id)
            drafts = Assessment.objects.filter(patient=holder.patient_id, state=lifecycle.DRAFT)
            state = lifecycle.after(lifecycle.DRAFT, "expire")
            doing.note(count=drafts.update(state=state, blob_id=None, updated_at=now))
        holder.delete()


def _resealed(
    rows: list[Assessment], patient: Patient
) -> list[tuple[Assessment, documents.Stored]]:
    """Store every draft that opens once more, for its new patient and the row's next version."""
    return [
        (row, _written(row, patient, body))
        for row, body in zip(rows, documents.open_each(rows), strict=True)
        if not isinstance(body, documents.Unreadable)
    ]


def _written(row: Assessment, patient: Patient, body: documents.Body) -> documents.Stored:
    return documents.write(
        patient=patient.id,
        kind=Assessment.KIND,
        document=row.id,
        version=row.version + 1,
        body=body,
    )


def _live(token: str) -> DraftHolder:
    holder = DraftHolder.objects.filter(
        token_hash=_hash(token),
        expires_at__gt=timezone.now(),
        patient__state=PatientState.PROVISIONAL,
    ).first()
    if holder is None:
        raise Unauthenticated
    return holder


def _is_provisional_now(holder: DraftHolder) -> bool:
    """Ask again under a lock, before the key is destroyed.

    Registering locks the same row: whoever registered a moment ago keeps their record.
    """
    patients = held(Patient.objects.filter(id=holder.patient_id))
    return patients.values_list("state", flat=True).first() == PatientState.PROVISIONAL


def _holder(patient: UUID, address: str) -> Actor:
    return Actor(role="anonymous", patient=patient, address=address)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
