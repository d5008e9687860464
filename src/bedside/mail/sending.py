"""Sending one mail through Django's backend, and telling apart why it could not be sent.

A mail is sent at least once: a worker may be killed after the server took it and before that was
written down. Its `Message-ID` is made from the occasion, the same at each try, so that the server
of whoever receives it, or their program, knows the second copy for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from bedside.errors import BedsideError, Unavailable

_public_url = ""
_host = ""


class NotSent(Unavailable):
    """The mail server did not take it now; it may later."""

    detail = "The mail server did not take the mail."


class Refused(BedsideError):
    """The mail server says that nothing can be delivered to this address."""

    detail = "Mails to this address cannot be delivered."


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Mail:
    """One mail in plain text to one address; `occasion` is the same at each try."""

    to: str
    subject: str
    text: str
    occasion: UUID
    attachments: Sequence[Attachment] = ()


def configure(public_url: str, host: str) -> None:
    """Say where the pages are that mails lead to; `host` is theirs, IPv6 in brackets."""
    global _public_url, _host
    _public_url, _host = public_url, host


def link(path: str) -> str:
    """Return the address of a page, for a mail."""
    return f"{_public_url}{path}"


def send(mail: Mail) -> None:
    """Hand a mail to the mail server. Raises Refused for good, and NotSent for now."""
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.occasion}@{_host}>",
            # No machine answers that it is on holiday (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    for one in mail.attachments:
        message.attach(one.name, one.content, one.type)
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        raise (Refused if _for_good(refused) else NotSent) from None
    except (SMTPException, OSError, ValueError) as error:
        # What a server answers may quote the address, so neither it nor its words go on.
        raise NotSent(f"{NotSent.detail} ({type(error).__name__})") from None


def _for_good(refused: SMTPRecipientsRefused) -> bool:
    """Whether every refusal is a permanent one (RFC 5321: 5yz)."""
    return all(500 <= code < 600 for code, _ in refused.recipients.values())
