"""How long a large file of contacts takes, and how much memory: park, check, import.

`python -m bench.contacts [rows]` fills a database of its own on the embedded server and
drops it at the end.
"""

import gc
import io
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")


def main(rows: int) -> None:
    import django  # noqa: PLC0415

    from cms import postgres  # noqa: PLC0415

    postgres.ensure_server(durable=False)
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import get_runner  # noqa: PLC0415

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        for kind in ("csv", "xlsx"):
            measure(kind, rows)
    finally:
        runner.teardown_databases(kept)


def measure(kind: str, rows: int) -> None:
    from community.accounts.actions import (  # noqa: PLC0415
        check_rows,
        import_rows,
        park_file,
        undo_batch,
    )
    from community.accounts.models import User  # noqa: PLC0415
    from tests.contacts.files import TITLES, TOLD, as_csv, as_xlsx  # noqa: PLC0415

    people = [
        TITLES,
        *(
            [
                f"Person {n}",
                f"P{n}@Example.org",
                "+41 44 000",
                "Zvicra",
                "Cyrih",
                "Mjek",
            ]
            for n in range(rows)
        ),
    ]
    content = (as_csv if kind == "csv" else as_xlsx)(people)
    del people
    user, _made = User.objects.get_or_create(email="desk@example.org")
    gc.collect()
    forget_peak()
    start = resident()
    began = time.perf_counter()
    batch = park_file(io.BytesIO(content), len(content), f"p.{kind}", user)
    parked = time.perf_counter()
    check_rows(batch, batch.mapping, TOLD)
    checked = time.perf_counter()
    steps = 0
    while batch.state != "done":
        batch = import_rows(batch)
        steps += 1
    done = time.perf_counter()
    print(
        f"{kind}: {rows} rows, {len(content) / 2**20:.1f} MB: "
        f"upload {parked - began:.1f} s, dry run {checked - parked:.1f} s, "
        f"import {done - checked:.1f} s in {steps} steps, "
        f"memory +{max(0, peak() - start)} MB at most, now +{resident() - start} MB"
    )
    assert batch.imported == rows
    undo_batch(batch)


def resident() -> int:
    """Megabytes of this process now (Linux)."""
    return _told("VmRSS")


def peak() -> int:
    """The most megabytes since `forget_peak`."""
    return _told("VmHWM")


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _told(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
