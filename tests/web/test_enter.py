"""Enter in a text field presses the first button of its form: that one must be harmless."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside import web

TEMPLATES = Path(web.__file__).parent / "templates"
HARMLESS = {
    'name="do" value="save"': "saves a draft, which can go on being written",
    'name="find" value="1"': "looks for codes and records nothing",
}
"""The first buttons of forms that have several, and what they do."""
TAKES_AN_ANSWER = {"web/assess/question.html"}
"""Here Enter goes on with what was written, as people expect; every answer can be changed."""
INCLUDE = re.compile(r'{% include "([^"]+)"[^%]*%}')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
BUTTON = re.compile(r"<button\b(?![^>]*type=\"button\")([^>]*)>", re.DOTALL)


def _whole(template: str) -> str:
    """A template with what it includes in its place."""
    text = (TEMPLATES / template).read_text()
    return INCLUDE.sub(lambda found: _whole(found[1]), text)


def _forms() -> Iterator[tuple[str, list[str]]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        for form in FORM.findall(_whole(name)):
            yield name, BUTTON.findall(form)


SEVERAL = [(name, buttons) for name, buttons in _forms() if len(buttons) > 1]


@pytest.mark.parametrize(("template", "buttons"), SEVERAL, ids=[name for name, _ in SEVERAL])
def test_the_first_of_several_buttons_is_harmless(template: str, buttons: list[str]) -> None:
    if template in TAKES_AN_ANSWER:
        return
    assert any(harmless in buttons[0] for harmless in HARMLESS), f"{template}: {buttons}"


def test_forms_with_several_buttons_are_found_at_all() -> None:
    assert {"web/notes/editor.html", "web/diagnoses/list.html"} <= {name for name, _ in SEVERAL}
