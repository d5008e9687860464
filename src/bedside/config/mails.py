"""The options about mails: which server takes them, and whom they come from."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from bedside.config.refusing import ConfigurationError

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the way to the mail server is kept private, and where it listens for that."""
SECONDS = 20
"""How long to wait for a mail server."""
_OTHERS = (
    "BEDSIDE_SMTP_PORT", "BEDSIDE_SMTP_SECURITY", "BEDSIDE_SMTP_USER",
    "BEDSIDE_SMTP_PASSWORD_FILE",
)  # fmt: skip


@dataclass(frozen=True)
class Smtp:
    """A mail server that takes our mails."""

    host: str
    port: int
    security: str
    """One of PORTS."""
    user: str
    password: str = field(repr=False)


def smtp(environ: Mapping[str, str]) -> Smtp | None:
    """Read which mail server to use; None for none. Raises ConfigurationError."""
    host = environ.get("BEDSIDE_SMTP_HOST", "").strip()
    if not host:
        _must_say_nothing_more(environ)
        return None
    security = environ.get("BEDSIDE_SMTP_SECURITY", "starttls")
    if security not in PORTS:
        raise ConfigurationError("BEDSIDE_SMTP_SECURITY must be starttls, tls or none.")
    user, password = environ.get("BEDSIDE_SMTP_USER", ""), _password(environ)
    if bool(user) != bool(password):
        raise ConfigurationError("Set both BEDSIDE_SMTP_USER and BEDSIDE_SMTP_PASSWORD_FILE.")
    if user and security == "none":
        raise ConfigurationError("A password is sent with BEDSIDE_SMTP_SECURITY starttls or tls.")
    return Smtp(host, _port(environ, PORTS[security]), security, user, password)


def mail_from(environ: Mapping[str, str], host: str) -> str:
    """Read whom mails come from: `noreply@` the host of the pages unless it is said.

    `host` has an IPv6 address in brackets, where a mail's address names its kind (RFC 5321, 4.1.3).
    """
    value = environ.get("BEDSIDE_MAIL_FROM", "").strip()
    if not value:
        return f"noreply@{host.replace('[', '[IPv6:')}"
    _, address = parseaddr(value)
    if "@" not in address or not value.isprintable():
        raise ConfigurationError(
            "BEDSIDE_MAIL_FROM must be an address, such as Bedside <noreply@clinic.example>."
        )
    return value


def settings_of(server: Smtp | None) -> dict[str, Any]:
    """Return Django's settings for a mail server, or for printing mails."""
    if server is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.host,
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": server.user,
        "EMAIL_HOST_PASSWORD": server.password,
        "EMAIL_USE_TLS": server.security == "starttls",
        "EMAIL_USE_SSL": server.security == "tls",
        "EMAIL_TIMEOUT": SECONDS,
    }


def _must_say_nothing_more(environ: Mapping[str, str]) -> None:
    said = next((name for name in _OTHERS if environ.get(name)), None)
    if said:
        raise ConfigurationError(f"{said} is set without BEDSIDE_SMTP_HOST.")


def _port(environ: Mapping[str, str], usual: int) -> int:
    value = environ.get("BEDSIDE_SMTP_PORT", str(usual))
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ConfigurationError("BEDSIDE_SMTP_PORT must be a port, such as 587.")
    return int(value)


def _password(environ: Mapping[str, str]) -> str:
    path = environ.get("BEDSIDE_SMTP_PASSWORD_FILE", "")
    if not path:
        return ""
    try:
        if stat.S_IMODE(Path(path).stat().st_mode) & 0o077:
            raise ConfigurationError("Only its owner may read BEDSIDE_SMTP_PASSWORD_FILE.")
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError("BEDSIDE_SMTP_PASSWORD_FILE cannot be read.") from None
