"""Reading a PDF as somebody does who holds it: its pages, and the words on them."""

from io import BytesIO

from pypdf import PdfReader

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2068\u2069\n\xad"), "")
"""Signs for where to break and in which direction to write, and the ends of lines."""


def pages(content: bytes) -> list[str]:
    """Return the words of each page; lines are not told apart, nor are spaces."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def said(content: bytes) -> str:
    """Return all words of a document, without spaces."""
    return "".join(pages(content))


def squeezed(text: str) -> str:
    """Return a text without what is not seen on paper, and without spaces."""
    return "".join(text.translate(_UNSEEN).split())


def catalog(content: bytes) -> dict[str, object]:
    """Return what a PDF says about itself."""
    reader = PdfReader(BytesIO(content))
    return {**reader.trailer["/Root"], "title": reader.metadata and reader.metadata.title}
