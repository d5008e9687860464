"""What a profile may say, field by field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bedside.clinic.patients.profile import Profile
from bedside.errors import Invalid
from tests.people import ASHA

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "name", ["Åse Øygård", "王小明", "محمد", "O'Brien-Smith", "x" * 200, "🙂", "عائشة بنت"]
)
def test_names_of_every_script_are_kept(name: str) -> None:
    assert replace(ASHA, name=name).checked(TODAY).name == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 201),
        ("name", "Asha\x00"),
        ("name", "Asha \ud800"),
        ("name", "Asha\x1b[31m"),
        ("birth_date", date(2026, 3, 2)),
        ("birth_date", date(1890, 1, 1)),
        ("sex", "F"),
        ("sex", ""),
        ("phone", "call me"),
        ("phone", "1" * 40),
        ("phone", "07700\n900017"),
    ],
)
def test_what_is_wrong_is_named_without_its_value(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        replace(ASHA, **{field: value}).checked(TODAY)
    assert set(refused.value.fields) == {field}
    assert not str(value).strip() or str(value) not in refused.value.fields[field]


@pytest.mark.parametrize(
    "phone", ["+44 20 7946 0018 ext. 12", "020.7946.0018x12", "٠٢٠ ٧٩٤٦ ٠٠١٨", "bleep 4711"]
)
def test_phone_numbers_are_kept_as_they_were_written(phone: str) -> None:
    assert replace(ASHA, phone=phone).checked(TODAY).phone == phone


def test_spaces_around_and_within_are_tidied() -> None:
    assert replace(ASHA, name="  Asha \t Verma ").checked(TODAY).name == "Asha Verma"


def test_the_sealed_body_gives_the_profile_back() -> None:
    assert Profile.from_body(ASHA.to_body()) == ASHA
