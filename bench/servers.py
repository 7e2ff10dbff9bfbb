"""The web servers under measurement: started here, stopped here, by their ids."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.measure import HOST, cpu_seconds

BASE_DIR = Path(__file__).resolve().parent.parent
WORKERS = 2
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
# A worker that is told to stop while it starts may not hear it; granian then ends it.
WORKERS_TO_STOP = 3
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class StartError(Exception):
    """A program that the measurement needs does not run; one sentence for a person."""


@dataclass(frozen=True)
class WebServer:
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.process)

    def largest_worker_mb(self) -> float:
        """Resident memory of the largest worker, in MB (10⁶ bytes)."""
        children = self.process.children(recursive=True)
        return max(child.memory_info().rss for child in children) / 1e6


@contextlib.contextmanager
def web_server(
    application: str, environment: Mapping[str, str], probe: str
) -> Iterator[WebServer]:
    """Run the command line of production with two workers on a free port.

    `probe` is a path that answers as soon as the application serves. The server runs in a
    session of its own: Ctrl-C comes to us alone and we end it, so nothing is left. Should
    we be killed, Linux ends it.
    Raises StartError when the server ends or does not answer within a minute.
    """
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--workers", str(WORKERS), "--blocking-threads", "8"]
    command += [
        "--host",
        HOST,
        "--port",
        str(port),
        "--workers-kill-timeout",
        str(WORKERS_TO_STOP),
        "--log-level",
        "error",
        application,
    ]
    started = psutil.Popen(
        command,
        cwd=BASE_DIR,
        env=environment,
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    try:
        _wait_until_ready(started, port, probe)
        yield WebServer(port, psutil.Process(started.pid))
    finally:
        stop(started)


def stop(process: psutil.Popen) -> None:
    """End a process that we started and all below it; kill what does not go."""
    family = [process]
    with contextlib.suppress(psutil.NoSuchProcess):
        family += process.children(recursive=True)
        process.terminate()
    _gone, stubborn = psutil.wait_procs(family, timeout=SECONDS_TO_STOP)
    for survivor in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            survivor.kill()
    psutil.wait_procs(stubborn, timeout=SECONDS_TO_STOP)


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a command of manage.py. Raises StartError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=BASE_DIR, env=environment, stdout=sys.stderr, check=False
    )
    if done.returncode:
        raise StartError(f"manage.py {arguments[0]} failed; the reason stands above.")


def environment(**variables: str) -> dict[str, str]:
    """The environment of the programs under measurement: as in production, no Redis."""
    fixed = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DEBUG": "false",
        "REDIS_URL": "",
        # One client asks for all.
        "API_RATE": "0",
    }
    return {**os.environ, **fixed, "SITE_URL": "http://127.0.0.1:8000", **variables}


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _wait_until_ready(started: psutil.Popen, port: int, probe: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        if started.poll() is not None:
            name = (
                signal.strsignal(-started.returncode) if started.returncode < 0 else ""
            )
            raise StartError(f"The web server ended: {name or started.returncode}.")
        if _answers(port, probe):
            return
        time.sleep(0.05)
    raise StartError(
        f"The web server does not answer within {SECONDS_TO_START} seconds."
    )


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_START)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
