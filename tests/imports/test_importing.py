"""A file of patients brought in: looked at first, then whole or not at all, once, and undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from bedside import accounts, audit, clinic, documents, imports, jobs, vault
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import Facility, Patient
from bedside.documents.models import Volume
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.imports import Decision, making
from bedside.imports.models import BroughtRow, Import
from bedside.outbox import Job
from tests.imports.making import FIELDS, HEAD, MIA, OTTO, begin, bring, finish, shown
from tests.people import ASHA, Person, staff

pytestmark = pytest.mark.django_db
ASHA_AGAIN = f"19,Asha Verma,{ASHA.birth_date},female,{ASHA.phone},\n"


def found(text: str, by: Person) -> list[str]:
    hits = clinic.find_patients(text, by=by.actor).hits
    return [hit.patient.profile.name for hit in hits if hit.patient.profile]


def test_whoever_is_brought_in_is_found_and_is_who_the_file_says(
    bello: Person, harbour: Facility
) -> None:
    view = bring(MIA + OTTO, harbour, bello)
    assert (view.state, view.made, view.linked) == ("done", 2, 0)
    assert found("sorensen", bello) == ["Mia Sørensen"] and found("brandt", bello)
    hit = clinic.find_patients("mia", by=bello.actor).hits[0]
    profile = clinic.read_patient(hit.patient.id, by=bello.actor).profile
    assert profile is not None
    assert (profile.birth_date, profile.sex, profile.email) == (
        date(1984, 2, 29), "female", "mia@example.org",
    )  # fmt: skip
    assert hit.record_number != clinic.find_patients("otto", by=bello.actor).hits[0].record_number
    assert not accounts.User.objects.filter(role="patient").exists()


def test_every_bad_row_is_named_with_the_column_and_the_reason(
    bello: Person, harbour: Facility
) -> None:
    bad = "20,,2090-01-01,?,none,not-an-address\n" + f"21,{'x' * 201},31.12.1980,f,112233,\n"
    turned = "22,Ann \u202eB,1990-01-01,f,020 7946 0033,\n"
    view = begin(MIA + bad + turned + MIA, harbour, bello)
    preview = imports.read_import(view.id, by=bello.actor).preview
    assert preview is not None and not preview.is_ready
    assert {(one.row, one.field) for one in preview.problems} == {
        (3, "name"), (3, "birth_date"), (3, "sex"), (3, "phone"), (3, "email"),
        (4, "name"), (4, "birth_date"), (5, "name"), (6, "key"),
    }  # fmt: skip
    assert "row 2" in preview.problems[-1].sentence
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=bello.actor)
    assert not Patient.objects.exists()


def test_a_name_of_175_letters_and_one_from_right_to_left_come_in(
    bello: Person, harbour: Facility
) -> None:
    long, hebrew = "Wolfe" + "s" * 170, "דנה כהן"
    rows = f"1,{long},1990-01-01,f,020 7946 0033,\n2,{hebrew},1990-01-01,f,020 7946 0034,\n"
    assert bring(rows, harbour, bello).made == 2
    assert {row.called for row in map(_profile, Patient.objects.all())} == {long, hebrew}


def _profile(row: Patient) -> clinic.Profile:
    return clinic.Profile.from_body(documents.read(row))


def test_the_same_file_again_makes_nobody(bello: Person, harbour: Facility) -> None:
    bring(MIA + OTTO, harbour, bello)
    again = begin(MIA + OTTO, harbour, bello)
    preview = imports.read_import(again.id, by=bello.actor).preview
    assert preview and (preview.rows, preview.known, preview.judged) == (2, 2, ())
    with pytest.raises(imports.Nothing):
        imports.ask(again.id, version=again.version, by=bello.actor)
    more = "23,Ines Prado,1970-05-05,f,020 7946 0035,\n"
    assert bring(MIA + OTTO + more, harbour, bello).made == 1
    assert Patient.objects.count() == 3


def test_without_a_number_the_whole_row_tells_that_it_is_the_same(
    bello: Person, harbour: Facility
) -> None:
    fields = {place: code for place, code in FIELDS.items() if code != "key"}
    finish(begin(MIA, harbour, bello, fields=fields), bello)
    preview = imports.read_import(
        begin("99" + MIA[2:], harbour, bello, fields=fields).id, by=bello.actor
    ).preview
    assert preview and preview.known == 1


def test_two_files_on_their_way_with_one_row_make_one_patient(
    bello: Person, harbour: Facility
) -> None:
    first, second = (begin(MIA, harbour, bello) for _ in range(2))
    asked = [imports.ask(v.id, version=v.version, by=bello.actor) for v in (first, second)]
    for one in asked:
        assert one.job and jobs.run_one(one.job)
    assert Patient.objects.count() == BroughtRow.objects.count() == 1
    assert shown(second, bello).state == "failed"  # there was nothing left of it


def test_a_likely_duplicate_waits_for_somebody_to_decide(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(ASHA_AGAIN + MIA, harbour, bello)
    preview = imports.read_import(view.id, by=bello.actor).preview
    assert preview and preview.undecided == 1
    assert [like.patient.id for like in preview.judged[0].likely] == [asha.patient]
    event = audit.Event.objects.filter(action="import.read").latest("seq")
    assert event.subjects == [str(asha.patient)]
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=bello.actor)
    link = {2: Decision("link", asha.patient)}
    view = finish(imports.decide(view.id, link, version=view.version, by=bello.actor), bello)
    assert (view.made, view.linked) == (1, 1)
    assert BroughtRow.objects.get(patient=asha.patient).is_new is False
    again = begin(ASHA_AGAIN, harbour, bello)
    known = imports.read_import(again.id, by=bello.actor).preview
    assert known and known.known == 1


@pytest.mark.parametrize(("choice", "made"), [("create", 2), ("skip", 1)])
def test_what_was_decided_is_done(
    choice: str, made: int, asha: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(ASHA_AGAIN + MIA, harbour, bello)
    decision = {2: Decision(choice)}  # type: ignore[arg-type]
    view = imports.decide(view.id, decision, version=view.version, by=bello.actor)
    assert finish(view, bello).made == made


def test_nobody_is_linked_who_was_not_shown(
    asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(ASHA_AGAIN + MIA, harbour, bello)
    for decisions in ({2: Decision("link", ravi.patient)}, {3: Decision("skip")}):
        with pytest.raises(Invalid):
            imports.decide(view.id, decisions, version=view.version, by=bello.actor)


def test_who_was_registered_after_the_preview_stops_it(bello: Person, harbour: Facility) -> None:
    view = begin(ASHA_AGAIN + MIA, harbour, bello)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)
    clinic.enrol_patient(profile=replace(ASHA, email=""), facility=harbour.id, by=bello.actor)
    assert asked.job and jobs.run_one(asked.job)
    assert Job.objects.get(id=asked.job).state == "dead"
    failed = shown(view, bello)
    assert failed.state == "failed" and Patient.objects.count() == 1
    preview = imports.read_import(view.id, by=bello.actor).preview
    assert preview and preview.undecided == 1
    skip = imports.decide(view.id, {2: Decision("skip")}, version=failed.version, by=bello.actor)
    assert finish(skip, bello).made == 1


def test_it_is_all_or_nothing(
    bello: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = begin(MIA + OTTO, harbour, bello)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(making, "settle", breaks)
        assert asked.job and jobs.run_one(asked.job)
    assert not Patient.objects.exists() and not BroughtRow.objects.exists()
    Job.objects.filter(id=asked.job).update(ready_at=timezone.now())
    assert jobs.run_one(asked.job)
    assert shown(view, bello).made == Patient.objects.count() == 2


def test_undoing_erases_everybody_who_was_made_and_lets_the_file_come_again(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(ASHA_AGAIN + MIA, harbour, bello)
    view = imports.decide(
        view.id, {2: Decision("link", asha.patient)}, version=view.version, by=bello.actor
    )
    view = finish(view, bello)
    mia = Patient.objects.exclude(id=asha.patient).get()
    undone = imports.undo(view.id, version=view.version, by=bello.actor)
    assert (undone.state, undone.undo_until) == ("undone", None)
    assert found("mia", bello) == [] and found("asha", bello) == [ASHA.name]
    assert not BroughtRow.objects.exists()
    with pytest.raises(vault.KeyDestroyed):
        vault.seal_for(mia.id, b"x", vault.Context(mia.id, "x", mia.id, None, 1, 1))
    with pytest.raises(imports.TooLate):
        imports.undo(view.id, version=undone.version, by=bello.actor)
    assert bring(MIA, harbour, bello).made == 1


def test_nothing_is_undone_where_somebody_has_written_since(
    bello: Person, harbour: Facility
) -> None:
    view = bring(MIA + OTTO, harbour, bello)
    otto = BroughtRow.objects.get(number=3).patient_id
    clinic.allergies.add(otto, AllergyBody(substance="Latex"), by=bello.actor)
    with pytest.raises(imports.WrittenSince) as error:
        imports.undo(view.id, version=view.version, by=bello.actor)
    assert "rows since: 3." in error.value.detail
    assert Patient.objects.count() == 2 and found("mia", bello)


def test_a_changed_phone_number_is_writing_too(bello: Person, harbour: Facility) -> None:
    view = bring(MIA, harbour, bello)
    mia = Patient.objects.get()
    clinic.correct_profile(mia.id, {"phone": "020 7946 0099"}, version=1, by=bello.actor)
    with pytest.raises(imports.WrittenSince):
        imports.undo(view.id, version=view.version, by=bello.actor)


def test_after_a_day_it_stays(bello: Person, harbour: Facility) -> None:
    view = bring(MIA, harbour, bello)
    Import.objects.update(done_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert shown(view, bello).undo_until is None
    with pytest.raises(imports.TooLate):
        imports.undo(view.id, version=view.version, by=bello.actor)


def test_it_is_for_whoever_brought_it_while_they_work_there(
    asha: Person, bello: Person, chen: Person, dana: Person, harbour: Facility
) -> None:
    view = begin(MIA, harbour, bello)
    with pytest.raises(NotFound):
        imports.read_import(view.id, by=chen.actor)
    with pytest.raises(NotFound):
        imports.read_import(view.id, by=dana.actor)
    with pytest.raises(Forbidden):
        imports.read_import(view.id, by=asha.actor)
    with pytest.raises(Forbidden):
        imports.begin(HEAD.encode(), facility=harbour.id, by=asha.actor)
    with pytest.raises(NotFound):
        imports.begin((HEAD + MIA).encode(), facility=harbour.id, by=chen.actor)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)
    staff(harbour, chen, by=dana)
    assert asked.job and jobs.run_one(asked.job)
    assert Job.objects.get(id=asked.job).state == "dead" and Patient.objects.count() == 1
    with pytest.raises(NotFound):
        imports.read_import(view.id, by=bello.actor)
    assert imports.list_imports(by=bello.actor) == []


def test_a_version_that_is_older_is_refused(bello: Person, harbour: Facility) -> None:
    view = begin(MIA, harbour, bello)
    for late in (imports.ask, imports.drop, imports.undo):
        with pytest.raises(Stale):
            late(view.id, version=view.version - 1, by=bello.actor)


def test_the_file_is_gone_once_it_is_in_when_deleted_and_when_it_has_expired(
    bello: Person, harbour: Facility
) -> None:
    bring(MIA, harbour, bello)
    assert not Volume.objects.exists()
    view = begin(OTTO, harbour, bello)
    imports.drop(view.id, version=view.version, by=bello.actor)
    assert not Volume.objects.exists() and Import.objects.count() == 1
    view = begin(OTTO, harbour, bello)
    jobs.sweep(timezone.now() + timedelta(days=4))
    assert not Volume.objects.exists()
    assert [row.state for row in Import.objects.all()] == ["done"]
    with pytest.raises(NotFound):
        imports.read_import(view.id, by=bello.actor)


def test_nobody_has_more_than_five_files_lying_here(bello: Person, harbour: Facility) -> None:
    for _ in range(5):
        begin(MIA, harbour, bello)
    with pytest.raises(Conflict):
        begin(MIA, harbour, bello)


def test_nothing_of_the_file_stands_in_the_clear(bello: Person, harbour: Facility) -> None:
    view = bring(MIA, harbour, bello)
    told = [*audit.Event.objects.values_list("details", "objects_touched")]
    told += [*Import.objects.values_list(), *BroughtRow.objects.values_list()]
    assert "Mia" not in str(told) and "mia@" not in str(told)
    event = audit.Event.objects.get(action="import.make")
    assert (event.chain, event.details) == (
        harbour.id,
        {"sheet": "patients", "made": 1, "linked": 0, "known": 0},
    )
    assert event.subjects == [str(BroughtRow.objects.get(brought=view.id).patient_id)]


def test_a_large_file_costs_no_query_more_a_row(
    bello: Person, harbour: Facility, django_assert_max_num_queries: object
) -> None:
    rows = "".join(
        f"{n},Person {n} Test,19{n % 90 + 10}-01-01,f,020 7946 {n:04},\n" for n in range(100, 160)
    )
    view = begin(rows, harbour, bello)
    with django_assert_max_num_queries(80):  # type: ignore[operator]
        imports.read_import(view.id, by=bello.actor)
    assert finish(view, bello).made == 60


def test_what_columns_hold_has_to_be_said(bello: Person, harbour: Facility) -> None:
    view = imports.begin((HEAD + MIA).encode(), facility=harbour.id, by=bello.actor)
    for fields, order, wrong in (
        ({1: "name", 3: "sex", 4: "phone"}, "ymd", {"birth_date"}),
        ({1: "name", 2: "birth_date", 3: "sex"}, "ymd", {"phone"}),
        (FIELDS, "", {"order"}),
        ({**FIELDS, 5: "name"}, "ymd", {"column-1", "column-5"}),
        ({**FIELDS, 9: "gender"}, "ymd", {"column-9"}),
        ({**FIELDS, 5: "shoe size"}, "ymd", {"column-5"}),
        (
            {0: "shoe size", 1: "name", 2: "name", 9: "gender"},
            "",
            {"column-0", "column-1", "column-2", "column-9", "birth_date", "sex", "phone"},
        ),
    ):
        with pytest.raises(Invalid) as error:
            imports.confirm_reading(
                view.id, fields=fields, order=order, version=view.version, by=bello.actor
            )
        assert set(error.value.fields) == wrong


def test_read_with_other_signs_the_columns_are_guessed_anew(
    bello: Person, harbour: Facility
) -> None:
    text = "Nachname;Vorname\nMüller;Zoë\n".encode("cp1252")
    view = imports.begin(text, facility=harbour.id, by=bello.actor)
    opened = imports.read_import(view.id, by=bello.actor)
    assert opened.table and opened.table.rows[0].cells == ("Müller", "Zoë")
    assert not opened.is_sure_of_signs
    with pytest.raises(Invalid):
        imports.reread(
            view.id, charset="utf-8", separator="comma", version=view.version, by=bello.actor
        )
    imports.reread(
        view.id, charset="latin-1", separator="comma", version=view.version, by=bello.actor
    )
    table = imports.read_import(view.id, by=bello.actor).table
    assert table and table.columns == ("Nachname;Vorname",)


def test_the_desk_brings_in_as_it_registers(noa: Person, bello: Person, harbour: Facility) -> None:
    assert bring(MIA, harbour, noa).made == 1
    assert found("mia", bello) == found("mia", noa) == ["Mia Sørensen"]
    assert imports.list_imports(by=bello.actor) == []
