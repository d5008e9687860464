"""The record at a terminal: the same people see the same things as through every other door."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bedside.cli.main import RECORD
from bedside.cli.record import client
from bedside.cli.record.commands import ALONE, NOUNS
from bedside.cli.record.commands.figures import _score
from bedside.cli.record.showing import show
from bedside.schemas.reports import PatientRisk, RiskReason
from tests.cli.clinic import Running, Said, Terminal, served
from tests.cli.conftest import configured
from tests.cli.test_createadmin import on_a_terminal
from tests.clinic.diary import DAY, today
from tests.imports.bundles import WHOLE, bundle
from tests.people import PASSWORD
from tests.routes import api_table

ASHAS = {
    "chart {asha}": "Asha Verma",
    "assessment {sent}": "self-care",
    "allergies list {asha}": "Latex",
    "medicines list {asha}": "Metformin 500 mg",
    "problems list {asha}": "Trouble sleeping",
    "diagnoses list {asha}": "J45.909",
    "vitals list {asha}": "38.5 °C",
    "appointments list --patient {asha}": "{asha}",
}
"""What is Asha's, and a word that stands in the answer."""
LISTS = {"worklist": "Asha Verma", "patients list": "Asha Verma", "appointments list": "Asha Verma"}
RUNNING = [
    "facilities list",
    "staff list",
    "staff members {harbour}",
    "holidays list {harbour}",
    "statistics",
    "trail",
]


@pytest.fixture(scope="module")
def clinic(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(template, tmp_path_factory.mktemp("clinic")) as clinic:
        yield clinic


@pytest.fixture
def terminal(
    clinic: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(clinic, monkeypatch, capsys)


def words(command: str, clinic: Running) -> list[str]:
    return command.format(**clinic.ids).split()


@pytest.mark.parametrize(("command", "word"), ASHAS.items())
def test_a_record_is_there_for_its_patient_and_their_doctor_alone(
    terminal: Terminal, clinic: Running, command: str, word: str
) -> None:
    asked, word = words(command, clinic), word.format(**clinic.ids)
    own = terminal("asha", *asked, "--sign-in-as", "patient")
    assert (own.code, own.err) == (0, "")
    assert word in own.out
    must_be_in_the_words_of_the_api(command, terminal("bello", *asked, "--json"))
    assert terminal("chen", *asked)[:2] == (66, "")
    assert terminal("dana", *asked, "--sign-in-as", "administrator")[:2] == (77, "")


def test_what_was_denied_is_shown_to_the_doctor_with_what_is_on_record(
    terminal: Terminal, clinic: Running
) -> None:
    asked = words("assessment {sent}", clinic)
    (against,) = [
        one
        for one in json.loads(terminal("bello", *asked, "--json").out)["against"]
        if one["finding"] == "asthma"
    ]
    assert against["on_record"] == ["Unspecified asthma, uncomplicated (J45.909)"]
    own = terminal("asha", *asked, "--sign-in-as", "patient", "--json")
    assert json.loads(own.out)["against"] is None
    assert "J45.909" in terminal("bello", *asked).out


def must_be_in_the_words_of_the_api(command: str, seen: Said) -> None:
    """Fail unless this is JSON of the command's answer; a chart holds several."""
    first, *more = command.split()
    row = ALONE.get(first) or NOUNS[first][more[0]]
    said = json.loads(seen.out)
    if row.then:
        assert said.keys() == {"patient", *row.then}
        said = said["patient"]
    assert row.answer is not None
    assert row.answer.model_validate_json(json.dumps(said))


def test_nobody_else_signs_in_or_sees_it(terminal: Terminal, clinic: Running) -> None:
    asked = ("chart", clinic.ids["asha"], "--sign-in-as")
    assert terminal("ravi", *asked, "patient")[:2] == (66, "")
    assert terminal("asha", *asked, "doctor")[:2] == (77, "")
    assert terminal("noor", *asked, "doctor")[:2] == (77, "")


@pytest.mark.parametrize(("command", "word"), LISTS.items())
def test_a_list_holds_what_is_in_reach(
    terminal: Terminal, clinic: Running, command: str, word: str
) -> None:
    assert word in terminal("bello", *words(command, clinic)).out
    must_be_in_the_words_of_the_api(command, terminal("bello", *words(command, clinic), "--json"))
    elsewhere = terminal("chen", *words(command, clinic))
    assert elsewhere.code == 0
    assert word not in elsewhere.out


def test_the_desk_learns_who_comes_and_not_why(terminal: Terminal, clinic: Running) -> None:
    desk = ("--sign-in-as", "receptionist")
    tomorrow = str(today() + DAY)
    seen = terminal("noa", "desk", clinic.ids["harbour"], "--day", tomorrow, "--json")
    assert (seen.code, "Asha Verma" in seen.out, "Asthma" in seen.out) == (0, True, False)
    assert "Asha Verma" in terminal("noa", "patients", "list", *desk).out
    assert "Asthma" not in terminal("noa", "appointments", "list", "--json", *desk).out
    assert terminal("noa", "desk", clinic.ids["millfield"])[:2] == (66, "")
    for command in ("worklist", f"allergies list {clinic.ids['asha']}"):
        assert terminal("noa", *command.split(), *desk)[:2] == (77, "")


def test_an_administrator_reads_how_urgent_it_was_of_months_that_are_over_only(
    terminal: Terminal, clinic: Running
) -> None:
    live = json.loads(terminal("dana", "statistics", "--json").out)
    assert all(one["figures"]["by_triage"] is None for one in live["months"])
    seen = terminal("dana", *words("counts {harbour}", clinic))
    assert (seen.code, seen.out.strip()) == (0, "Nothing happened in these months.")
    closed = terminal("dana", *words("counts {harbour} --threshold 9 --json", clinic))
    must_be_in_the_words_of_the_api("counts {harbour}", closed)
    assert json.loads(closed.out)["threshold"] == 9
    assert (
        terminal("noa", "counts", clinic.ids["harbour"], "--sign-in-as", "receptionist").code == 77
    )


def test_a_doctor_sees_what_they_have_not_signed(terminal: Terminal, clinic: Running) -> None:
    seen = terminal("bello", "notes", "unsigned")
    assert "Draft about Asha" in seen.out
    must_be_in_the_words_of_the_api(
        "notes unsigned", terminal("bello", "notes", "unsigned", "--json")
    )
    assert terminal("chen", "notes", "unsigned").out.strip() == "All of yours are signed."
    assert terminal("noa", "notes", "unsigned", "--sign-in-as", "receptionist").code == 77


def test_a_score_says_what_it_is_made_of_and_that_it_is_not_known() -> None:
    reason = RiskReason(
        condition="chf", called="Congestive heart failure", points=1, codes=["I50.9"]
    )
    risk = PatientRisk(
        patient=UUID(int=1),
        name="Asha",
        record_number="1",
        age=66,
        points=3,
        age_points=2,
        reasons=[reason],
    )
    assert _score(risk) == "3 points: 2 for age, 1 for Congestive heart failure (I50.9)"
    young = risk.model_copy(update={"points": 1, "age_points": 0})
    assert _score(young) == "1 point: 1 for Congestive heart failure (I50.9)"
    unknown = risk.model_copy(update={"points": None, "age_points": None, "reasons": []})
    assert _score(unknown) == "not known, because the age is not"
    assert _score(unknown.model_copy(update={"points": 0})) == "0 points"


def test_a_report_is_for_doctors_of_the_clinic(terminal: Terminal, clinic: Running) -> None:
    asked = words("report {harbour} --sex female", clinic)
    said = terminal("bello", *asked)
    assert said.code == 0
    assert "Patients" in said.out and "Average age" in said.out and "J45.909" in said.out
    must_be_in_the_words_of_the_api("report {harbour}", terminal("bello", *asked, "--json"))
    assert terminal("chen", *asked)[:2] == (66, "")
    assert terminal("dana", *asked, "--sign-in-as", "administrator")[:2] == (77, "")
    assert terminal("noa", *asked, "--sign-in-as", "receptionist")[:2] == (77, "")
    assert "youngest" in terminal("bello", *asked, "--youngest", "200").err


def test_an_administrator_learns_nothing_about_anybodys_health(
    terminal: Terminal, clinic: Running
) -> None:
    for command in ("worklist", "appointments list", "waiting list"):
        assert terminal("dana", *command.split(), "--sign-in-as", "administrator").code == 77
    listed = terminal("dana", "patients", "list", "--sign-in-as", "administrator", "--json")
    assert {one["name"] for one in json.loads(listed.out)["items"]} == {None}


@pytest.mark.parametrize("command", RUNNING)
def test_an_administrator_sees_who_works_where(
    terminal: Terminal, clinic: Running, command: str
) -> None:
    assert terminal("dana", *words(command, clinic)).code == 0


def test_only_administrators_run_a_clinic(terminal: Terminal, clinic: Running) -> None:
    user, place = clinic.ids["noor"], clinic.ids["harbour"]
    for command in (
        ("facilities", "close", place),
        ("staff", "approve", user, "--checked", "identity"),
        ("staff", "add-to", place, user),
        ("staff", "disable", user),
        ("holidays", "add", place, "--day", "2099-05-04", "--name", "Fair"),
    ):
        assert terminal("bello", *command, "--sign-in-as", "doctor").code == 77


def test_a_new_doctor_is_approved_and_works_here_and_there(
    terminal: Terminal, clinic: Running
) -> None:
    user, place = clinic.ids["noor"], clinic.ids["harbour"]
    assert "Dr Noor Haddad" in terminal("dana", "staff", "list", "--state", "pending").out
    unchecked = terminal("dana", "staff", "approve", user, "--checked", "nothing")
    assert (unchecked.code, unchecked.out) == (65, "")
    approved = terminal("dana", "staff", "approve", user, "--checked", "identity", "--json")
    assert json.loads(approved.out)["approval"]["checked"] == ["identity"]
    assert "Latex" not in terminal("noor", "allergies", "list", clinic.ids["asha"]).out
    assert terminal("dana", "staff", "add-to", place, user).code == 0
    assert "Latex" in terminal("noor", "allergies", "list", clinic.ids["asha"]).out
    assert terminal("dana", "staff", "add-to", place, user).code == 73
    assert "ended" in terminal("dana", "staff", "remove-from", place, user).out
    assert terminal("noor", "allergies", "list", clinic.ids["asha"]).code == 66
    assert terminal("dana", "staff", "remove-from", place, user).code == 66
    assert "disabled" in terminal("dana", "staff", "disable", user).out
    assert terminal("noor", "worklist").code == 77
    assert "active" in terminal("dana", "staff", "enable", user).out


def test_work_at_a_clinic_is_ended_however_many_came_after(
    terminal: Terminal, clinic: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, place = clinic.ids["noor"], clinic.ids["bello"], clinic.ids["millfield"]
    monkeypatch.setattr(client, "PAGE", 1)
    assert terminal("dana", "staff", "add-to", place, second).code == 0
    listed = terminal("dana", "staff", "members", place, "--limit", "1", "--json")
    assert [one["user"] for one in json.loads(listed.out)["items"]] == [second]
    for user in (first, second):
        assert "ended" in terminal("dana", "staff", "remove-from", place, user).out
        assert terminal("dana", "staff", "remove-from", place, user).code == 66


def test_a_clinic_is_opened_and_closed_and_has_holidays(
    terminal: Terminal, clinic: Running
) -> None:
    said = ("--name", "Quay", "--address-line", "1 Quay", "--city", "Port Alder", "--phone")
    refused = terminal("dana", "facilities", "add", *said, "by the door")
    assert refused.code == 65
    assert refused.err.startswith("phone: ")
    made = json.loads(terminal("dana", "facilities", "add", *said, "07700 900444", "--json").out)
    assert terminal("dana", "facilities", "add", *said, "07700 900444").code == 73
    day = ("--day", "2099-05-04", "--name", "Harbour fair")
    held = json.loads(terminal("dana", "holidays", "add", made["id"], *day, "--json").out)
    assert "4 May 2099" in terminal("dana", "holidays", "list", made["id"]).out
    assert terminal("dana", "holidays", "remove", made["id"], held["id"]).out == "Done.\n"
    assert terminal("dana", "holidays", "list", made["id"]).out == "None.\n"
    closed = json.loads(terminal("dana", "facilities", "close", made["id"], "--json").out)
    assert (closed["active"], closed["version"]) == (False, made["version"] + 1)
    assert "Quay" not in terminal("dana", "facilities", "list").out
    assert terminal("dana", "facilities", "reopen", made["id"]).code == 0
    assert "Quay" in terminal("dana", "facilities", "list").out


def test_two_records_are_compared_made_one_and_separated(
    terminal: Terminal, clinic: Running
) -> None:
    pair = clinic.ids["asha"], clinic.ids["double"]
    seen = terminal("bello", "merges", "compare", *pair).out
    assert "phone" in seen and "choose" in seen and "Latex" in seen
    make = ("merges", "make", *pair, "--reason", "Passport", "--json")
    assert terminal("bello", *make).code == 65
    wrong = terminal("bello", *make, "--take", "phone")
    assert wrong.code == 2 and "phone=replaced" in " ".join(wrong.err.split())
    assert terminal("chen", *make)[:2] == (66, "")
    made = json.loads(terminal("bello", *make, "--take", "phone=kept").out)
    assert made["may"] == ["undo"]
    assert made["kept"]["record_number"] in terminal("bello", "merges", "list", pair[0]).out
    undo = ("merges", "undo", made["id"], "--reason", "Cousins", "--json")
    wrong = terminal("bello", *undo, "--move", made["id"])
    assert wrong.code == 2 and "kept or replaced" in " ".join(wrong.err.split())
    assert terminal("bello", *undo, "--move", f"{made['id']}=replaced").code == 65
    assert json.loads(terminal("bello", *undo).out)["undone_because"] == "Cousins"
    assert terminal("bello", "merges", "show", made["id"]).code == 0


def test_a_file_of_patients_is_looked_at_before_it_is_brought_in(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("Name;Born;Sex;Phone\nMia Sorensen;29.02.1984;f;020 7946 0031\n")
    begin = ("imports", "begin", clinic.ids["harbour"], "--file", str(file), "--json")
    brought = json.loads(terminal("bello", *begin).out)["id"]
    show, columns = (("imports", verb, brought) for verb in ("show", "columns"))
    assert "birth_date" in terminal("bello", *show).out
    held = ("0=name", "1=birth_date", "2=sex", "3=phone")
    said = [*(word for one in held for word in ("--column", one)), "--order"]
    assert terminal("bello", *columns, *said, "ymd").code == 0
    assert "This is no day" in " ".join(terminal("bello", *show).out.split())
    assert terminal("bello", "imports", "start", brought).code == 73
    assert terminal("bello", *columns, *said, "dmy").code == 0
    assert "Nothing is wrong" in terminal("bello", *show).out
    wrong = terminal("bello", *columns, "--column", "name", "--order", "dmy")
    assert wrong.code == 2 and "2=birth_date" in " ".join(wrong.err.split())
    assert terminal("chen", *show)[:2] == (66, "")
    assert "planned" in terminal("bello", "imports", "list").out
    assert terminal("bello", "imports", "drop", brought).out == "Done.\n"


def test_a_record_of_another_system_is_looked_at_before_it_is_brought_in(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(bundle(*WHOLE))
    begin = ("imports", "begin", clinic.ids["harbour"], "--file", str(file), "--json")
    brought = json.loads(terminal("bello", *begin).out)["id"]
    shown = " ".join(terminal("bello", "imports", "show", brought).out.split())
    assert "medicine" in shown and "2 come in" in shown
    assert "Claim" in shown and "Bedside keeps no bills." in shown
    assert terminal("bello", "imports", "drop", brought).out == "Done.\n"


def test_a_chart_says_what_matters_and_leaves_out_what_is_over(
    terminal: Terminal, clinic: Running
) -> None:
    seen = terminal("bello", "chart", clinic.ids["asha"])
    for word in ("ALLERGIES", "Latex", "Metformin 500 mg", "J45.909", "38.5 °C", "VITALS"):
        assert word in seen.out
    assert "Penicillin" not in seen.out
    assert "Penicillin" in terminal("bello", "allergies", "list", clinic.ids["asha"]).out


def test_nobody_asked_is_not_none_known(terminal: Terminal, clinic: Running) -> None:
    ravis = json.loads(terminal("chen", "patients", "list", "--json").out)["items"][0]["id"]
    assert "nobody said so" in terminal("chen", "allergies", "list", ravis).out


def test_a_table_fits_the_terminal_and_cuts_nothing_off(
    terminal: Terminal, clinic: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    seen = terminal("bello", "allergies", "list", clinic.ids["asha"])
    assert max(map(len, seen.out.splitlines())) <= 60
    said = " ".join(seen.out.split())
    assert said.count("hours") == said.count("washing") == said.count("up") == 1
    assert clinic.ids["asha"] in terminal("bello", "worklist").out


def test_pages_are_joined_up_to_the_limit(
    terminal: Terminal, clinic: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PAGE", 1)
    both = terminal("bello", "allergies", "list", clinic.ids["asha"], "--json")
    said = json.loads(both.out)
    assert [one["said"]["substance"] for one in said["items"]] == ["Latex", "Penicillin"]
    assert said["next"] is None
    one = terminal("bello", "allergies", "list", clinic.ids["asha"], "--limit", "1")
    assert "Penicillin" not in one.out
    assert "more" in one.err


def test_a_day_has_its_own_appointments(terminal: Terminal, clinic: Running) -> None:
    ((begins,),) = clinic.rows("SELECT start FROM clinic_appointment")
    day = str(begins).split()[0]
    assert "Asha Verma" in terminal("bello", "appointments", "list", "--day", day).out
    assert terminal("bello", "appointments", "list", "--day", "2099-01-01").out == "None.\n"
    assert terminal("bello", "appointments", "list", "--day", "soon").code == 2


def test_each_command_is_an_act_on_record_and_leaves_no_session(
    terminal: Terminal, clinic: Running
) -> None:
    newest = "SELECT action FROM audit_event ORDER BY at DESC, seq DESC LIMIT 3"
    terminal("bello", "allergies", "list", clinic.ids["asha"])
    done = [action for (action,) in clinic.rows(newest)]
    assert set(done) == {"account.sign_in", "allergy.list", "account.sign_out"}
    terminal("chen", "allergies", "list", clinic.ids["asha"])
    assert {action for (action,) in clinic.rows(newest)} == set(done)
    assert clinic.rows("SELECT count(*) FROM accounts_session WHERE ended_at IS NULL") == [(0,)]


def test_guessing_a_password_is_slowed_down(terminal: Terminal) -> None:
    terminal.password.write_text("not the right one at all\n")
    codes = [terminal("somebody", "worklist").code for _ in range(6)]
    assert codes == [77] * 5 + [75]


def test_a_password_that_others_can_read_is_not_used(terminal: Terminal, clinic: Running) -> None:
    terminal.password.chmod(0o640)
    refused = terminal("bello", "worklist")
    assert refused.code == 2
    assert "chmod 600" in refused.err
    terminal.password.unlink()
    assert terminal("bello", "worklist").code == 2


def test_without_a_terminal_it_asks_for_nothing(terminal: Terminal) -> None:
    refused = terminal.bare("worklist", "--as", "bello@example.org")
    assert refused.code == 2
    assert "--password-file" in refused.err


def test_a_password_goes_over_no_open_line(terminal: Terminal) -> None:
    refused = terminal("bello", "worklist", "--server", "http://clinic.example")
    assert refused.code == 2
    assert "https" in refused.err


def test_where_nothing_answers_it_says_so(terminal: Terminal) -> None:
    refused = terminal("bello", "worklist", "--server", "http://localhost:1")
    assert refused.code == 69
    assert "does not answer" in refused.err


def test_on_a_terminal_it_asks_and_shows_no_password(clinic: Running, tmp_path: Path) -> None:
    environment = {**configured(tmp_path), "BEDSIDE_PUBLIC_URL": clinic.url}
    shown = on_a_terminal(["worklist"], ["bello@example.org", PASSWORD], environment, tmp_path)
    assert "Asha Verma" in shown
    assert PASSWORD not in shown


def test_a_text_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    columns: dict[str, Any] = {"Says": lambda row: row}
    show(["\x1b[2Jall\rwell\x9b1m [bold]yes[/bold]"], columns)
    printed = capsys.readouterr().out
    assert not {"\x1b", "\r", "\x9b"} & set(printed)
    assert "[bold]yes[/bold]" in printed


def test_every_command_asks_for_a_route_that_there_is() -> None:
    rows = [*ALONE.values(), *(row for noun in NOUNS.values() for row in noun.values())]
    asked = {tuple(row.request.replace(" ", " /api/").split(" ", 1)) for row in rows}
    assert asked <= api_table.routes("api")
    assert RECORD.keys() == ALONE.keys() | NOUNS.keys()
