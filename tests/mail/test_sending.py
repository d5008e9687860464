"""Mails reach a real mail server whole, and what it answers is understood."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from bedside import mail
from bedside.ids import new_id
from tests.mail.server import Post, serving
from tests.servers import free_port


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as post:
        yield post


def letter(**more: object) -> mail.Mail:
    said = {"to": "asha@example.org", "subject": "News", "text": "Zażółć gęślą jaźń.\n"}
    return mail.Mail(**{**said, "occasion": new_id(), **more})  # type: ignore[arg-type]


def test_it_arrives_as_it_was_written(post: Post) -> None:
    sent = letter(attachments=[mail.Attachment("a.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar")])
    mail.send(sent)
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("asha@example.org", "News")
    assert got["From"] == "noreply@clinic.test"
    body, file = got.get_body(), next(iter(got.iter_attachments()))
    assert body is not None
    assert body.get_content().rstrip() == "Zażółć gęślą jaźń."
    assert (file.get_filename(), file.get_content_type()) == ("a.ics", "text/calendar")


def test_sent_again_it_has_the_same_name_and_another_one_has_not(post: Post) -> None:
    one, other = letter(), letter()
    for each in (one, one, other):
        mail.send(each)
    names = [got["Message-ID"] for got in post.taken]
    assert names == [f"<{each.occasion}@clinic.test>" for each in (one, one, other)]


@pytest.fixture
def pages_at_an_ipv6_address() -> Iterator[None]:
    mail.configure("https://[2001:db8::1]:8443", "[2001:db8::1]")
    yield
    mail.configure(settings.BEDSIDE.public_url, settings.BEDSIDE.host)


@pytest.mark.usefixtures("pages_at_an_ipv6_address")
def test_its_name_has_the_whole_host_of_an_ipv6_address(post: Post) -> None:
    one = letter()
    with override_settings(DEFAULT_FROM_EMAIL="noreply@[IPv6:2001:db8::1]"):
        mail.send(one)
    (got,) = post.taken
    assert got["Message-ID"] == f"<{one.occasion}@[2001:db8::1]>"
    assert got["From"] == "noreply@[IPv6:2001:db8::1]"
    assert mail.link("/record") == "https://[2001:db8::1]:8443/record"


def test_no_machine_answers_it(post: Post) -> None:
    mail.send(letter())
    assert post.taken[0]["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 no such user here", mail.Refused),
        ("553 not a mailbox", mail.Refused),
        ("450 mailbox busy", mail.NotSent),
        ("452 too much mail", mail.NotSent),
    ],
)
def test_refused_for_good_is_told_from_refused_for_now(
    post: Post, answer: str, error: type[Exception]
) -> None:
    post.answer = answer
    with pytest.raises(error) as refused:
        mail.send(letter())
    assert "asha" not in str(refused.value)
    assert post.taken == []


def test_a_mail_server_that_is_away_may_come_back() -> None:
    with (
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=free_port(),
        ),
        pytest.raises(mail.NotSent),
    ):
        mail.send(letter())


@pytest.mark.parametrize("subject", ["News\nBcc: eve@example.org", "News\r\n\r\nHello"])
def test_no_line_of_a_header_can_be_slipped_in(post: Post, subject: str) -> None:
    with pytest.raises(mail.NotSent):
        mail.send(letter(subject=subject))
    assert post.taken == []
