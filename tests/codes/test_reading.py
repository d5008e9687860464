"""Reading one code, and whether a new diagnosis may carry it."""

from pathlib import Path

import pytest

from bedside import codes
from bedside.errors import Invalid


@pytest.mark.parametrize("written", ["S52.501A", "s52501a", " S52.501a ", "S52 501A"])
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    found = codes.lookup(written)
    assert found is not None
    assert found.code == "S52.501A"
    assert found.display == (
        "Unspecified fracture of the lower end of right radius, "
        "initial encounter for closed fracture"
    )
    assert found.codable
    assert found.category == ("S52", "Fracture of forearm")
    assert found.block == ("S50-S59", "Injuries to the elbow and forearm (S50-S59)")
    assert found.chapter[0] == "19"


def test_a_block_with_the_code_of_its_only_category_is_told_apart_from_it() -> None:
    found = codes.lookup("C50.911")
    assert found is not None
    assert found.category == ("C50", "Malignant neoplasm of breast")
    assert found.block == ("C50", "Malignant neoplasms of breast (C50)")
    assert found.chapter == ("2", "Neoplasms (C00-D49)")


@pytest.mark.parametrize(
    "unknown", ["", ".", "A", "A00-A09", "10", "I64", "S52.501AA", "%", "A00'--", "\0", "A" * 9999]
)
def test_there_is_no_such_code(unknown: str) -> None:
    assert codes.lookup(unknown) is None
    with pytest.raises(Invalid) as refused:
        codes.must_be_codable(unknown)
    assert refused.value.fields == {"code": "ICD-10-CM has no such code."}


def test_a_header_groups_codes_and_is_no_diagnosis() -> None:
    found = codes.lookup("J45")
    assert found is not None
    assert not found.billable
    with pytest.raises(Invalid) as refused:
        codes.must_be_codable("J45")
    assert "only groups" in refused.value.fields["code"]


def test_a_retired_code_stays_readable_and_cannot_be_used_anew(small: Path) -> None:
    found = codes.lookup("J45.7")
    assert found is not None
    assert (found.display, found.retired_after) == ("Asthma, unspecified", "2019-10-01")
    assert found.category == ("J45", "Asthma")
    assert not found.codable
    with pytest.raises(Invalid) as refused:
        codes.must_be_codable("J45.7")
    assert "retired" in refused.value.fields["code"]


def test_retired_codes_are_offered_last(small: Path) -> None:
    assert [one.code for one in codes.search("asthma")] == ["J45.909", "J45", "J45.7"]
    assert codes.search("J45.7")[0].retired_after == "2019-10-01"


def test_what_a_record_keeps_of_a_code() -> None:
    kept = codes.coding("j45909")
    assert kept == codes.Coding(
        system="http://hl7.org/fhir/sid/icd-10-cm",
        code="J45.909",
        display="Unspecified asthma, uncomplicated",
        release="2026-04-01",
    )


def test_every_chapter_is_reached_from_its_codes() -> None:
    samples = ("A00.0", "C50.911", "D50.9", "E11.9", "F32.A", "G43.909", "H10.9", "H66.90", "I10",
               "J45.909", "K21.9", "L20.9", "M54.50", "N39.0", "O80", "P59.9", "Q90.9", "R05.9",
               "S52.501A", "W19.XXXA", "Z00.00", "U07.1")  # fmt: skip
    found = [codes.must_be_codable(code).chapter[0] for code in samples]
    assert sorted(found, key=int) == [str(number) for number in range(1, 23)]
