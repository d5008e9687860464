"""Setting a sheet as a PDF: tagged, so that it can be read aloud, in the scripts people write in.

The fonts come with Bedside, as packages; letters that they lack are taken from the fonts of the
machine. A letter that none of them has does not keep anybody from their document: it is an empty
box there, and the document says so.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from bedside.errors import BedsideError
from bedside.exports.paper.sheet import Sheet

_FONTS = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_thai",
    "fontpkg_heebo",
    "fontpkg_hind_siliguri",
)
"""Packages with fonts under the SIL Open Font License; Heebo has Hebrew, Hind Siliguri Bengali."""
_ACCESSIBLE = "ua-1"
_LETTER_MISSING = "could not be displayed with"


class NotSet(BedsideError):
    """A document could not be set. What the typesetter says of it may hold the document's words."""

    detail = "This could not be put on paper. Show it for printing instead."


def pdf_of(sheet: Sheet, *, at: datetime) -> bytes:
    """Return a sheet as a tagged PDF that says it was made `at`. Raises NotSet."""
    try:
        return _set(sheet.as_data(), at, standards=[_ACCESSIBLE])
    except typst.TypstError as error:
        if _LETTER_MISSING not in error.message:
            raise NotSet from None
    try:
        return _set(sheet.as_data(letters_missing=True), at, standards=[])
    except typst.TypstError:
        raise NotSet from None


def _set(data: Mapping[str, Any], at: datetime, *, standards: list[Any]) -> bytes:
    return typst.compile(
        _template(),
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(data)},
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )


@cache
def _template() -> bytes:
    return (files(__package__) / "paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts, looked for once for each process."""
    ours = [Path(str(files(package))) / "files" for package in _FONTS]
    return typst.Fonts(include_embedded_fonts=False, font_paths=ours)
