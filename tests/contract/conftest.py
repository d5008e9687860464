"""Where the people of these tests are kept."""

import pytest


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """The live database for a test that asks for it; for any other one that is rolled back."""
    is_live = "live_database" in request.fixturenames
    request.getfixturevalue("live_database" if is_live else "db")
