"""The people and their browsers."""

import pytest

from tests.people import asha, bello, chen, dana, harbour, millfield, noa, ravi
from tests.web.browsing import Visitor

__all__ = ["asha", "bello", "chen", "dana", "harbour", "millfield", "noa", "ravi"]


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Somebody who has never been here."""
    return Visitor()
