"""Which mail server takes our mails, and what about that is refused."""

from pathlib import Path

import pytest

from bedside.config.mails import Smtp, mail_from, settings_of, smtp
from bedside.config.refusing import ConfigurationError

HOST = {"BEDSIDE_SMTP_HOST": "mail.clinic.example"}
HOST_OF_PAGES = "clinic.example"


@pytest.fixture
def password(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text("s3cret words\n")
    path.chmod(0o600)
    return str(path)


def test_without_a_server_mails_are_printed() -> None:
    assert smtp({}) is None
    assert settings_of(None)["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("security", "port", "tls", "ssl"),
    [("starttls", 587, True, False), ("tls", 465, False, True), ("none", 25, False, False)],
)
def test_the_way_to_it_says_where_it_listens(
    security: str, port: int, tls: bool, ssl: bool
) -> None:
    server = smtp({**HOST, "BEDSIDE_SMTP_SECURITY": security})
    assert server == Smtp("mail.clinic.example", port, security, "", "")
    said = settings_of(server)
    assert (said["EMAIL_PORT"], said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_the_password_is_read_from_its_file_and_shown_nowhere(password: str) -> None:
    server = smtp({**HOST, "BEDSIDE_SMTP_USER": "us", "BEDSIDE_SMTP_PASSWORD_FILE": password})
    assert server is not None
    assert (server.user, server.password) == ("us", "s3cret words")
    assert "s3cret" not in repr(server)


def test_a_password_that_others_may_read_is_refused(password: str) -> None:
    Path(password).chmod(0o640)
    with pytest.raises(ConfigurationError, match="owner"):
        smtp({**HOST, "BEDSIDE_SMTP_USER": "us", "BEDSIDE_SMTP_PASSWORD_FILE": password})


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"BEDSIDE_SMTP_PORT": "25"}, "BEDSIDE_SMTP_HOST"),
        ({**HOST, "BEDSIDE_SMTP_PORT": "smtp"}, "BEDSIDE_SMTP_PORT"),
        ({**HOST, "BEDSIDE_SMTP_PORT": "70000"}, "BEDSIDE_SMTP_PORT"),
        ({**HOST, "BEDSIDE_SMTP_SECURITY": "ssl"}, "BEDSIDE_SMTP_SECURITY"),
        ({**HOST, "BEDSIDE_SMTP_USER": "us"}, "BEDSIDE_SMTP_PASSWORD_FILE"),
        ({**HOST, "BEDSIDE_SMTP_PASSWORD_FILE": "/nowhere"}, "BEDSIDE_SMTP_PASSWORD_FILE"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(said: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        smtp(said)


def test_a_password_never_goes_in_the_clear(password: str) -> None:
    said = {"BEDSIDE_SMTP_USER": "us", "BEDSIDE_SMTP_PASSWORD_FILE": password}
    with pytest.raises(ConfigurationError, match="starttls or tls"):
        smtp({**HOST, **said, "BEDSIDE_SMTP_SECURITY": "none"})


def test_mails_come_from_the_host_of_the_pages_unless_it_is_said() -> None:
    assert mail_from({}, HOST_OF_PAGES) == "noreply@clinic.example"
    said = "Harbour Street <post@clinic.example>"
    assert mail_from({"BEDSIDE_MAIL_FROM": said}, HOST_OF_PAGES) == said
    for silly in ("nobody", "a@b.example\nBcc: eve@example.org"):
        with pytest.raises(ConfigurationError, match="BEDSIDE_MAIL_FROM"):
            mail_from({"BEDSIDE_MAIL_FROM": silly}, HOST_OF_PAGES)
