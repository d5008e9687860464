"""What somebody wrote keeps its direction to itself: a mark in it turns nothing that follows."""

import re
from pathlib import Path

import bedside.web

TEMPLATES = Path(bedside.web.__file__).parent / "templates"
WRITTEN = re.compile(
    r"(<bdi>)?\{\{ (?:one|entry)\.body\."
    r"(?:substance|as_written|title|dose|reaction|comment|why_ended|note)\b"
)


def test_the_words_of_every_entry_are_isolated() -> None:
    found = [
        (path.name, match.group(0))
        for path in TEMPLATES.rglob("*.html")
        for match in WRITTEN.finditer(path.read_text())
    ]
    assert len(found) > 20
    assert [one for one in found if not one[1].startswith("<bdi>")] == []
