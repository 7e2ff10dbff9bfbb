"""Where the embedded PostgreSQL of a checkout lives, and how it is reached.

The path of a socket may not be longer than about a hundred bytes, and root's server runs
as another user: both may move it out of the checkout.
"""

import hashlib
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms import system_user
from cms.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE = "diaspora"
ROLE = "diaspora"
# Socket addresses hold 104 bytes on macOS and 108 on Linux, with a closing zero byte.
LONGEST_SOCKET = 103
# Without Unix sockets the server listens on the local network interface and asks for a
# password; with them, the permissions of the socket's folder keep others out.
USES_TCP = sys.platform == "win32"


@dataclass(frozen=True)
class Place:
    """Where one embedded server lives: its data and the folder of its socket."""

    data: Path
    sockets: Path

    def beside(self, suffix: str) -> Path:
        """Return the path of a file beside the data: ``postgres.lock``."""
        return self.data.with_name(f"{self.data.name}.{suffix}")

    def make_parent(self) -> None:
        """Make the folder that holds the data, open to the server's system user."""
        if not self.data.parent.exists():
            self.data.parent.mkdir(parents=True)
            self.data.parent.chmod(0o755)


def place() -> Place:
    """Return the place of this checkout's server. Touches nothing."""
    folder = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()
    data = folder / "postgres"
    if system_user.is_root() and not system_user.open_to_others(folder):
        data = system_user.OPEN_FOLDER / _fingerprint(data)
    sockets = data
    if len(os.fsencode(data / ".s.PGSQL.5432")) > LONGEST_SOCKET:
        sockets = Path("/tmp") / f"diaspora-{_fingerprint(data)}"  # noqa: S108
    return Place(data, sockets)


def address(database: str = DATABASE) -> dict[str, Any]:
    """Return libpq's parameters for a database of the embedded server."""
    here = place()
    parts = {"dbname": database, "user": ROLE}
    if not USES_TCP:
        return parts | {"host": str(here.sockets), "port": "5432"}
    password = password_file(here).read_text(encoding="ascii")
    return parts | {"host": "127.0.0.1", "port": port(here), "password": password}


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def port(here: Place) -> str:
    return str(20_000 + int(_fingerprint(here.data), 16) % 10_000)


def password_file(here: Place) -> Path:
    file = here.beside("password")
    if not file.exists():
        here.make_parent()
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return file
