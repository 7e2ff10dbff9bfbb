"""The system user that root lends to the embedded database server.

PostgreSQL refuses to run as root. The server then runs as the owner of its data, which
at first is a system user made for it. That user must be able to walk to the data and to
the programs; where a folder above them is closed, both live in an open folder instead.
No permission outside the project's own folders is changed.
"""

import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

try:
    import pwd
except ImportError:  # Windows has no such accounts, and no root.
    pwd = None  # type: ignore[assignment]

NAME = "diaspora-postgres"
OPEN_FOLDER = Path("/var/lib/diaspora-professionals")
# shadow-utils (Debian, Fedora) and BusyBox (Alpine) in turn.
MAKE_USER = (
    ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME),
    ("adduser", "-S", "-D", "-H", NAME),
)


def is_root() -> bool:
    """Tell whether this process may not run PostgreSQL itself."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def open_to_others(folder: Path) -> bool:
    """Tell whether any user can walk to this folder, or could if it were made."""
    walk = [path for path in (folder, *folder.parents) if path.exists()]
    return all(path.stat().st_mode & stat.S_IXOTH for path in walk)


def reachable_copy(folder: Path) -> Path:
    """Return ``<package>/<tree>/bin`` where the system user can run what is in it.

    The package is copied, with its libraries beside it, once per version (its inode).
    """
    if not is_root() or open_to_others(folder):
        return folder
    package = folder.parent.parent
    copy = OPEN_FOLDER / f"programs-{package.stat().st_ino}"
    if not copy.exists():
        partial = copy.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):
            if part.is_dir() and part.suffix in {"", ".libs"}:
                shutil.copytree(part, partial / part.name, symlinks=True)
        OPEN_FOLDER.chmod(0o755)
        partial.chmod(0o755)
        partial.rename(copy)
    return copy / folder.relative_to(package.parent)


def lend_to(data: Path) -> dict[str, Any]:
    """Return the account for ``subprocess.run``: the owner of ``data``, or our own.

    Files of an owner that this machine does not know go over to our own account: the
    folder came from elsewhere, such as an older container.
    """
    owner = _account(data.stat().st_uid) if data.exists() else None
    if owner is None or owner.pw_uid == 0:
        owner = _own_account()
        for path in [data, *data.rglob("*")] if data.exists() else []:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _account(key: int | str) -> Any:
    try:
        return pwd.getpwuid(key) if isinstance(key, int) else pwd.getpwnam(key)
    except KeyError:
        return None


def _own_account() -> Any:
    for command in MAKE_USER:
        if _account(NAME) is None and shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True)
    # A machine where no user can be made still has the one without any rights.
    return _account(NAME) or pwd.getpwnam("nobody")
