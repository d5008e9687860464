"""A file as a clinic has it, and bringing it in whole."""

from bedside import imports, jobs
from bedside.clinic.models import Facility
from bedside.imports import ImportView
from tests.people import Person

HEAD = "Number,Name,Born,Sex,Phone,Email\n"
MIA = "17,Mia Sørensen,1984-02-29,f,020 7946 0031,mia@example.org\n"
OTTO = "18,Otto Brandt,1950-12-01,male,020 7946 0032,\n"
FIELDS = {0: "key", 1: "name", 2: "birth_date", 3: "sex", 4: "phone", 5: "email"}


def begin(rows: str, place: Facility, by: Person, *, fields: dict[int, str] = FIELDS) -> ImportView:
    """Bring a file and confirm how it is read."""
    view = imports.begin((HEAD + rows).encode(), facility=place.id, by=by.actor)
    return imports.confirm_reading(
        view.id, fields=fields, order="ymd", version=view.version, by=by.actor
    )


def bring(rows: str, place: Facility, by: Person) -> ImportView:
    """Bring a file in, with nothing left to be said about it."""
    return finish(begin(rows, place, by), by)


def finish(view: ImportView, by: Person) -> ImportView:
    """Ask for an import and let a worker do it."""
    asked = imports.ask(view.id, version=view.version, by=by.actor)
    assert asked.job and jobs.run_one(asked.job)
    return shown(view, by)


def shown(view: ImportView, by: Person) -> ImportView:
    return imports.read_import(view.id, by=by.actor).view
