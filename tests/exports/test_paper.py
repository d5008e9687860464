"""Paper: what people wrote is set as it is, in their script; every page says whose it is."""

from datetime import UTC, datetime

import pytest

from bedside.exports.paper import Line, Sheet, pdf_of
from bedside.exports.paper import sheet as on
from tests.exports.papers import catalog, pages, said, squeezed

AT = datetime(2026, 11, 30, 15, 40, tzinfo=UTC)
MARKUP = [
    "#let x = 1",
    '#{panic()} #read("/etc/passwd") #sys.inputs',
    "*bold* _leaning_ `raw` $x^2$",
    "@ref <label> // not a comment /* nor this */",
    "back\\slash \\u{41} ~ -- --- ...",
    "= Heading\n- item\n+ item\n/ term: told",
    "]#[",
]


def paper(*blocks: on.Block, about: str = "Asha Verma, born 17 April 1991, No. 1234-5") -> bytes:
    return pdf_of(Sheet("Assessment", about, "Printed by Dr Bello", blocks), at=AT)


@pytest.mark.parametrize("text", MARKUP)
def test_what_looks_like_markup_is_only_letters(text: str) -> None:
    everywhere = paper(
        on.words(text),
        on.heading(text),
        on.note(Line(text, strong=text)),
        on.bullets([text]),
        on.facts([(text, text)]),
        on.table(text, [text], [[text]]),
        about=text,
    )
    assert said(everywhere).count(squeezed(text)) >= 10


@pytest.mark.parametrize(
    "name",
    [
        "أحمد محمود العبد الله",
        "अमिता क्षत्रिय",
        "Nguyễn Thị Ánh",
        "Ελένη Παπαδοπούλου",
        "Наталья Щербакова",
        "שלום עולם",
        "আমার নাম",
        "தமிழ் மொழி",
        "తెలుగు",
        "ภาษาไทย",
        "ភាសាខ្មែរ",
    ],
)
def test_names_in_many_scripts_have_letters_in_our_own_fonts(name: str) -> None:
    made = paper(on.words(name), on.note(Line(strong=on.apart(name))), about=on.apart(name))
    assert b"pdfuaid" in made, "a letter is missing"
    assert "aremissingfromthefonts" not in said(made)


def test_letters_that_no_font_has_are_boxes_and_the_paper_says_so() -> None:
    made = paper(on.words("Before \U000e0fff\U00012ffe after"))
    assert "Before" in said(made) and "after" in said(made)
    assert "aremissingfromthefonts" in said(made)


def test_every_page_says_whose_it_is_which_page_and_who_printed_it() -> None:
    made = paper(*(on.text(f"Paragraph {number} of a long record.") for number in range(200)))
    found = pages(made)
    assert len(found) > 3
    for number, page in enumerate(found, start=1):
        assert "No.1234-5" in page and "PrintedbyDrBello" in page
        assert f"{number}of{len(found)}" in page


def test_it_is_tagged_and_its_title_names_nobody() -> None:
    about = catalog(paper(on.heading("What to do"), on.text("Rest.")))
    assert "/StructTreeRoot" in about and about["/Lang"] == "en"
    assert about["title"] == "Assessment"


def test_a_word_longer_than_the_page_is_broken_and_loses_nothing() -> None:
    long = "x" * 175
    assert (
        said(paper(on.words(long), on.table("", ["A", "B", "C"], [[long, long, long]]))).count("x")
        == 4 * 175
    )
    pieces = on.breakable(long).split("\u200b")
    assert max(map(len, pieces)) < 30 and "".join(pieces) == long


def test_a_break_never_parts_a_letter_from_its_mark() -> None:
    assert all(
        not piece.startswith("\u0301") for piece in on.breakable("e\u0301" * 90).split("\u200b")
    )


def test_a_direction_does_not_leave_the_words_that_it_was_written_in() -> None:
    assert on.apart("Asha\u202e Verma") == "Asha Verma"
    assert on.apart("أحمد\u2069") == "\u2068أحمد\u2069"


def test_signs_that_no_printer_has_are_left_out() -> None:
    made = paper(on.words("one\x07 two\x1b three\ufeff"))
    assert "onetwothree" in said(made) and "aremissingfromthefonts" not in said(made)
