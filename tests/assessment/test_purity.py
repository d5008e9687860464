"""The engine is pure, and a machine checks it: no module may even import the outside world."""

import ast
from pathlib import Path

import bedside.assessment

ROOM = Path(bedside.assessment.__file__).parent
FORBIDDEN = {
    "django", "fastapi", "pydantic", "httpx", "streamlit", "os", "pathlib", "datetime", "time",
    "random", "socket", "io", "subprocess", "requests", "urllib", "threading",
}  # fmt: skip
ALLOWED_IN_LOAD = {"pathlib"}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_no_module_of_the_engine_imports_the_outside_world() -> None:
    for path in ROOM.rglob("*.py"):
        imported = _imports(path)
        roots = {name.partition(".")[0] for name in imported}
        allowed = ALLOWED_IN_LOAD if path.name == "load.py" else set()
        assert not (roots & FORBIDDEN) - allowed, path
        ours = {name for name in imported if name.startswith("bedside.")}
        # What the doors need too, said once below everything: limits, and digits of any script.
        own = ours - {"bedside.limits", "bedside.signs"}
        assert all(name.startswith("bedside.assessment") for name in own), path


def test_only_load_opens_files() -> None:
    for path in ROOM.rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "load.py":
            assert " open(" not in text and "read_text" not in text and "read_bytes" not in text, (
                path
            )
