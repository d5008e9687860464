"""`bedside documents verify`: what an operator reads after a disk failure."""

import pytest
from typer.testing import CliRunner, Result

from bedside.audit import Event
from bedside.cli.documents import app
from bedside.clinic.models import Patient
from tests.damage.ways import column, damage
from tests.people import Person

pytestmark = pytest.mark.django_db


def run() -> Result:
    return CliRunner().invoke(app, ["verify"])


def test_whole_documents_are_reported_whole(asha: Person, bello: Person) -> None:
    done = run()
    assert (done.exit_code, done.output) == (0, "All 6 sealed texts open.\n")


def test_what_does_not_open_is_named_by_its_id_and_fails_the_command(
    asha: Person, bello: Person
) -> None:
    profile = Patient.objects.get(id=asha.patient)
    damage(profile, "missing", other=profile)
    damage(column(bello.user, "name"), "bit", other=column(bello.user, "email"))
    done = run()
    assert done.exit_code == 1
    named = f"profile {asha.patient}, blob {profile.blob_id}: is missing from the document store."
    assert named in done.output
    assert f"user.name {bello.user}: was changed, or belongs elsewhere." in done.output
    assert "2 of 6 sealed texts are damaged." in done.output
    assert "Asha" not in done.output and "Bello" not in done.output
    assert Event.objects.filter(action="vault.damaged").count() == 2
    assert Event.objects.get(action="documents.verify").outcome == "done"


def test_a_damaged_column_of_a_patients_row_is_named(asha: Person, ravi: Person) -> None:
    rows = Patient.objects.in_bulk([asha.patient, ravi.patient])
    hers = Patient.objects.filter(id=asha.patient)
    hers.update(demographics=rows[ravi.patient].demographics)
    done = run()
    assert done.exit_code == 1
    assert f"demographics {asha.patient}, blob" in done.output
    assert "1 of 8 sealed texts are damaged." in done.output
