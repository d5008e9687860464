"""Rows written down and read back: whatever anybody wrote is the same afterwards."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bedside.exports.records.formats import Format, cell_of, lines, read_csv, value_of

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.sampled_from(
        [
            "",
            " ",
            "007",
            "-5",
            "true",
            "null",
            "NaN",
            '"',
            '""',
            "[]",
            "'",
            "'=1",
            "=1",
            "+41",
            "@x",
        ]
    ),
    st.sampled_from(
        ["\ufeff", "a\r\nb", "\r", "\n", "\t", ";", ",", '"a",b', "  =1", "＝1", "1e5"]
    ),
)
VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, TEXTS, max_size=3),
)


@given(st.lists(st.fixed_dictionaries({"id": TEXTS, "said": VALUES}), max_size=4))
def test_a_spreadsheet_reads_back_as_it_was_written(rows: list[dict[str, Any]]) -> None:
    text = "".join(lines(rows, ["id", "said"], Format.CSV))
    assert read_csv(text) == rows


@given(VALUES)
def test_a_cell_is_either_a_text_or_json(value: Any) -> None:
    assert value_of(cell_of(value)) == value


def test_a_text_that_says_nothing_special_stands_in_its_cell_as_it_is() -> None:
    assert cell_of("Penicillin, severe") == "Penicillin, severe"
    assert (cell_of("007"), cell_of("12"), cell_of(12)) == ("007", '"12"', "12")
    assert (cell_of(None), cell_of(""), cell_of(False)) == ("", '""', "false")


def test_an_empty_list_is_a_list() -> None:
    assert "".join(lines([], ["id"], Format.JSON)) == "[]\n"
    assert "".join(lines([], ["id"], Format.NDJSON)) == ""
    assert read_csv("".join(lines([], ["id"], Format.CSV))) == []


def test_rows_are_written_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Any:
        for number in range(3):
            taken.append(number)
            yield {"id": str(number)}

    for form in Format:
        taken.clear()
        written = lines(rows(), ["id"], form)
        first = next(written) + (next(written) if form is Format.CSV else "")
        assert "0" in first and taken == [0]
