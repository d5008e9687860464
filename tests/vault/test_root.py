"""The root key: whatever is wrong with it stops the start with a sentence, never a traceback."""

import base64
from pathlib import Path

import pytest

from bedside.root_key import RootKey, RootKeyError

GOOD = base64.b64encode(b"r" * 32).decode()


def key_file(directory: Path, text: str, mode: int = 0o600) -> Path:
    path = directory / "root.key"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_written_key_is_read_back(tmp_path: Path) -> None:
    path, key = tmp_path / "keys" / "root.key", RootKey.generate()
    key.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert RootKey.from_file(path).derive("x") == key.derive("x")


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = key_file(tmp_path, GOOD)
    with pytest.raises(FileExistsError):
        RootKey.generate().write(path)
    assert path.read_text() == GOOD


def test_each_purpose_gets_other_bytes() -> None:
    key = RootKey.from_text(GOOD)
    assert len({key.derive("one"), key.derive("two"), b"r" * 32}) == 3


def test_a_missing_file_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(RootKeyError, match="bedside init"):
        RootKey.from_file(tmp_path / "root.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(RootKeyError, match="chmod 600"):
        RootKey.from_file(key_file(tmp_path, GOOD, mode))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "truncated"),
        (GOOD[:20], "truncated"),
        (base64.b64encode(b"r" * 33).decode(), "must be 32 bytes"),
        ("not base64!", "not valid base64"),
    ],
)
def test_a_wrong_key_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(RootKeyError, match=sentence):
        RootKey.from_file(key_file(tmp_path, text))


def test_a_file_of_other_bytes_or_a_directory_is_refused(tmp_path: Path) -> None:
    path = key_file(tmp_path, "")
    path.write_bytes(b"\xff" * 44)
    for wrong in (path, tmp_path):
        with pytest.raises(RootKeyError, match="cannot be read"):
            RootKey.from_file(wrong)


def test_printing_shows_nothing() -> None:
    assert repr(RootKey.from_text(GOOD)) == "RootKey(hidden)"
