"""Which database the settings speak to, and the life of the embedded server."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import embedded_place, embedded_server, postgres, system_user

ROOT = Path(__file__).resolve().parents[2]
USE = (
    "import sys, psycopg; from cms import embedded_place, embedded_server, postgres;"
    " postgres.ensure_server(durable=False);"
    " link = psycopg.connect(**embedded_place.address());"
    " print(link.execute('SHOW server_encoding').fetchone()[0], flush=True);"
    " sys.stdin.read()"
)


class Total(NamedTuple):
    """Of a machine's memory, in bytes."""

    total: int


def test_address_becomes_settings(monkeypatch):
    monkeypatch.setenv("STATEMENT_TIMEOUT", "5")

    settings = postgres.database_settings(
        "postgresql://ana:p%40ss@db.example.org:6432/house?sslmode=require"
    )

    assert settings == {
        "ENGINE": "cms.database",
        "NAME": "house",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "6432",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": "-c statement_timeout=5s"
            " -c idle_in_transaction_session_timeout=30s"
            " -c max_parallel_workers_per_gather=0 -c work_mem=16MB"
            " -c synchronize_seqscans=off",
            "prepare_threshold": 5,
            "sslmode": "require",
        },
    }


def test_commands_have_no_time_limit(monkeypatch):
    monkeypatch.setenv("STATEMENT_TIMEOUT", "0")

    settings = postgres.database_settings("postgresql://db.example.org/house")

    assert settings["OPTIONS"] == {"connect_timeout": 3}
    assert settings["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db.example.org/house",
        "db.example.org",
        "postgresql://db.example.org",
        "postgresql://ana:secret@db.example.org/house?nonsense=1",
    ],
)
def test_unreadable_address_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        postgres.database_settings(url)

    assert "secret" not in str(refusal.value)


def test_embedded_settings_start_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))

    settings = postgres.database_settings("")

    assert (settings["NAME"], settings["USER"]) == ("diaspora", "diaspora")
    assert settings["HOST"] == str(embedded_place.place().sockets)
    assert not (tmp_path / "var").exists()


def test_socket_of_a_deep_folder_fits(monkeypatch, tmp_path):
    deep = tmp_path / "very-deep-folder-name" / ("x" * 80)
    monkeypatch.setenv("VAR_DIR", str(deep))
    monkeypatch.setattr(system_user, "is_root", lambda: False)

    place = embedded_place.place()

    assert place.data == deep / "postgres"
    assert len(str(place.sockets / ".s.PGSQL.5432")) <= embedded_place.LONGEST_SOCKET
    assert embedded_place.place() == place


def test_root_moves_out_of_a_closed_folder(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("VAR_DIR", str(closed / "var"))
    monkeypatch.setattr(system_user, "is_root", lambda: True)

    place = embedded_place.place()

    assert place.data.parent == system_user.OPEN_FOLDER
    assert closed.stat().st_mode & 0o777 == 0o700


def test_platform_without_server_gets_one_sentence(monkeypatch):
    monkeypatch.setattr(embedded_server.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(postgres.ServerError, match="set DATABASE_URL") as refusal:
        embedded_server._bin_folder()

    assert "\n" not in str(refusal.value)


def test_given_server_starts_nothing(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/house")
    monkeypatch.setattr(embedded_server, "start", pytest.fail)
    monkeypatch.setattr(postgres, "_in_use", {})

    postgres.ensure_server()


def use(folder: Path) -> subprocess.Popen[str]:
    """Start a process that uses the embedded server until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", USE],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def server_process(folder: Path) -> int:
    lines = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    return int(lines[0])


@pytest.fixture
def folder(monkeypatch):
    """Return an empty folder for a server, open to root's system user.

    Not one of pytest's: those lie below a folder that is closed to other users.
    """
    path = Path(tempfile.mkdtemp(prefix="diaspora-server-"))
    path.chmod(0o755)
    monkeypatch.setenv("VAR_DIR", str(path))
    monkeypatch.setattr(postgres, "_in_use", {})
    yield path
    postgres.stop_server()
    shutil.rmtree(path, ignore_errors=True)


def test_server_outlives_all_but_its_last_user_and_every_kill(folder):
    first, second = use(folder), use(folder)
    encodings = [process.stdout.readline().strip() for process in (first, second)]
    first.communicate("", timeout=20)
    up_for_second = embedded_server.is_up()
    os.kill(second.pid, signal.SIGKILL)
    os.kill(server_process(folder), signal.SIGKILL)
    second.communicate(timeout=20)

    third = use(folder)
    encodings.append(third.stdout.readline().strip())
    up_again = embedded_server.is_up()
    third.communicate("", timeout=20)

    assert encodings == ["UTF8"] * 3
    assert (up_for_second, up_again) == (True, True)
    assert not embedded_server.is_up()


def test_stale_process_number_of_another_program_is_no_server(folder):
    use(folder).communicate("", timeout=30)
    stranger = subprocess.Popen(["sleep", "60"])
    data = folder / "postgres"
    remains = f"{stranger.pid}\n{data}\n1\n5432\n{data}\n\n0 0\nready\n"
    (data / "postmaster.pid").write_text(remains)
    (data / ".s.PGSQL.5432.lock").write_text(remains)

    after = use(folder)
    encoding = after.stdout.readline().strip()
    after.communicate("", timeout=20)
    stranger.kill()
    stranger.wait()

    assert encoding == "UTF8"


def test_letters_sort_and_fold_the_same_on_every_machine(folder):
    postgres.ensure_server(durable=False)

    with psycopg.connect(**embedded_place.address()) as link:
        row = link.execute(
            "SELECT lower('ËÇÄ'), upper('ëçß'), 'ËSHTË' ILIKE 'është',"
            " to_tsvector('simple', 'ÇKA')::text, datlocale"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert row == ("ëçä", "ËÇß", True, "'çka':1", "C.UTF-8")


@pytest.mark.parametrize(
    ("memory", "durable", "buffers"),
    [
        (512, True, 128),
        (8_000, True, 800),
        (64_000, True, 2_048),
        (64_000, False, 128),
    ],
)
def test_a_tenth_of_the_memory_is_for_pages(
    tmp_path, monkeypatch, memory, durable, buffers
):
    monkeypatch.setattr(embedded_server.psutil, "virtual_memory", lambda: Total(2**50))
    monkeypatch.setattr(embedded_server, "CONTAINER", tmp_path / "memory.max")
    (tmp_path / "memory.max").write_text(f"{memory * 2**20}\n")

    here = embedded_place.Place(tmp_path, tmp_path)
    told = embedded_server._configuration(here, durable=durable)

    assert f"shared_buffers = '{buffers}MB'\n" in told


def test_without_a_limit_it_is_the_machine_s(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded_server.psutil, "virtual_memory", lambda: Total(2**33))
    for place in ("memory.max", "nowhere"):
        monkeypatch.setattr(embedded_server, "CONTAINER", tmp_path / place)
        (tmp_path / "memory.max").write_text("max\n")
        assert embedded_server._memory() == 2**33


def test_first_build_is_all_or_nothing(folder):
    postgres.ensure_server(durable=False)
    code = (
        "import sys, django; django.setup()\n"
        "from django.db import connection\n"
        "from cms import first_build\n"
        "def build():\n"
        "    connection.cursor().execute('CREATE TABLE half (id int)')\n"
        "    if sys.argv[1] == 'fail': raise RuntimeError\n"
        "before = first_build.is_empty()\n"
        "try: first_build.build_aside(build)\n"
        "except RuntimeError: pass\n"
        "print(before, first_build.is_empty())"
    )
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.dev"}

    told = [
        subprocess.check_output(
            [sys.executable, "-c", code, fate], cwd=ROOT, env=variables, text=True
        ).split()
        for fate in ("fail", "succeed")
    ]

    assert told == [["True", "True"], ["True", "False"]]


def test_unreachable_database_is_one_sentence(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:secret@127.0.0.1:1/house")
    started = time.monotonic()

    with pytest.raises(postgres.ServerError, match="does not answer") as refusal:
        postgres.check_connection()

    assert time.monotonic() - started < 5
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_old_server_is_refused(monkeypatch):
    class Old:
        info = type("Info", (), {"server_version": 140_010})

        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1/house")
    monkeypatch.setattr(psycopg, "connect", lambda **parts: Old())

    with pytest.raises(postgres.ServerError, match=r"PostgreSQL 14; .* 15 or newer"):
        postgres.check_connection()
