"""Numbers to call can be pressed wherever a sentence holds them."""

import pytest

from bedside.calls import Call, href_of, pieces


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("112", "tel:112"),
        ("116 123", "tel:116123"),
        ("Samaritans, 116 123 (free)", "tel:116123"),
        ("+44 (0)20-7946 0018", "tel:+4402079460018"),
        ("your local crisis line", ""),
    ],
)
def test_a_number_is_dialled_as_it_was_written(written: str, href: str) -> None:
    assert href_of(written) == href


def test_a_sentence_keeps_its_words_and_its_numbers_can_be_pressed() -> None:
    said = "Call 112 now. To talk: 116 123."
    assert list(pieces(said, ("112", "116 123"))) == [
        "Call ",
        Call("112", "tel:112"),
        " now. To talk: ",
        Call("116 123", "tel:116123"),
        ".",
    ]


@pytest.mark.parametrize("said", ["Room 1123", "at 08112", "+1128", "nothing to call", ""])
def test_a_number_inside_a_longer_one_is_none(said: str) -> None:
    assert "".join(str(one) for one in pieces(said, ("112", "your local number"))) == said
