"""Which signs the bytes of a text file mean: what is sure is told from what is likely.

A byte order mark is sure, and so is UTF-8: other texts with accents are practically never valid
UTF-8 by accident. What is neither is one of the two codes that spreadsheet programs of the West
wrote for decades; these read any bytes, so whoever brings the file in looks at the names.
"""

from dataclasses import dataclass

from bedside.errors import Invalid

CHARSETS = ("utf-8", "utf-16", "cp1252", "latin-1")
"""What may be chosen, the likeliest first."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NO_TEXTS = {
    b"PK\x03\x04": "This is a workbook or an archive. Open it and save the sheet as CSV.",
    b"\xd0\xcf\x11\xe0": "This is a workbook. Open it and save the sheet as CSV.",
    b"\x1f\x8b": "This is compressed. Unpack it first.",
    b"%PDF": "This is a PDF. Save the table as CSV.",
}
NOT_TEXT = "This is not a text file. Save the table as CSV."
NOT_THESE_SIGNS = "The file cannot be read with these characters. Choose others."


@dataclass(frozen=True)
class Signs:
    """How a file is written: one of CHARSETS, and whether that is certain."""

    charset: str
    is_sure: bool


def detect(text: bytes) -> Signs:
    """Return which signs the bytes most likely mean. Raises Invalid for what is no text."""
    for beginning, sentence in _NO_TEXTS.items():
        if text.startswith(beginning):
            raise Invalid(fields={"file": sentence})
    for mark, charset in _MARKS:
        if text.startswith(mark):
            return Signs(charset, is_sure=True)
    if b"\0" in text:
        return Signs(_utf_16_without_a_mark(text), is_sure=False)
    for charset, is_sure in (("utf-8", True), ("cp1252", False)):
        if _reads(text, charset):
            return Signs(charset, is_sure)
    return Signs("latin-1", is_sure=False)


def decode(text: bytes, charset: str) -> str:
    """Return the text without its mark. Raises Invalid when it does not read so, or holds NUL."""
    try:
        read = text.decode(_codec(text, charset))
    except UnicodeError:
        raise Invalid(fields={"charset": NOT_THESE_SIGNS}) from None
    if "\0" in read:
        raise Invalid(fields={"file": NOT_TEXT})
    return read.removeprefix("\ufeff")


def _codec(text: bytes, charset: str) -> str:
    """Without a mark Python takes UTF-16 for this machine's order, whatever the text says."""
    if charset != "utf-16" or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return charset
    return "utf-16-le" if _zeros(text, 1) >= _zeros(text, 0) else "utf-16-be"


def _utf_16_without_a_mark(text: bytes) -> str:
    """Every second byte of a mostly Latin text is zero. Raises Invalid for another pattern."""
    most, fewest = max(_zeros(text, 0), _zeros(text, 1)), min(_zeros(text, 0), _zeros(text, 1))
    if len(text) % 2 or most < len(text) // 5 or fewest > most // 10:
        raise Invalid(fields={"file": NOT_TEXT})
    return "utf-16"


def _zeros(text: bytes, first: int) -> int:
    return text[first::2].count(0)


def _reads(text: bytes, charset: str) -> bool:
    try:
        text.decode(charset)
    except UnicodeError:
        return False
    return True
