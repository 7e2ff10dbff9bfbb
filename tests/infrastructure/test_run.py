"""``make run`` says in one sentence why it cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from cms import run
from cms.core.management.commands.compile_catalogues import compile_stale

ROOT = Path(__file__).resolve().parents[2]


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m cms.run`` where it is expected to refuse."""
    return subprocess.run(
        [sys.executable, "-m", "cms.run"],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=30,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        return probe.getsockname()[1]


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was said on stderr, after proving that it is one plain line."""
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_taken_port_is_named():
    with socket.create_server((run.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        done = start(PORT=str(port))

    assert sentence(done).startswith(f"Error: Port {port} cannot be used")


@pytest.mark.parametrize("port", ["web", "-1", "70000"])
def test_impossible_port_is_named(port):
    assert port in sentence(start(PORT=port))


def test_unreachable_database_is_named():
    url = "postgresql://ana:secret@127.0.0.1:1/house"

    told = sentence(start(PORT=str(free_port()), DATABASE_URL=url))

    assert told.startswith("Error: The database does not answer")
    assert "secret" not in told


def test_unreadable_database_address_is_named():
    told = sentence(start(PORT=str(free_port()), DATABASE_URL="sqlite:///x"))

    assert told == "Error: DATABASE_URL must begin with postgresql://."


def test_port_of_a_closed_connection_is_free():
    with socket.create_server((run.HOST, 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection((run.HOST, port))
        server.accept()[0].close()
        client.close()

    run.check_port(port)


def catalogue(folder: Path, translation: str) -> Path:
    source = folder / "sq" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    entries = polib.POFile()
    entries.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    entries.append(polib.POEntry(msgid="Library", msgstr=translation))
    entries.append(polib.POEntry(msgid="News", msgstr="Lajme", flags=["fuzzy"]))
    entries.save(str(source))
    return source


def test_catalogues_are_compiled_when_they_changed(tmp_path):
    source = catalogue(tmp_path, "Biblioteka")
    first = compile_stale(tmp_path)
    again = compile_stale(tmp_path)
    source.write_text(
        source.read_text(encoding="utf-8").replace("eka", "eka!"), encoding="utf-8"
    )
    later = first[0].stat().st_mtime + 10
    os.utime(source, (later, later))

    changed = compile_stale(tmp_path)

    assert first == changed == [source.with_suffix(".mo")]
    assert again == []
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(changed[0]))}
    assert compiled == {"Library": "Biblioteka!"}


def test_texts_of_the_code_are_compiled_as_they_stand_there(tmp_path):
    """Else each is looked for in the catalogues of all packages."""
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Library"))
    catalogue.append(polib.POEntry(msgid="%(n)s work", msgid_plural="%(n)s works"))
    catalogue.save(str(source))

    [compiled] = compile_stale(tmp_path)

    one, many = polib.mofile(str(compiled))
    entries = {entry.msgid: entry for entry in (one, many)}
    assert entries["Library"].msgstr == "Library"
    plural = entries["%(n)s work"].msgstr_plural
    assert plural == {0: "%(n)s work", 1: "%(n)s works"}
    assert 'msgstr ""' in source.read_text(encoding="utf-8")
