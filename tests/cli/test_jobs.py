"""`bedside jobs`: what failed is listed by its id, tried again or called off."""

import pytest
from typer.testing import CliRunner

from bedside.cli.jobs import app
from bedside.errors import NotFound
from bedside.ids import new_id
from bedside.outbox import Job
from tests.jobs.test_watching import dead

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_what_failed_is_listed_and_tried_again() -> None:
    row = dead()
    said = run("list")
    assert "test.make: 1 dead" in said and str(row.id) in said and "OSError" in said
    run("retry", str(row.id))
    assert Job.objects.get().state == "waiting"
    assert str(row.id) in run("list", "--state", "waiting")
    run("cancel", str(row.id))
    assert Job.objects.get().state == "cancelled"


def test_one_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        run("retry", str(new_id()))
