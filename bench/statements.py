"""Count the SQL statements of requests, in a process of its own.

``python -m bench.statements`` reads a cookie, paths and whether to ask with their
ETags as JSON, and writes a JSON object of path and number. Each path is asked for twice and counted the second time: what a process
keeps after its first answer is kept in production too.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.servers import BASE_DIR, StartError


def count_statements(
    paths: Sequence[str],
    environment: Mapping[str, str],
    cookie: str = "",
    *,
    conditional: bool = False,
) -> dict[str, int]:
    """Number of statements by path, on the site of this environment; conditional: asked
    with the ETag of what one has."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statements"],
        cwd=BASE_DIR,
        env=environment,
        input=json.dumps([cookie, paths, conditional]),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StartError(
            "The statements could not be counted; the reason stands above."
        )
    found: dict[str, int] = json.loads(done.stdout)
    return found


def main() -> None:
    django.setup()
    cookie, paths, conditional = json.load(sys.stdin)
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(cookie)
    json.dump({path: _count(client, path, conditional) for path in paths}, sys.stdout)


def _count(client: Client, path: str, conditional: bool) -> int:
    first = client.get(path)
    headers = {"If-None-Match": first.headers.get("ETag", "")} if conditional else {}
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path, headers=headers).status_code
    if status != (304 if conditional else 200):
        sys.exit(f"Error: {path} answers {status}.")
    return len(captured)


if __name__ == "__main__":
    main()
