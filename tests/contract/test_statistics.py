"""The statistics against their oracle, on the stores that tests/intake does not run on."""

import pytest

from tests.intake.test_statistics import test_every_number_is_what_looking_at_every_row_says
from tests.settings import STORE

__all__ = ["test_every_number_is_what_looking_at_every_row_says"]

pytestmark = pytest.mark.skipif(STORE == "sqlite", reason="tests/intake runs it on SQLite")
