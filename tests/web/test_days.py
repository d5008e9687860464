"""Every day of a form is one of a calendar that ends before Python's does."""

import ast
from pathlib import Path

import pytest
from django import forms

import bedside.web
from bedside.clinic.rules import must_be_on_the_calendar
from bedside.errors import Invalid
from bedside.limits import FIRST_DAY, LAST_DAY
from bedside.web.forms.base import Day

SOURCE = Path(bedside.web.__file__).parent


def test_every_field_for_a_day_knows_where_the_calendar_ends() -> None:
    fields = [
        (path.name, node.lineno)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "DateField"
    ]
    assert not fields


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_means_is_refused(day: str) -> None:
    with pytest.raises(forms.ValidationError, match="1850 to 2200"):
        Day().clean(day)
    with pytest.raises(Invalid):
        must_be_on_the_calendar(day=forms.DateField().clean(day))


def test_the_first_and_the_last_day_can_be_named() -> None:
    must_be_on_the_calendar(first=FIRST_DAY, last=LAST_DAY, none=None)
    assert [Day().clean(str(day)) for day in (FIRST_DAY, LAST_DAY)] == [FIRST_DAY, LAST_DAY]
