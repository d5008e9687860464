"""Print the release that the package `simple-icd-10-cm` holds, for `renew` to read.

The package takes 190 MB and seconds to import, so it lives in an environment of its own that
`make icd` makes and nothing else uses: this script runs there, by its path, without Bedside. The
first line says what the package declares, each other line is one chapter, block or code.
"""

import hashlib
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files

import simple_icd_10_cm as cm

_DATED = re.compile(r"tabular-([A-Z][a-z]+)-(\d{1,2})-(\d{4})\.xml$")


def main() -> None:
    items = cm.get_all_codes()
    tabular = next(one for one in files("simple_icd_10_cm.data").iterdir() if _date(one.name))
    digest = hashlib.sha256(tabular.read_bytes()).hexdigest()
    declared = (_date(tabular.name), version("simple-icd-10-cm"), str(len(items)), digest)
    sys.stdout.write("\t".join(declared) + "\n")
    for line in _lines(items):
        sys.stdout.write("\t".join(map(_plain, line)) + "\n")


def _date(name: str) -> str:
    """The day from which a release is valid, out of the name of its file; or nothing."""
    found = _DATED.search(name)
    if not found:
        return ""
    return time.strftime("%Y-%m-%d", time.strptime(" ".join(found.groups()), "%B %d %Y"))


def _lines(items: list[str]) -> Iterator[tuple[str, ...]]:
    """Kind, code, parent, description and inclusion terms (NCHS's own other names).

    A block of one category has its category's code, and the package lists both under that one.
    """
    seen = set()
    for item in items:
        block = cm.is_block(item) and item not in seen
        seen.add(item)
        if cm.is_chapter(item):
            yield "chapter", item, "", cm.get_description(item), ""
            continue
        parent = cm.get_parent(item, prioritize_blocks=block)
        display = cm.get_description(item, prioritize_blocks=block)
        if block:
            yield "block", item, parent, display, ""
            continue
        kind = "billable" if cm.is_leaf(item) else "header"
        yield kind, item, parent, display, "|".join(map(_plain, cm.get_inclusion_term(item)))


def _plain(text: str) -> str:
    """The text with single spaces: a few descriptions hold tabulators and line breaks."""
    return " ".join(text.split())


if __name__ == "__main__":
    main()
