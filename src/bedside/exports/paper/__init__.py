"""Documents on paper: what stands on a sheet, and how it is set."""

from bedside.exports.paper.sheet import Line, Sheet
from bedside.exports.paper.typesetting import NotSet, pdf_of

__all__ = ["Line", "NotSet", "Sheet", "pdf_of"]
