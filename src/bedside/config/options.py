"""Bedside's options, read from the environment once, and refused when anything is wrong.

Every option is here with its meaning. A variable that starts with BEDSIDE_ and is not one of them
stops the start: a misspelt option must never quietly become a default.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from bedside.config.mails import Smtp, mail_from, smtp
from bedside.config.refusing import ConfigurationError
from bedside.root_key import RootKey, RootKeyError

__all__ = ["ConfigurationError", "Options"]
PREFIX = "BEDSIDE_"
KNOWN = frozenset(
    {
        "BEDSIDE_ROOT_KEY",
        "BEDSIDE_ROOT_KEY_FILE",
        "BEDSIDE_EMERGENCY_NUMBER",
        "BEDSIDE_CRISIS_LINE",
        "BEDSIDE_PUBLIC_URL",
        "BEDSIDE_DEMO",
        "BEDSIDE_TRUSTED_PROXIES",
        "BEDSIDE_SELF_USE_AGE",
        "BEDSIDE_LEAVE_URL",
        "BEDSIDE_LOG_LEVEL",
        "BEDSIDE_CODES_FOLDER",
        "BEDSIDE_MAIL_FROM",
        "BEDSIDE_SMTP_HOST",
        "BEDSIDE_SMTP_PORT",
        "BEDSIDE_SMTP_SECURITY",
        "BEDSIDE_SMTP_USER",
        "BEDSIDE_SMTP_PASSWORD_FILE",
    }
)
SELF_USE_AGES = range(10, 22)
"""The engine's own bounds, said again: importing it here would slow every command down."""
Network = IPv4Network | IPv6Network
_DIALLED = re.compile(r"\+?[0-9][0-9 ]*")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Options:
    """What an operator decides. Times and sizes that are nobody's choice stand where they count."""

    database_url: str
    """`sqlite:///path` or `postgresql://user:password@host/name`."""
    documents_url: str
    """`sql:` (a table beside the core) or `mongodb://...` (a replica set)."""
    root_key: RootKey
    emergency_number: str
    """What a patient dials in an emergency, such as 112."""
    crisis_line: str
    """Whom a patient can call about self-harm, at any hour."""
    public_url: str
    """Scheme and host that browsers use, without a path: the one allowed Origin."""
    demo: bool
    trusted_proxies: tuple[Network, ...]
    """From where X-Forwarded-For is believed; from nowhere by default."""
    self_use_age: int
    """From this age (years) a person may answer for themselves."""
    leave_url: str
    """Where "Leave this page quickly" leads; empty for a neutral page of our own."""
    log_level: str
    codes_folder: Path | None
    """Where the index of ICD-10-CM codes lies; inside the package without one."""
    smtp: Smtp | None
    """The mail server; without one mails are printed and nobody gets them."""
    mail_from: str
    """Whom mails come from."""
    broker_url: str = ""
    """Where workers are told what to do, `amqp://...` or `redis://...`; without one they look."""

    @property
    def host(self) -> str:
        """The host that browsers name, an IPv6 address in brackets."""
        return _host_of(self.public_url)

    @property
    def secure_cookies(self) -> bool:
        """Secure is left off only by the demo on loopback http."""
        return not self.demo

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Options":
        """Read the options. Raises ConfigurationError with one sentence on the first problem."""
        unknown = sorted(n for n in environ if n.startswith(PREFIX) and n not in KNOWN)
        if unknown:
            raise ConfigurationError(
                f"Unknown option {unknown[0]}. Known: {', '.join(sorted(KNOWN))}."
            )
        demo = _flag(environ, "BEDSIDE_DEMO")
        public_url = _public_url(_required(environ, "BEDSIDE_PUBLIC_URL"), demo=demo)
        return cls(
            database_url=_database_url(_required(environ, "DATABASE_URL")),
            documents_url=_documents_url(environ.get("DOCUMENTS_URL", "sql:")),
            root_key=_root_key(environ),
            emergency_number=_number(_required(environ, "BEDSIDE_EMERGENCY_NUMBER")),
            crisis_line=_required(environ, "BEDSIDE_CRISIS_LINE"),
            public_url=public_url,
            demo=demo,
            trusted_proxies=_networks(environ.get("BEDSIDE_TRUSTED_PROXIES", "")),
            self_use_age=_self_use_age(environ),
            leave_url=_leave_url(environ.get("BEDSIDE_LEAVE_URL", "")),
            log_level=_log_level(environ.get("BEDSIDE_LOG_LEVEL", "INFO")),
            codes_folder=_codes_folder(environ.get("BEDSIDE_CODES_FOLDER", "")),
            smtp=smtp(environ),
            mail_from=mail_from(environ, _host_of(public_url)),
            broker_url=_broker_url(environ.get("BROKER_URL", "")),
        )


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise ConfigurationError(f"{name} is not set. docs/configuration.md says what it is for.")
    return value


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ConfigurationError(f"{name} must be 0 or 1.")
    return value == "1"


def _self_use_age(environ: Mapping[str, str]) -> int:
    value = environ.get("BEDSIDE_SELF_USE_AGE", "16")
    if value not in map(str, SELF_USE_AGES):
        first, last = SELF_USE_AGES[0], SELF_USE_AGES[-1]
        raise ConfigurationError(
            f"BEDSIDE_SELF_USE_AGE must be a whole number of years from {first} to {last}."
        )
    return int(value)


def _number(value: str) -> str:
    """A number that a press can dial: every page shows it as one, and the portal checks it."""
    if not _DIALLED.fullmatch(value):
        raise ConfigurationError(
            "BEDSIDE_EMERGENCY_NUMBER must be the number alone: digits and spaces, such as 112."
        )
    return value


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(one) for one in value.split())
    except ValueError:
        raise ConfigurationError(
            "BEDSIDE_TRUSTED_PROXIES must be addresses or networks with a space between two of "
            "them, such as 192.0.2.7 10.0.0.0/8."
        ) from None


def _leave_url(value: str) -> str:
    scheme, host, _ = _address(value)
    if value and (scheme != "https" or not host or not value.isprintable() or " " in value):
        raise ConfigurationError("BEDSIDE_LEAVE_URL must be an https address, or not set.")
    return value


def _log_level(value: str) -> str:
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ConfigurationError("BEDSIDE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    return value


def _codes_folder(value: str) -> Path | None:
    if value and not Path(value).is_absolute():
        raise ConfigurationError("BEDSIDE_CODES_FOLDER must be an absolute path, or not set.")
    return Path(value) if value else None


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ConfigurationError("DATABASE_URL must start with sqlite:/// or postgresql://.")
    return value


def _documents_url(value: str) -> str:
    if value != "sql:" and not value.startswith(("mongodb://", "mongodb+srv://")):
        raise ConfigurationError("DOCUMENTS_URL must be sql: or start with mongodb://.")
    return value


def _host_of(public_url: str) -> str:
    host = urlsplit(public_url).hostname or ""
    return f"[{host}]" if ":" in host else host


def _broker_url(value: str) -> str:
    if not value:
        return ""
    scheme, host, _ = _address(value)
    if scheme not in {"amqp", "amqps", "redis", "rediss"} or not host:
        raise ConfigurationError(
            "BROKER_URL must start with amqp://, amqps://, redis:// or rediss:// and name a host, "
            "or not be set."
        )
    return value


def _public_url(value: str, *, demo: bool) -> str:
    scheme, host, path = _address(value)
    if scheme not in {"http", "https"} or not host or path not in {"", "/"}:
        raise ConfigurationError(
            "BEDSIDE_PUBLIC_URL must be a scheme and a host, such as https://clinic.example."
        )
    if demo and host not in LOOPBACK:
        raise ConfigurationError("The demo runs on loopback only: BEDSIDE_PUBLIC_URL is elsewhere.")
    if not demo and scheme != "https":
        raise ConfigurationError("BEDSIDE_PUBLIC_URL must be https outside the demo.")
    return value.rstrip("/")


def _address(url: str) -> tuple[str, str, str]:
    """Scheme, host and path; all empty when it cannot be read as an address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", ""
    return parts.scheme, parts.hostname or "", parts.path


def _root_key(environ: Mapping[str, str]) -> RootKey:
    text, path = environ.get("BEDSIDE_ROOT_KEY", ""), environ.get("BEDSIDE_ROOT_KEY_FILE", "")
    if bool(text) == bool(path):
        raise ConfigurationError("Set exactly one of BEDSIDE_ROOT_KEY_FILE and BEDSIDE_ROOT_KEY.")
    try:
        return RootKey.from_text(text) if text else RootKey.from_file(Path(path))
    except RootKeyError as error:
        raise ConfigurationError(str(error)) from error
