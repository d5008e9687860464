"""The statistics against their oracle, on the stores that tests/intake does not run on."""

from tests.settings import STORE

if STORE != "sqlite":
    from tests.intake.test_statistics import test_every_number_is_what_looking_at_every_row_says

    __all__ = ["test_every_number_is_what_looking_at_every_row_says"]
