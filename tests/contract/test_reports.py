"""Reports on the stores that tests/reports does not run on."""

from tests.settings import STORE

if STORE != "sqlite":
    from tests.reports.test_counting import test_the_database_counts_what_the_figures_count
    from tests.reports.test_reading import (
        test_a_doctor_reads_who_the_patients_are_and_what_they_have,
        test_a_person_with_two_records_that_are_one_counts_once,
        test_a_report_of_old_rows_is_the_same,
        test_open_work_is_of_those_who_have_a_diagnosis_by_now,
        test_what_does_not_open_is_counted_apart_and_hides_nobody,
        test_what_the_clinic_did_is_counted,
        test_who_has_left_is_counted_and_nothing_of_them_is_opened,
        test_who_left_and_came_back_is_one_patient,
    )

    __all__ = [
        "test_a_doctor_reads_who_the_patients_are_and_what_they_have",
        "test_a_person_with_two_records_that_are_one_counts_once",
        "test_a_report_of_old_rows_is_the_same",
        "test_open_work_is_of_those_who_have_a_diagnosis_by_now",
        "test_the_database_counts_what_the_figures_count",
        "test_what_does_not_open_is_counted_apart_and_hides_nobody",
        "test_what_the_clinic_did_is_counted",
        "test_who_has_left_is_counted_and_nothing_of_them_is_opened",
        "test_who_left_and_came_back_is_one_patient",
    ]
