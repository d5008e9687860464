"""`bedside demo`: a throw-away Bedside on this machine, to look around in.

Everything is fresh each time and lies in `var/demo` under the current directory: database, root
key, made-up people. It listens on loopback only, its passwords are random and printed once, and
it is the one place where cookies travel without https.
"""

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from bedside.cli.init import init
from bedside.root_key import RootKey

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[
        str, typer.Option(help="A loopback address; others are refused.")
    ] = "127.0.0.1",
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = 7,
    patients: Annotated[int, typer.Option(min=100, max=10_000)] = 300,
) -> None:
    """Make a throw-away Bedside with made-up people, say how to sign in, and serve it."""
    if host not in LOOPBACK:
        raise typer.BadParameter("The demo has no real security: it listens on loopback only.")
    home = _fresh_home(Path("var/demo"))
    key = home / "root.key"
    RootKey.generate().write(key)
    _set_environment(home, key, port)
    init(root_key_file=key)
    _fill(seed, patients)
    _introduce(port)
    _serve(host, port)


def _fresh_home(home: Path) -> Path:
    """Make the demo's directory anew, for its owner only. Raises BadParameter for a link."""
    if home.is_symlink():
        raise typer.BadParameter(f"{home} is a link; the demo deletes what is in there.")
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, mode=0o700)
    home.chmod(0o700)  # whatever the umask is
    return home.absolute()


def _set_environment(home: Path, key: Path, port: int) -> None:
    """Describe the demo to `config`, and to it alone: options of a real deployment are left out."""
    for name in [name for name in os.environ if name.startswith("BEDSIDE_")]:
        del os.environ[name]
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{home}/bedside.sqlite3",
        "DOCUMENTS_URL": "sql:",
        "BROKER_URL": "",
        "BEDSIDE_ROOT_KEY_FILE": str(key),
        "BEDSIDE_PUBLIC_URL": f"http://localhost:{port}",
        "BEDSIDE_EMERGENCY_NUMBER": "112",
        "BEDSIDE_CRISIS_LINE": "116 123",
        "BEDSIDE_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
    }


def _fill(seed: int, patients: int) -> None:
    from bedside.cli.sample import sample

    sample(seed=seed, patients=patients)


def _introduce(port: int) -> None:
    base = f"http://localhost:{port}"
    lines = (
        "[bold]This is a demo. Nobody here is real, nothing here is safe, "
        "and the next demo deletes it all.[/bold]",
        "",
        f"Open      {base}",
        f"Patients  {base}/assess/ works without an account too",
        f"Doctors   {base}/worklist after signing in",
        f"Desk      {base}/desk after signing in",
        f"Admin     {base}/admin/ after signing in",
        f"API       {base}/docs",
        "",
        "Sign in with one of the accounts above. Stop with Ctrl+C.",
    )
    Console().print(Panel("\n".join(lines), title="Bedside demo", border_style="red"))


def _serve(host: str, port: int) -> None:
    from bedside.cli.serve import serve

    serve(host=host, port=port, workers=1, portal=True, worker=True)
