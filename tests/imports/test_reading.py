"""Files as other programs write them: signs, columns, dates; and files that mean harm."""

from datetime import date

import pytest

from bedside.audit import Actor
from bedside.errors import Invalid
from bedside.imports.nouns import SHEETS
from bedside.imports.planning import guessed
from bedside.imports.reading import days, numbers, signs, tables

NAMES = "Name;Geburtsdatum\nZoë Müller;31.12.1980\n"


@pytest.mark.parametrize(
    ("text", "charset", "is_sure"),
    [
        (NAMES.encode(), "utf-8", True),
        (NAMES.encode("utf-8-sig"), "utf-8", True),
        (NAMES.encode("utf-16"), "utf-16", True),
        (NAMES.encode("utf-16-le"), "utf-16", False),
        (NAMES.encode("utf-16-be"), "utf-16", False),
        (NAMES.encode("cp1252"), "cp1252", False),
        ("Name\nJos\u0081\n".encode("latin-1"), "latin-1", False),
    ],
)
def test_the_signs_are_told_and_how_sure_that_is(text: bytes, charset: str, is_sure: bool) -> None:
    found = signs.detect(text)
    assert (found.charset, found.is_sure) == (charset, is_sure)
    if text != "Name\nJos\u0081\n".encode("latin-1"):
        assert signs.decode(text, charset) == NAMES


@pytest.mark.parametrize(
    "text",
    [
        b"PK\x03\x04sheet",
        b"\xd0\xcf\x11\xe0",
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        b"a\0b\0\0\0c,d",
        b"\0\0\0",
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(text: bytes) -> None:
    with pytest.raises(Invalid) as error:
        signs.detect(text)
    assert set(error.value.fields) == {"file"}


@pytest.mark.parametrize("sign", tables.SEPARATORS.values())
def test_the_separator_is_the_one_that_makes_columns(sign: str) -> None:
    text = f'Name{sign}Born\n"Okafor{sign} Chidi"{sign}1980-01-02\nLi{sign}1981-02-03\n'
    name = tables.likeliest_separator(text)
    assert tables.SEPARATORS[name] == sign
    rows = tables.read_table(text, name).rows
    assert [row.cells for row in rows] == [
        (f"Okafor{sign} Chidi", "1980-01-02"), ("Li", "1981-02-03"),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_as_a_spreadsheet_shows_them(end: str) -> None:
    text = end.join(["a,b", '"1', '2",x', "", "3,y", "\u2028,z"])
    table = tables.read_table(text, "comma")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("1\n2", "x")), (4, ("3", "y")), (5, ("", "z")),
    ]  # fmt: skip


def test_what_our_own_exports_disarmed_is_as_it_was_written() -> None:
    assert tables.read_table("a\n'=SUM(A1)\n", "comma").rows[0].cells == ("=SUM(A1)",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "a," * 1_000_000,
        "a\n" + "x" * 5_000,
        "a\n" + "1\n" * 1_001,
        'a\n"never closed',
        'a\n"b" c\n',
        "a\n" + '"' + "x" * 200_000 + '"',
    ],
    ids=["empty", "blank", "wide", "cell", "long", "quote", "after", "field"],
)
def test_what_no_table_is_like_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as error:
        tables.read_table(text, tables.likeliest_separator(text))
    assert set(error.value.fields) == {"file"} and len(error.value.fields["file"]) < 120


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("1980-03-02", "ymd", date(1980, 3, 2)),
        ("19800302", "ymd", date(1980, 3, 2)),
        ("1980-03-02 00:00:00", "ymd", date(1980, 3, 2)),
        ("1980-03-02T00:00:00.000Z", "ymd", date(1980, 3, 2)),
        ("1980-03-02T7:05+05:30", "ymd", date(1980, 3, 2)),
        ("1980-03-02T25:61", "ymd", None),
        ("1980-03-02 24:00", "ymd", None),
        ("1980-03-02 23:59:60", "ymd", None),
        ("1980-03-02 23:59 +0575", "ymd", None),
        ("2.3.1980", "dmy", date(1980, 3, 2)),
        ("03/02/1980", "mdy", date(1980, 3, 2)),
        ("03/02/80", "mdy", None),
        ("31/02/1980", "dmy", None),
        ("29221", "ymd", None),
        ("１９８０-03-02", "ymd", date(1980, 3, 2)),
        ("", "ymd", None),
    ],
)
def test_a_day_is_read_in_the_order_that_was_said(cell: str, order: str, day: date | None) -> None:
    assert days.read_day(cell, order) == day


def test_one_day_above_the_twelfth_tells_the_order_and_none_leaves_it_open() -> None:
    assert days.evidence(["01/02/1980", "13/02/1980", ""]).likeliest == "dmy"
    assert days.evidence(["01/02/1980", "02/13/1980"]).likeliest == "mdy"
    assert days.evidence(["01/02/1980", "03/04/1981"]).likeliest == ""
    assert days.evidence(["1980-01-02"]).likeliest == "ymd"
    assert days.evidence(["nothing"]).unread == 1


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        ("Full name,Date of birth,Sex,Phone", ["name", "birth_date", "sex", "phone"]),
        ("pid,fname,lname,DOB,sex,phone_cell",
         ["key", "given_name", "family_name", "birth_date", "sex", "phone"]),
        ("identifier,given_name,family_name,birthdate,gender",
         ["key", "given_name", "family_name", "birth_date", "sex"]),
        ("Nachname,Vorname,Geburtsdatum,Geschlecht,Zimmer",
         ["family_name", "given_name", "birth_date", "sex"]),
    ],
)  # fmt: skip
def test_headings_of_known_programs_are_understood(heads: str, fields: list[str]) -> None:
    plan = guessed(f"{heads}\n".encode(), SHEETS["patients"], by=Actor.system())
    assert list(plan.fields.values()) == fields


@pytest.mark.parametrize(
    ("cell", "decimal", "read"),
    [
        ("2,5 mg", "comma", "2.5 mg"),
        ("Ramipril 2,5mg, 1-0-1", "comma", "Ramipril 2.5mg, 1-0-1"),
        ("1.000 mg", "comma", "1000 mg"),
        ("1.000,5 IE", "comma", "1000.5 IE"),
        ("0,125 mg", "comma", "0.125 mg"),
        ("2.5 mg", "point", "2.5 mg"),
        ("1,000 mg", "point", "1000 mg"),
        ("10,000.25 mg", "point", "10000.25 mg"),
        ("0,125 mg", "point", None),
        ("2,5 mg", "point", None),
        ("2.5 mg", "comma", None),
        ("until 1.5.2024, 2,5 mg", "comma", "until 1.5.2024, 2.5 mg"),
        ("Vitamin B12, one a day", "comma", "Vitamin B12, one a day"),
        ("", "comma", ""),
    ],
)
def test_a_number_is_written_as_here_or_refused(cell: str, decimal: str, read: str | None) -> None:
    assert numbers.with_points(cell, decimal) == read


def test_one_number_that_fits_one_way_tells_the_sign_and_none_leaves_it_open() -> None:
    assert numbers.evidence(["1.000 mg", "2,5 mg"]).likeliest == "comma"
    assert numbers.evidence(["1,000 mg", "2.5 mg"]).likeliest == "point"
    assert numbers.evidence(["1,000 mg"]).likeliest == ""
    assert not any(numbers.evidence(["one a day", "5 mg", "1.5.2024"]).fits.values())


@pytest.mark.parametrize(
    ("cell", "order", "said"),
    [
        ("2019", "dmy", "2019"),
        ("2019-03", "ymd", "2019-03"),
        ("3/2019", "dmy", "2019-03"),
        ("03.2019", "dmy", "2019-03"),
        ("02/03/2019", "mdy", "2019-02-03"),
        ("13/2019", "dmy", "None"),
        ("spring", "ymd", "None"),
        ("0000", "ymd", "None"),
    ],
)
def test_what_is_not_known_of_a_day_is_left_out(cell: str, order: str, said: str) -> None:
    assert str(days.read_partial_day(cell, order)) == said
