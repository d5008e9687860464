"""Django's settings for the tests: the product's own, over a throw-away environment."""

import os

os.environ.update(
    {
        "DATABASE_URL": "sqlite:///:memory:",
        "BEDSIDE_ROOT_KEY": "A" * 43 + "=",
        "BEDSIDE_EMERGENCY_NUMBER": "112",
        "BEDSIDE_CRISIS_LINE": "116 123",
        "BEDSIDE_PUBLIC_URL": "https://clinic.test",
    }
)

from bedside.config.settings import *  # noqa: E402, F403
