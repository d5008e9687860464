"""The table of ICD-10-CM as it lies in the package, and what its release declares.

One line a chapter, block or code, packed with xz to 0.7 MB. Nothing searches in it: it is
what the index is made from. A code that a newer release left out keeps its line with the last
release that had it, so a diagnosis of years ago can still be read. The lines stand by how likely
they are meant: present before retired, short descriptions before long ones, and last the many
seventh characters of injuries.
"""

import hashlib
import lzma
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import tomli

from bedside.errors import Unavailable

Kind = Literal["chapter", "block", "header", "billable"]
KINDS: tuple[Kind, ...] = ("chapter", "block", "header", "billable")
_HOME = files("bedside.codes") / "icd10cm"
TABLE, RELEASE, LAY = "table.tsv.xz", "release.toml", "lay.toml"


class Row(NamedTuple):
    """A chapter, a block or a code."""

    kind: Kind
    code: str
    parent: str
    display: str
    terms: str = ""
    """Other names that the release itself lists, with ``|`` between them."""
    last: str = ""
    """The last release that had it, when the present one has not."""


@dataclass(frozen=True, slots=True)
class Release:
    """What `release.toml` declares of the table beside it."""

    system: str
    """FHIR's address of the code system."""
    release: str
    """The day from which it is valid, such as 2026-04-01."""
    package: str
    package_version: str
    package_items: int
    """Chapters, blocks and codes that the package lists."""
    source_sha256: str
    """Of the tabular list (XML) of NCHS in the package."""
    chapters: int
    blocks: int
    headers: int
    billable: int
    retired: int
    sha256: str
    """Of the table, unpacked."""

    def written(self) -> str:
        """Return it as the text of `release.toml`."""
        lines = [f"{name} = {_toml(value)}" for name, value in asdict(self).items()]
        return "# Written by `make icd`, compared with the table by a test.\n" + (
            "\n".join(lines) + "\n"
        )


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


@cache
def release() -> Release:
    """Return what the table in this package declares."""
    return Release(**tomli.loads((_HOME / RELEASE).read_text("utf-8")))


def lay() -> Mapping[str, object]:
    """Return `lay.toml`: what people say, with the codes that it may mean."""
    return tomli.loads((_HOME / LAY).read_text("utf-8"))


@cache
def fingerprint() -> str:
    """Return a short hash over all that an index is made from, the table by its declared hash."""
    texts = ((_HOME / name).read_bytes() for name in (RELEASE, LAY))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]


def table() -> list[Row]:
    """Return every row of the packaged table. Raises Unavailable when it is not what it was."""
    try:
        body = lzma.decompress((_HOME / TABLE).read_bytes())
    except (lzma.LZMAError, EOFError, OSError) as error:
        raise _damaged() from error
    if hashlib.sha256(body).hexdigest() != release().sha256:
        raise _damaged()
    return parse(body.decode("utf-8"))


def _damaged() -> Unavailable:
    return Unavailable("The packaged table of ICD-10-CM codes is damaged. Install Bedside again.")


def parse(text: str) -> list[Row]:
    """Return the rows of a table's text."""
    return [Row._make(line.split("\t")) for line in text.splitlines()]


def write(rows: Iterable[Row]) -> str:
    """Return the rows as the text that `parse` reads."""
    return "".join("\t".join(one) + "\n" for one in rows)
