"""`bedside codes`: for the build of an image, which has no configuration yet."""

from pathlib import Path

from tests.cli.conftest import Run


def test_an_image_is_prepared_without_any_configuration(bedside: Run, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    nothing = {"DATABASE_URL": None, "BEDSIDE_ROOT_KEY_FILE": None, "BEDSIDE_PUBLIC_URL": None}
    made = bedside("codes", "prepare", BEDSIDE_CODES_FOLDER=str(folder), **nothing)
    assert made.returncode == 0, made.stderr
    assert "2026-04-01, 74719 codes" in made.stdout
    (index,) = folder.iterdir()
    shown = bedside("codes", "find", "hart", "atack", f"--folder={folder}", **nothing)
    assert shown.stdout.startswith("I21.9     Acute myocardial infarction, unspecified\n")
    assert list(folder.iterdir()) == [index]
    header = bedside("codes", "find", "J45", f"--folder={folder}", **nothing).stdout
    assert header.startswith("J45       Asthma  (header)\n")


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(
    bedside: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    refused = bedside("codes", "prepare", f"--folder={tmp_path}/file/x")
    assert refused.returncode == 69
    assert "BEDSIDE_CODES_FOLDER" in refused.stderr
    assert "Traceback" not in refused.stderr
