"""From DATABASE_URL to Django's DATABASES entry, with the durability that a record needs."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for `url` (checked by Options: SQLite or PostgreSQL)."""
    return _sqlite(url) if url.startswith("sqlite:///") else _postgresql(url)


def _sqlite(url: str) -> dict[str, Any]:
    # IMMEDIATE takes the write lock when a transaction begins: with the default a reader that
    # turns writer fails at once with "database is locked" instead of waiting its turn.
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(url.removeprefix("sqlite:///")),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # Connecting per request costs four times the throughput, so connections are pooled.
    options["pool"] = {"min_size": 1, "max_size": 40, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }
