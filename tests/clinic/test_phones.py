"""Phone numbers in every common way of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.clinic.patients.phones import PhoneNumber, phone_number
from bedside.errors import Invalid

LONDON = "+442079460018"


@pytest.mark.parametrize(
    "typed",
    [
        "020 7946 0018",
        "(020) 7946 0018",
        "[020] 7946-0018",
        "020.7946.0018",
        "020/7946 0018",
        "020–7946–0018",
        "02079460018",
        "+44 20 7946 0018",
        "+44 (0)20 7946 0018",
        "+44(0)2079460018",
        "0044 20 7946 0018",
        "00 44 20 7946 0018",
        "+44-20-7946-0018",
        "tel:+44-20-7946-0018",
        "０２０ ７９４６ ００１８",
        "+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨",
        "०२० ७९४६ ००१८",
        "020\u00a07946\u00a00018",
        "020 7946 0018 (mum)",
        "mum 020 7946 0018",
        "020 7946 0018 after 6pm",
        "020 7946 0018 / 020 7946 0019",
    ],
)
def test_one_number_is_found_however_it_is_written_and_shown_as_typed(typed: str) -> None:
    assert phone_number(typed, "GB") == PhoneNumber(typed, LONDON, "")
    assert phone_number(typed, "GB").normal == LONDON


@pytest.mark.parametrize(
    "typed",
    [
        "020 7946 0018 ext. 12",
        "020 7946 0018 ext 12",
        "020 7946 0018 extension 12",
        "020 7946 0018 x12",
        "020 7946 0018x12",
        "020 7946 0018 #12",
        "+44 20 7946 0018;ext=12",
        "020 7946 0018 доб. 12",
    ],
)
def test_an_extension_is_kept_beside_the_number(typed: str) -> None:
    assert phone_number(typed, "GB") == PhoneNumber(typed, LONDON, "12")


def test_a_number_is_read_as_its_region_dials() -> None:
    assert phone_number("030 1234567", "DE").e164 == "+49301234567"
    assert phone_number("(212) 555-0123", "US").e164 == "+12125550123"
    assert phone_number("1-800-FLOWERS", "US").e164 == "+18003569377"
    assert phone_number("0044 20 7946 0018", "US").e164 == LONDON
    assert phone_number("0044 20 7946 0018").e164 == LONDON
    assert phone_number("+44 20 7946 0018").e164 == LONDON
    assert phone_number("020 7946 0018") == PhoneNumber("020 7946 0018")


def test_a_number_that_no_plan_has_issued_yet_is_taken_by_its_length() -> None:
    assert phone_number("07700 900017", "GB").e164 == "+447700900017"


@pytest.mark.parametrize(
    "typed",
    [
        "4711",
        "12",
        "12-34",
        "x4711",
        "ext. 4711",
        "bleep 4711",
        "*21",
        "47\u00a011",
        "12 34 mumsy",
    ],
)
def test_an_internal_number_is_kept_without_an_international_form(typed: str) -> None:
    assert phone_number(typed, "GB") == PhoneNumber(typed)


def test_what_is_found_again_without_a_plan_is_its_digits() -> None:
    assert phone_number("bleep 47-11", "GB").normal == "4711"
    assert phone_number("٤٧١١", "GB").normal == "4711"


def test_marks_that_an_address_book_copied_along_are_dropped() -> None:
    assert phone_number(" \u202a+44 20 7946 0018\u202c ", "GB").as_typed == "+44 20 7946 0018"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "1",
        "call me",
        "call me at 5",
        "at the pub round the corner, 12",
        "asha1988@example.org",
        "12 Harbour Street",
        "1" * 25,
        "020 7946 0018" + " " * 50 + "mum",
        "020 7946\n0018",
        "020\x007946 0018",
        "020 7946 \ud800",
        "½ ²³",
        "<b>12</b>",
        "47 € 11",
        "receptionist 4711",
    ],
)
def test_what_is_no_phone_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        phone_number(typed, "GB")
    assert set(refused.value.fields) == {"phone"}


@pytest.mark.parametrize(
    ("typed", "region"), [("999", "GB"), ("112", "DE"), ("٩٩٩", "GB"), ("9 9 9", "GB")]
)
def test_nobody_is_called_back_on_an_emergency_number(typed: str, region: str) -> None:
    with pytest.raises(Invalid) as refused:
        phone_number(typed, region)
    assert "emergency number" in refused.value.fields["phone"]


@given(st.text(alphabet=st.characters(), max_size=70), st.sampled_from(["", "GB", "US", "DE"]))
def test_any_text_is_a_number_or_refused(typed: str, region: str) -> None:
    try:
        number = phone_number(typed, region)
    except Invalid:
        return
    assert number.as_typed and number.normal.removeprefix("+").isdecimal()
    assert phone_number(number.as_typed, region) == number


@given(
    st.lists(st.sampled_from("0123456789 +-()./x"), max_size=30).map("".join),
    st.sampled_from(["", "GB", "US"]),
)
def test_whatever_has_a_few_digits_is_kept(typed: str, region: str) -> None:
    digits = sum(sign.isdigit() for sign in typed)
    if 4 <= digits <= 24 and "x" not in typed:
        assert phone_number(typed, region).as_typed == typed.strip()
