"""Every list with one damaged document, on the stores that tests/damage does not run on."""

import pytest

from tests.damage.test_lists import house, test_one_damaged_document_hides_no_other
from tests.settings import STORE

__all__ = ["house", "test_one_damaged_document_hides_no_other"]

pytestmark = pytest.mark.skipif(STORE == "sqlite", reason="tests/damage runs it on SQLite")
