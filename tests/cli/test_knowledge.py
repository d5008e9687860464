"""`bedside knowledge`: the generated pages, and the sign-off that `bedside check` asks for."""

import subprocess
from pathlib import Path

import pytest

from bedside.assessment import load
from bedside.cli.knowledge_pages import pages
from tests.cli.conftest import COMMAND, Run
from tests.databases import run as run_python


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "knowledge", "docs", *words], capture_output=True, text=True, check=False
    )


def test_every_item_has_a_row_with_its_source() -> None:
    knowledge, made = load(), pages(load())
    for name, items in (
        ("symptoms.md", knowledge.symptoms),
        ("red-flags.md", knowledge.flags),
        ("conditions.md", knowledge.conditions),
        ("self-care.md", knowledge.self_care),
    ):
        rows = [line for line in made[name].splitlines() if line.startswith("| ")][2:]
        assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == sorted(items)
        assert all("not reviewed" in row for row in rows)


def test_the_items_of_scores_are_listed_with_their_points_and_bands() -> None:
    page = pages(load())["scores.md"]
    for said in (
        "Not at all: 0, Several days: 1, More than half the days: 2, Nearly every day: 3",
        "to 40: 3, to 50: 1, to 90: 0, to 110: 1, to 130: 2, above: 3",
        "PHQ-9, from 13 years: to 4: minimal, to 9: mild, to 14: moderate",
        "AUDIT-C, from 18 years: to 2: negative, to 12: positive; male: to 3: negative",
        "Feeling nervous, anxious or on edge",
    ):
        assert said in page


def test_an_edited_page_is_found_out(tmp_path: Path) -> None:
    assert run("--folder", str(tmp_path)).returncode == 0
    assert run("--folder", str(tmp_path), "--check").returncode == 0
    page = tmp_path / "red-flags.md"
    page.write_text(page.read_text().replace("emergency", "routine", 1))
    refused = run("--folder", str(tmp_path), "--check")
    assert refused.returncode == 1
    assert "red-flags.md" in refused.stdout


DOCTOR = """
import django
django.setup()
from bedside import accounts
from bedside.audit import Actor
accounts.register_user(
    email="bello@example.org", name="Dr Amara Bello", password=None, role="doctor",
    state="active", by=Actor.system(),
)
"""


@pytest.mark.usefixtures("initialised")
def test_signing_off_the_version_in_use(bedside: Run, environment: dict[str, str]) -> None:
    shown = bedside("knowledge", "status")
    assert shown.returncode == 0, shown.stderr
    assert "Nobody has signed this version off" in shown.stdout
    version = shown.stdout.split()[1]
    assert bedside("createadmin", "--email=d@x.org", "--name=Dana", "--link").returncode == 0
    run_python(DOCTOR, {**environment, "DJANGO_SETTINGS_MODULE": "bedside.config.settings"})
    warned = bedside("check", "--deploy")
    assert warned.returncode == 0, warned.stderr
    assert f"No clinician has signed off the medical knowledge in use ({version})" in warned.stderr
    words = ("--reviewer=bello@example.org", "--registration=GMC:7654321", "--by=d@x.org")
    assert bedside("knowledge", "sign-off", "another", *words).returncode == 73
    signed = bedside("knowledge", "sign-off", version, *words)
    assert signed.returncode == 0, signed.stderr
    shown = bedside("knowledge", "status")
    assert "by Dr Amara Bello (GMC:7654321), entered by Dana." in shown.stdout
    assert "No clinician has signed off" not in bedside("check", "--deploy").stderr
    assert bedside("audit", "verify").returncode == 0


@pytest.mark.usefixtures("initialised")
def test_nobody_signs_off_who_has_no_account_here(bedside: Run) -> None:
    refused = bedside(
        "knowledge", "sign-off", load().version, "--reviewer=nobody@example.org",
        "--registration=GMC:1", "--by=nobody@example.org",
    )  # fmt: skip
    assert refused.returncode == 66
    assert "Traceback" not in refused.stderr


@pytest.mark.usefixtures("initialised")
def test_a_check_with_an_error_fails(bedside: Run) -> None:
    done = bedside("check", "--deploy", DATABASE_URL="sqlite:////nowhere/at/all.sqlite3")
    assert done.returncode == 1
    assert "error bedside.E001" in done.stderr


def test_what_is_heard_in_a_text_is_shown_with_what_becomes_of_it() -> None:
    shown = _heard("Can paracetamol cause a rash? The cough came back, no fever")
    assert "'rash': rash, asked: offered unticked" in shown
    assert "'cough': cough, now: taken as there" in shown
    assert "'fever': fever, now: taken as denied" in shown
    assert _heard("the letter was posted") == "Nothing was heard.\n"


def _heard(text: str) -> str:
    words = [*COMMAND, "knowledge", "hear", text]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
