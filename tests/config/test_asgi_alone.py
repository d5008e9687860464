"""Servers import the application by its name, before anything has set Django up."""

import subprocess
import sys


def test_the_module_that_servers_name_can_be_imported_by_itself() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import bedside.config.asgi"],
        env={"DJANGO_SETTINGS_MODULE": "bedside.config.settings", "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
