"""`bedside check --deploy`: what stands between a deployment and its first patient."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bedside import codes, intake
from bedside.assessment import load
from bedside.config import deployment
from bedside.config.mails import Smtp
from bedside.config.options import ConfigurationError
from tests.people import Person

pytestmark = pytest.mark.django_db
SIGN_OFF = "bedside.W004"


def ids(*, deploy: bool = True) -> list[str | None]:
    return [one.id for one in deployment.problems(deploy=deploy)]


def with_options(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    monkeypatch.setattr(settings, "BEDSIDE", replace(settings.BEDSIDE, **changed))


def test_it_warns_until_the_knowledge_is_signed_off(bello: Person, dana: Person) -> None:
    assert SIGN_OFF in ids()
    intake.sign_off(load().version, reviewer=bello.user, registration="GMC:1", by=dana.actor)
    assert SIGN_OFF not in ids()


def test_a_new_version_is_warned_of_again(
    bello: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.sign_off(load().version, reviewer=bello.user, registration="GMC:1", by=dana.actor)
    newer = replace(load(), version="0123456789abcdef")
    monkeypatch.setattr(deployment, "load", lambda: newer)
    assert SIGN_OFF in ids()


def test_nobody_to_administer_is_a_warning(dana: Person) -> None:
    assert "bedside.W003" not in ids()


def test_without_an_administrator() -> None:
    assert "bedside.W003" in ids()


def test_the_demo_is_no_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    with_options(monkeypatch, demo=True)
    found = deployment.problems(deploy=True)
    assert found[0].id == "bedside.E002"
    assert "bedside.E002" not in ids(deploy=False)


def test_options_worth_a_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    with_options(monkeypatch, trusted_proxies=(), log_level="DEBUG")
    assert {"bedside.W001", "bedside.W002", "bedside.W005"} <= set(ids())
    server = Smtp("mail.clinic.example", 587, "starttls", "", "")
    with_options(monkeypatch, trusted_proxies=("192.0.2.7",), log_level="INFO", smtp=server)
    assert not {"bedside.W001", "bedside.W002", "bedside.W005"} & set(ids())


def test_a_store_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ConfigurationError("The database is not up to date. Run `bedside migrate`.")

    monkeypatch.setattr(deployment.wiring, "check", broken)
    found = deployment.problems(deploy=False)
    assert [(one.id, "migrate" in one.msg) for one in found] == [("bedside.E001", True)]
    assert SIGN_OFF not in ids()


def test_djangos_own_checks_are_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEBUG", True)
    assert "security.W018" in ids()
    assert "security.W018" not in ids(deploy=False)


def test_nothing_found_tells_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with_options(monkeypatch, demo=True, trusted_proxies=(), log_level="DEBUG")
    said = " ".join(f"{one.msg} {one.hint}" for one in deployment.problems(deploy=True))
    assert settings.SECRET_KEY not in said
    assert settings.BEDSIDE.database_url not in said


def test_codes_that_cannot_be_found_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    codes.keep_in(tmp_path / "file" / "folder")
    try:
        found = deployment.problems(deploy=False)
    finally:
        codes.keep_in(None)
    assert [one.id for one in found] == ["bedside.E003"]
    assert "bedside codes prepare" in found[0].msg
