"""`bedside knowledge docs`: the generated pages and the check that they are up to date."""

import subprocess
from pathlib import Path

from bedside.assessment import load
from bedside.cli.knowledge_pages import pages
from tests.cli.conftest import COMMAND


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


def test_an_edited_page_is_found_out(tmp_path: Path) -> None:
    assert run("--folder", str(tmp_path)).returncode == 0
    assert run("--folder", str(tmp_path), "--check").returncode == 0
    page = tmp_path / "red-flags.md"
    page.write_text(page.read_text().replace("emergency", "routine", 1))
    refused = run("--folder", str(tmp_path), "--check")
    assert refused.returncode == 1
    assert "red-flags.md" in refused.stdout
