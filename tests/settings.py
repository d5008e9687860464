"""Django's settings for the tests: the product's own, over a throw-away environment.

TEST_STORE chooses what the tests run on: "sqlite" (the default), "postgresql", or "mongodb"
(PostgreSQL for the core and a MongoDB replica set for the documents). The servers are real ones.
"""

import os

from tests import servers

STORE = os.environ.get("TEST_STORE", "sqlite")
if STORE not in {"sqlite", "postgresql", "mongodb"}:
    raise RuntimeError("TEST_STORE must be sqlite, postgresql or mongodb.")

os.environ.update(
    {
        "DATABASE_URL": "sqlite:///:memory:" if STORE == "sqlite" else servers.postgresql(),
        "DOCUMENTS_URL": servers.mongodb("tests") if STORE == "mongodb" else "sql:",
        "BEDSIDE_ROOT_KEY": "A" * 43 + "=",
        "BEDSIDE_EMERGENCY_NUMBER": "112",
        "BEDSIDE_CRISIS_LINE": "116 123",
        "BEDSIDE_PUBLIC_URL": "https://clinic.test",
    }
)

from bedside.config.settings import *  # noqa: E402, F403
