"""How the engine grows as its conditions double: each size measured in a process of its own.

    python -m benchmarks.growth

The larger knowledge is the real one with every condition repeated under another id.
"""

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bedside.assessment import Knowledge, make_ready
from bedside.assessment.knowledge.load import load_folder
from bedside.assessment.words import recognise
from benchmarks.small import COMPLAINTS, engine

KNOWLEDGE = Path(__file__).parents[1] / "src/bedside/assessment/knowledge"
_ID = re.compile(r'^id = "([a-z0-9-]+)"$', re.MULTILINE)
_TITLE = re.compile(r"^\[([a-z0-9-]+)\]$", re.MULTILINE)


def main() -> None:
    """Print the table, or (with a folder) the figures of one size as JSON."""
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_measure(sys.argv[1])))
        return
    table = Table(title="The engine as its conditions double (processor time)")
    for column in ("conditions", "load", "arrange", "memory", "turn", "worst", "interview",
                   "sentence"):  # fmt: skip
        table.add_column(column, justify="right")
    for times in (1, 2, 4):
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder) / "knowledge", times)
            command = [sys.executable, "-m", "benchmarks.growth", f"{folder}/knowledge"]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        got = json.loads(said)
        table.add_row(
            str(got["conditions"]), f"{got['load']:.2f} s", f"{got['arrange']:.2f} s",
            f"{got['memory']:.0f} MB", f"{got['mean']:.2f} ms", f"{got['worst']:.2f} ms",
            f"{got['interview']:.0f} ms", f"{got['sentence']:.2f} ms",
        )  # fmt: skip
    Console(width=110).print(table)


def _write(folder: Path, times: int) -> None:
    """A copy of the knowledge whose conditions are there so many times."""
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for again in range(2, times + 1):
        for path in sorted((KNOWLEDGE / "conditions").glob("*.toml")):
            text = _ID.sub(rf'id = "\1-again-{again}"', path.read_text())
            (folder / "conditions" / f"{path.stem}-{again}.toml").write_text(text)
        for path in sorted((KNOWLEDGE / "en/conditions").glob("*.toml")):
            text = _TITLE.sub(rf"[\1-again-{again}]", path.read_text())
            (folder / "en/conditions" / f"{path.stem}-{again}.toml").write_text(text)


def _measure(folder: str) -> dict[str, float]:
    """Seconds, megabytes and milliseconds of this size."""
    empty, begun = _memory(), time.process_time()
    knowledge = load_folder(folder)
    loaded, memory = time.process_time(), _memory() - empty
    make_ready(knowledge)
    arranged = time.process_time()
    turns = engine(knowledge)
    return {
        "conditions": len(knowledge.conditions),
        "load": loaded - begun,
        "arrange": arranged - loaded,
        "memory": memory,
        "mean": turns.mean,
        "worst": turns.worst,
        "interview": turns.interview,
        "sentence": max(_reading(knowledge, text) for text in COMPLAINTS),
    }


def _reading(knowledge: Knowledge, text: str) -> float:
    before = time.process_time()
    for _ in range(20):
        recognise(knowledge, text)
    return 1000 * (time.process_time() - before) / 20


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
