import pytest

from bedside.assessment import Knowledge, load


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()
