"""Every list with one damaged document, and an assessment that does not open, on the stores that
tests/damage does not run on."""

from tests.settings import STORE

if STORE != "sqlite":
    from tests.damage.test_lists import house, test_one_damaged_document_hides_no_other
    from tests.damage.test_unread import test_a_doctor_takes_it_reviews_it_unread_and_closes_it

    __all__ = [
        "house",
        "test_a_doctor_takes_it_reviews_it_unread_and_closes_it",
        "test_one_damaged_document_hides_no_other",
    ]
