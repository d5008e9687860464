"""Asking the patient back: a doctor's question, the patient's reply, both sealed.

The reply returns the assessment to the doctor who asked. Nothing of it changes what was sent: the
interview and its result stay as they were, and nobody is less urgent because of an answer.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside import documents, limits
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.errors import Conflict, Invalid
from bedside.intake.may import Seen, must
from bedside.intake.models import Assessment, Enquiry
from bedside.intake.reach import find
from bedside.intake.reading import open_for, open_what_opens
from bedside.intake.saving import must_allow, save_if_unchanged, step
from bedside.intake.telling import tell
from bedside.intake.views import AssessmentView


def ask(assessment: UUID, question: str, *, version: int, by: Actor) -> AssessmentView:
    """Ask the patient something; the doctor who has taken the assessment may.

    Raises NotFound, Stale, Conflict and Invalid.
    """
    with prepared_act("assessment.ask", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "ask", version=version)
        now = timezone.now()
        must("ask", Seen(row, by, now))
        enquiry = Enquiry(assessment=row, asked_by=row.claimed_by, asked_at=now)
        stored = _write(enquiry, {"question": _checked(question, "question"), "reply": ""}, 1)
        with doing.commit():
            save_if_unchanged(
                row, "ask", version=version, now=now, enquiries_made=row.enquiries_made + 1
            )
            stored.attach(enquiry)
            enquiry.save(force_insert=True)
            step(row, "ask", now=now, by=by)
            tell("ask", row.id)
            doing.on(enquiry=enquiry.id)
        return open_for(row, by=by)


def withdraw(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Go on without a reply. Raises NotFound, Stale and Conflict."""
    with prepared_act("assessment.withdraw", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "withdraw", version=version)
        now = timezone.now()
        must("withdraw", Seen(row, by, now))
        with doing.commit():
            save_if_unchanged(row, "withdraw", version=version, now=now)
            take_back(row, now=now, doing=doing)
            step(row, "withdraw", now=now, by=by)
            tell("withdraw", row.id)
        return open_for(row, by=by)


def reply(assessment: UUID, text: str, *, version: int, by: Actor) -> AssessmentView:
    """Reply to the clinic's question, also when the assessment itself does not open.

    Raises NotFound, Stale, Conflict and Invalid.
    """
    with prepared_act("assessment.reply", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "reply", version=version)
        now = timezone.now()
        enquiry = _open_of(row).select_related("assessment").first()
        if enquiry is None:
            raise Conflict("The clinic is not waiting for a reply.")
        body = {**documents.read(enquiry), "reply": _checked(text, "reply")}
        stored = _write(enquiry, body, enquiry.version + 1)
        with doing.commit():
            save_if_unchanged(row, "reply", version=version, now=now)
            stored.attach(enquiry)
            enquiry.replied_at = now
            enquiry.save()
            step(row, "reply", now=now, by=by)
            tell("reply", row.id)
            doing.on(enquiry=enquiry.id)
        return open_what_opens(row, by=by)


def take_back(row: Assessment, *, now: datetime, doing: Act) -> bool:
    """Withdraw the question that waits for a reply, if one does, and name it in the act.

    Whatever leads an assessment out of waiting for the reply, other than the reply, does this: the
    patient is not asked what nobody reads.
    """
    enquiry = _open_of(row).values_list("id", flat=True).first()
    if enquiry is None:
        return False
    Enquiry.objects.filter(id=enquiry).update(withdrawn_at=now)
    doing.on(enquiry=enquiry)
    return True


def _open_of(row: Assessment) -> QuerySet[Enquiry]:
    return row.enquiries.filter(replied_at=None, withdrawn_at=None)


def _write(enquiry: Enquiry, body: dict[str, str], version: int) -> documents.Stored:
    return documents.write(
        patient=enquiry.document_patient(),
        kind=Enquiry.KIND,
        document=enquiry.id,
        version=version,
        body=body,
    )


def _checked(text: str, field: str) -> str:
    text = limits.tidied(text)
    if not limits.says_something(text) or len(text) > limits.ENQUIRY:
        raise Invalid(fields={field: f"Write something, in at most {limits.ENQUIRY:,} letters."})
    return text
