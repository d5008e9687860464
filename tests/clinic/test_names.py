"""Names as people have them are kept; what no line can hold is refused."""

from dataclasses import replace
from datetime import date

import pytest

from bedside.clinic.patients.names import is_name, sort_key, tidied
from bedside.clinic.patients.profile import NextOfKin
from bedside.errors import Invalid
from tests.people import ASHA

TODAY = date(2026, 3, 1)
LONG = "Uvuvwevwevwe Onyetenyevwe Ugwemuhwem Osas " * 4


@pytest.mark.parametrize(
    "name",
    [
        "Suharto",
        "U",
        "D'Artagnan O’Neill-Smith",
        "Ṙ́óisín Ní Ḋuḃlaoich",
        "Nguyễn Thị Ánh",
        "王小明",
        "ประยุทธ์ จันทร์โอชา",
        "عائشة بنت أبي بكر",
        "علی\u200cرضا",
        "\u202eםיובא\u202c",
        "\u2067עדי\u2069 Cohen",
        "José Ma. de la Cruz 3rd, Ph.D.",
        "e" + "\u0301" * 150,
        "𐍈𐍉 👩🏽‍⚕️",
        "🙂",
        "<script>alert(1)</script>",
        LONG.strip(),
        "x" * 200,
    ],
)
def test_a_name_is_kept_as_it_was_typed(name: str) -> None:
    assert is_name(name) and tidied(name) == name
    kin = NextOfKin(name, "mother", "07700 900018")
    kept = replace(ASHA, name=name, preferred_name=name, next_of_kin=kin).checked(TODAY)
    assert (kept.name, kept.preferred_name) == (name, name)
    assert kept.next_of_kin is not None and kept.next_of_kin.name == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "\u200b\u200d",
        "\u3164",
        "\u2800 \u115f",
        "\u0301",
        "x" * 201,
        "Asha\0",
        "Asha\x1b[31m",
        "Asha\x7f",
        "Asha\u2028\u200bVerma\u0000",
        "Asha \ud800",
        "\u202eahsA",
        "Asha\u202c",
        "\u2066Asha\u202c",
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    assert not is_name(name)
    for wrong in (
        {"name": name},
        {"preferred_name": name or "\u200b"},
        {"next_of_kin": NextOfKin(name, "mother", "07700 900018")},
    ):
        with pytest.raises(Invalid) as refused:
            replace(ASHA, **wrong).checked(TODAY)
        assert set(refused.value.fields) == set(wrong)


def test_nobody_needs_a_preferred_name() -> None:
    assert replace(ASHA, preferred_name="").checked(TODAY).preferred_name == ""


def test_spaces_are_tidied_and_nothing_else() -> None:
    assert tidied(" \u00a0Asha \t\n  VERMA ") == "Asha VERMA"


def test_lists_are_ordered_as_people_look_names_up() -> None:
    names = ["Zoë", "obrien", "Åse", "O'Brien", "asha", "Zoe", "王小明", "Étienne", "🙂"]
    assert sorted(names, key=sort_key) == [
        "🙂",
        "Åse",
        "asha",
        "Étienne",
        "O'Brien",
        "obrien",
        "Zoe",
        "Zoë",
        "王小明",
    ]
