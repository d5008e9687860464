"""One damaged document hides nothing else: the bulk read of every list, and what is on record."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import accounts, documents, vault
from bedside.accounts import act
from bedside.audit import Actor, Event, verify
from bedside.clinic.models import Patient
from bedside.documents import HasDocument, Unreadable
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.intake.models import Assessment, Enquiry
from bedside.vault import HasSealed, SealedField, current
from bedside.vault.models import DataKey, Key, KeyState
from tests.damage.ways import REASONS, WAYS, column, damage, document, elsewhere

SYSTEM = Actor.system()
BELLO = Actor(role="doctor", user=uuid4())
SECRET = "nightmares"


def new_patient(number: int, under: str | UUID = "intake") -> Patient:
    patient = Patient(id=uuid4())
    vault.create_patient_key(patient.id, under=under)
    documents.write(
        patient=patient.id,
        kind="profile",
        document=patient.id,
        version=1,
        body={"says": SECRET, "number": number},
    ).attach(patient)
    patient.save()
    return patient


def numbers(found: list[documents.Body | Unreadable]) -> list[int | str]:
    """What a list shows: the number in each document, or why it did not open."""
    return [each.reason if isinstance(each, Unreadable) else each["number"] for each in found]


def damages() -> list[Event]:
    return list(Event.objects.filter(action="vault.damaged").order_by("at", "seq"))


@pytest.fixture
def five(db: None) -> list[Patient]:
    """Five patients, the third of whom comes to harm."""
    return [new_patient(number) for number in range(5)]


@pytest.mark.parametrize("way", WAYS)
def test_the_other_four_are_served_in_their_order(five: list[Patient], way: str) -> None:
    damage(five[2], way, other=new_patient(9))
    found = numbers(documents.open_each(five))
    assert [*found[:2], *found[3:]] == [0, 1, 3, 4]
    assert found[2] in REASONS[way]
    with pytest.raises(vault.BrokenSeal):
        documents.read_many(five)


def test_each_says_which_text_it_was(five: list[Patient]) -> None:
    damage(five[2], "bit", other=five[0])
    unreadable = documents.open_each(five)[2]
    assert isinstance(unreadable, Unreadable)
    assert unreadable.is_damage
    assert (unreadable.context.kind, unreadable.context.document) == ("profile", five[2].id)
    assert SECRET not in repr(unreadable)


def test_a_document_that_is_no_json_any_more(five: list[Patient]) -> None:
    for row, text in ((five[1], b"\x00 not json"), (five[2], b'["a list"]')):
        context = vault.Context(row.id, "profile", row.id, row.blob_id, 1, 1)
        document(row).store(vault.seal_for(row.id, text, context))
    assert numbers(documents.open_each(five)) == [0, "not_json", "not_json", 3, 4]


def test_a_row_that_names_no_document_and_one_that_is_gone(five: list[Patient]) -> None:
    elsewhere(five[1])
    held = {row.id: row for row in Patient.objects.all()}
    rows = [held[row.id] for row in five]
    rows[3].blob_id = None
    assert numbers(documents.open_each(rows)) == [0, "missing", 2, "no_document", 4]
    with pytest.raises(NotFound):
        documents.read(rows[3])


def test_a_newer_document_is_found_beside_a_damaged_one(five: list[Patient]) -> None:
    """Replaced and swept since the rows were read: the list shows the newer one."""
    held = Patient.objects.get(id=five[4].id)
    newer = documents.write(
        patient=held.id, kind="profile", document=held.id, version=2, body={"number": 44}
    )
    damage(five[4], "missing", other=five[0])
    newer.attach(five[4])
    five[4].save()
    damage(five[1], "missing", other=five[0])
    rows = [*five[:4], held]
    assert numbers(documents.open_each(rows)) == [0, "missing", 2, 3, 44]
    assert held.version == 2


def _destroy(patient: UUID) -> None:
    vault.destroy_patient_key(patient)


def _lose(patient: UUID) -> None:
    DataKey.objects.filter(patient=patient).delete()


def _spoil(patient: UUID) -> None:
    row = DataKey.objects.get(patient=patient)
    row.wrapped = row.wrapped[:-1] + bytes([row.wrapped[-1] ^ 1])
    row.save()


@pytest.mark.parametrize(
    ("spoil", "reason"), [(_destroy, "erased"), (_lose, "no_data_key"), (_spoil, "data_key")]
)
def test_one_patients_key_hides_nobody_else(
    five: list[Patient], spoil: Callable[[UUID], None], reason: str
) -> None:
    spoil(five[2].id)
    vault.forget_keys()
    assert numbers(documents.open_each(five)) == [0, 1, reason, 3, 4]


@pytest.mark.parametrize("state", ["disabled", "gone", "spoilt"])
def test_one_facilitys_key_hides_no_other_facilitys_patients(
    five: list[Patient], state: str
) -> None:
    other = uuid4()
    vault.create_key("facility", other)
    rows = [*five[:2], new_patient(7, under=other), new_patient(8, under=other), five[4]]
    key = Key.objects.filter(owner=other)
    match state:
        case "disabled":
            key.update(state=KeyState.DISABLED)
        case "gone":
            key.update(state=KeyState.DESTROYED, wrapped=b"")
        case "spoilt":
            key.update(wrapped=b"\x01" * 80)
    vault.forget_keys()
    assert numbers(documents.open_each(rows)) == [0, 1, "data_key", "data_key", 4]


def test_a_key_that_another_process_has_just_made_opens_its_patients(five: list[Patient]) -> None:
    documents.open_each(five)
    ours = current.keyring()
    vault.configure(settings.BEDSIDE.root_key)
    try:
        vault.rotate("intake")
        rows = [*five, new_patient(5)]
    finally:
        current._connected[:] = [ours]
    assert numbers(documents.open_each(rows)) == [0, 1, 2, 3, 4, 5]


def test_an_erased_patient_is_no_damage(five: list[Patient]) -> None:
    vault.destroy_patient_key(five[2].id)
    with act("patient.list", by=BELLO):
        documents.open_each(five)
    assert damages() == []
    with pytest.raises(vault.KeyDestroyed):
        documents.read_many(five)


def test_any_number_of_damaged_documents_takes_the_same_few_queries(
    db: None, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    patients = [new_patient(number) for number in range(12)]
    for patient in patients[:4]:
        damage(patient, "missing", other=patients[11])
    for patient in patients[4:8]:
        damage(patient, "bit", other=patients[11])
    for patient in patients[8:10]:
        _lose(patient.id)
    vault.forget_keys()
    with (
        vault.gathering(),
        # blobs twice, the rows once more, data keys, the intake key
        django_assert_max_num_queries(5),
    ):
        found = documents.open_each(patients)
    assert numbers(found)[10:] == [10, 11]
    assert sum(isinstance(each, Unreadable) for each in found) == 10


def test_the_act_that_met_it_is_done_and_the_damage_on_record_with_it(five: list[Patient]) -> None:
    damage(five[1], "bit", other=five[0])
    damage(five[3], "missing", other=five[0])
    facility = uuid4()
    with act("patient.list", by=BELLO, chain=facility) as doing:
        doing.about(*(row.id for row in five))
        documents.open_each([*five, *five])  # twice on the page is one damaged document
    listed, *met = Event.objects.filter(chain=facility).order_by("seq")
    assert (listed.action, listed.outcome) == ("patient.list", "done")
    assert [event.action for event in met] == ["vault.damaged"] * 2
    assert {event.outcome for event in met} == {"failed"}
    assert {event.actor_user for event in met} == {BELLO.user}
    assert [event.objects_touched for event in met] == [
        {"profile": str(five[1].id)},
        {"profile": str(five[3].id)},
    ]
    assert [event.subjects for event in met] == [[str(five[1].id)], [str(five[3].id)]]
    assert [event.details for event in met] == [{"reason": "wrong_tag"}, {"reason": "missing"}]
    assert verify() == []


def read_as(by: Actor, rows: list[Patient]) -> None:
    with act("patient.list", by=by, chain=by.user or UUID(int=1)):
        documents.open_each(rows)


def test_a_list_read_often_reports_once_in_an_hour(
    five: list[Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(five[2], "bit", other=five[0])
    for _ in range(3):
        read_as(BELLO, five)
        read_as(Actor(role="doctor", user=uuid4()), five)
    assert len(damages()) == 1
    damage(five[4], "bit", other=five[0])
    read_as(BELLO, five)
    assert [event.objects_touched["profile"] for event in damages()] == [
        str(five[2].id),
        str(five[4].id),
    ]
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("bedside.vault.reporting.timezone.now", lambda: later)
    read_as(BELLO, five)
    assert len(damages()) == 4


def test_what_a_refused_act_met_is_on_record_too(five: list[Patient]) -> None:
    damage(five[2], "bit", other=five[0])
    with pytest.raises(Invalid), act("patient.list", by=BELLO):
        documents.open_each(five)
        raise Invalid
    assert len(damages()) == 1


def test_what_is_opened_outside_an_act_is_on_record_too(five: list[Patient]) -> None:
    damage(five[2], "bit", other=five[0])
    documents.open_each(five)
    (event,) = damages()
    assert event.actor_role == "system"


def test_damage_is_counted_and_logged_by_id_only(
    five: list[Patient], caplog: pytest.LogCaptureFixture
) -> None:
    damage(five[2], "bit", other=five[0])
    before = vault.damage_counts().get(("profile", "wrong_tag"), 0)
    with caplog.at_level(logging.DEBUG):
        read_as(BELLO, five)
        read_as(BELLO, five)
    assert vault.damage_counts()["profile", "wrong_tag"] == before + 2
    lines = [line for line in caplog.messages if "does not open" in line]
    assert lines == [f"a sealed text does not open: profile {five[2].id}, wrong_tag"]
    assert SECRET not in caplog.text


# --- bedside documents verify -------------------------------------------------------------------


def verified() -> tuple[accounts.Verified, list[tuple[str, UUID, str]]]:
    """What the walk comes to, and the texts that it names."""
    named: list[tuple[str, UUID, str]] = []

    def tell(each: Unreadable) -> None:
        named.append((each.context.kind, each.context.document, each.reason))

    return accounts.verify_documents(found=tell, by=SYSTEM), named


def test_the_walk_opens_everything_and_names_what_is_damaged(
    five: list[Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.documents.verifying.BATCH", 2)
    chen = accounts.register_user(
        email="chen@example.org",
        name="Dr Chen",
        password=None,
        role="doctor",
        state="active",
        by=SYSTEM,
    )
    assert verified() == (accounts.Verified(read=7), [])
    damage(five[1], "bit", other=five[0])
    damage(five[4], "missing", other=five[0])
    damage(column(chen.id, "name"), "truncation", other=column(chen.id, "email"))
    total, named = verified()
    assert total == accounts.Verified(read=7, damaged=3)
    assert set(named) == {
        ("profile", five[1].id, "wrong_tag"),
        ("profile", five[4].id, "missing"),
        ("user.name", chen.id, "truncated"),
    }


def test_the_walk_is_an_act_and_what_it_met_is_on_record(five: list[Patient]) -> None:
    damage(five[1], "bit", other=five[0])
    vault.destroy_patient_key(five[3].id)
    total, named = verified()
    assert total == accounts.Verified(read=5, damaged=1, erased=1)
    assert [document for _, document, _ in named] == [five[1].id]
    event = Event.objects.get(action="documents.verify")
    assert (event.outcome, event.actor_role) == ("done", "system")
    assert event.details == {"read": 5, "damaged": 1, "erased": 1}
    (met,) = damages()
    assert met.objects_touched == {"profile": str(five[1].id)}
    with pytest.raises(Forbidden):
        accounts.verify_documents(found=lambda each: None, by=BELLO)


def test_a_batch_takes_the_same_few_queries_however_many_rows_it_has(db: None) -> None:
    """The rows, their blobs and their keys: no query for each row, to whomever it belongs."""
    doctor = accounts.register_user(
        email="b@example.org", name="", password=None, role="doctor", state="active", by=SYSTEM
    )

    def another() -> None:
        asked = Assessment.objects.create(patient=new_patient(1), knowledge_version="1")
        Enquiry.objects.create(
            assessment=asked, asked_by=doctor, asked_at=timezone.now(), blob_id=uuid4()
        )

    def queries() -> int:
        vault.forget_keys()
        with CaptureQueriesContext(connection) as captured:
            assert list(documents.walk())
        return len(captured)

    another()
    few = queries()
    for _ in range(5):
        another()
    assert queries() == few


def test_whatever_is_sealed_in_a_column_is_walked(db: None) -> None:
    """A model with sealed columns that the walk would pass over is a fault of ours."""
    sealed = {
        model
        for model in apps.get_models()
        if any(isinstance(field, SealedField) for field in model._meta.fields)
    }
    assert {model for model in sealed if not _is_walked(model)} == {Key, DataKey}


def _is_walked(model: type[Model]) -> bool:
    """Whether it says what is sealed in its row, or beside its document."""
    if issubclass(model, HasDocument):
        return model.beside is not HasDocument.beside
    return issubclass(model, HasSealed)
