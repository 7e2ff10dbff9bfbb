"""``make run``: prepare the database, serve the site on this machine, say where it is.

For one's own machine. A public site is started as ``docs/operators.md`` says.
"""

import gc
import http.client
import importlib.util
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from cms import postgres
from cms.settings import env

HOST = "127.0.0.1"
# More threads than this only wait for each other; granian warns above it.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
SECONDS_TO_ANSWER = 60
SECONDS_BETWEEN_SCHEDULES = 30
ADDRESSES = (
    ("Shqip", "/sq/"),
    ("English", "/en/"),
    ("Deutsch", "/de/"),
    ("API", "/api/v1/docs/"),
    ("Admin", "/admin/"),
)


class StartError(Exception):
    """The site cannot start; the message is one sentence for a person."""


def main() -> None:
    """Run until interrupted. Leaves with one sentence and status 1 on a known error."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # A shell that starts this in the background has SIGINT ignored; we are stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A fork of a process with threads may hang, and would inherit our locks' files.
    multiprocessing.set_start_method("spawn")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    known = (StartError, postgres.ServerError, ImproperlyConfigured)
    try:
        port = env.number("PORT", default=8000)
        check_port(port)
        # Links in mails and feeds lead to the port of this run.
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
        print("Starting the database …", flush=True)
        postgres.ensure_server()
        postgres.check_connection()
        prepare()
        serve(port)
    except known as error:
        sys.exit(f"Error: {error}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def check_port(port: int) -> None:
    """Raise StartError when this port cannot be listened on."""
    with socket.socket() as probe:
        if os.name == "posix":
            # Connections of an earlier run that are still closing do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OverflowError as error:
            raise StartError(f"PORT is {port}; ports end at 65535.") from error
        except OSError as error:
            raise StartError(
                f"Port {port} cannot be used ({error.strerror});"
                " choose another: make run PORT=8001"
            ) from error


def prepare() -> None:
    """Bring translations, tables and demo content up to date, in a process of its own.

    This process stays small and the server's processes begin with fresh settings.
    """
    work = multiprocessing.Process(target=_prepare)
    work.start()
    try:
        work.join()
    finally:
        work.terminate()
        work.join()
    if work.exitcode:
        raise StartError("The site could not be prepared; the reason stands above.")


def _prepare() -> None:
    # Ctrl-C reaches the whole terminal; the parent ends this process in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["STATEMENT_TIMEOUT"] = "0"
    # Migrations make and drop models by the ten thousand; looking for cycles among them
    # so often costs a fifth of the time.
    gc.set_threshold(50_000, 20, 100)

    import django
    from django.core.management import call_command, get_commands

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"Error: {error}")
    call_command("compile_catalogues", verbosity=0)
    print("Bringing the tables up to date …", flush=True)
    _bring_up_to_date(lambda: call_command("migrate", interactive=False, verbosity=0))
    # An installation from before there was a read model has pages and no rows.
    call_command("rebuild_content", if_outdated=True)
    call_command("load_taxonomy", if_changed=True)
    call_command("load_consents", verbosity=0)
    if "load_demo" in get_commands():
        call_command("load_demo", if_empty=True)


def _bring_up_to_date(migrate: Callable[[], object]) -> None:
    from cms import first_build

    if env.text("DATABASE_URL", default="") or not first_build.is_empty():
        migrate()
    else:
        first_build.build_aside(migrate)


def serve(port: int) -> None:
    """Serve until SIGINT or SIGTERM, one process with some threads."""
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    Granian(
        "cms.run:application",
        factory=True,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


def application() -> Callable[..., Any]:
    """Return the WSGI application for the worker process; its end follows the parent's.

    Without this a killed parent would leave a worker that holds the port.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

    from cms.wsgi import application as site

    threading.Thread(target=_publish_on_time, daemon=True).start()
    return site


def _publish_on_time() -> None:
    """Publish and expire what editors scheduled; a public site has a timer for it."""
    from django.core.management import call_command
    from django.db import DatabaseError, close_old_connections

    from cms.core.rows.refresh import refresh_stale

    while True:
        time.sleep(SECONDS_BETWEEN_SCHEDULES)
        try:
            call_command("publish_scheduled", verbosity=0)
            refresh_stale()
        except DatabaseError as error:
            print(f"Scheduled publishing has to wait: {error}", file=sys.stderr)
        finally:
            close_old_connections()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def announce(port: int) -> None:
    """Print addresses and demo logins as soon as the site answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_ANSWER)
    for _ in range(SECONDS_TO_ANSWER * 10):
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            break
        except OSError:
            connection.close()
            time.sleep(0.1)
    else:
        return
    lines = [f"  {name:<9} http://{HOST}:{port}{path}" for name, path in ADDRESSES]
    print("\nThe site is ready:", *lines, *_login_lines(), sep="\n")
    print("\nCtrl-C stops it.", flush=True)


def _login_lines() -> list[str]:
    if importlib.util.find_spec("home.demo.logins") is None:
        return []
    from home.demo.logins import LOGINS

    rows = [f"  {label:<22} {email:<34} {word}" for label, email, word in LOGINS]
    return ["\nDemo logins:", *rows]


if __name__ == "__main__":
    main()
