"""The locked sets and the Makefile."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "tests/requirements.txt")


def blocks(name: str) -> list[str]:
    """Return a locked set's requirements, each with its hashes on one line."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pins(name: str) -> set[tuple[str, str]]:
    """Return name and version of each requirement, whatever platforms it is for."""
    found = (re.match(r"([a-z0-9.-]+)==(\S+)", line) for line in blocks(name))
    return {(match[1], match[2]) for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name):
    lines = blocks(name)

    assert len(lines) > 40
    bare = [
        line
        for line in lines
        if not re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert bare == []


@pytest.mark.parametrize("name", LOCKS)
def test_locked_sets_hold_no_address_and_no_comment(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"://|--index|--extra|--find-links|file:|#", text) == []


def test_development_set_contains_the_runtime_set():
    runtime, development = (pins(name) for name in LOCKS)

    assert runtime < development


def test_locked_sets_hold_all_that_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted = {re.match(r"[A-Za-z0-9.-]+", line)[0].lower() for line in named}

    locked = {line.split("==")[0] for line in blocks("tests/requirements.txt")}

    assert wanted - locked == set()


def test_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    make = shutil.which("make")

    shown = subprocess.run(
        [make, "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True
    )

    listed = re.findall(r"^ +make ([a-z]+) ", shown.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets) == sorted(phony)


def test_old_python_is_refused_in_one_sentence(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)

    done = subprocess.run(
        ["make", "run", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith("Error: this needs Python 3.11")
    assert not (tmp_path / ".venv").exists()
