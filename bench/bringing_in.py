"""Brings in a file of so many contacts and takes them back; prints seconds and memory.

python -m bench.bringing_in csv 50000
"""

import csv
import datetime
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

TITLES = ("Name", "E-mail", "Phone", "Country", "City", "Occupation")
TOLD: dict[str, Any] = {
    "lawful_basis": "consent",
    "source": "A list of a conference",
    "collected_on": datetime.date(2024, 5, 1),
    "kept_days": 30,
}
MEGABYTE = 10**6


def main(form: str, rows: int) -> None:
    import django  # noqa: PLC0415 (part of what is not measured)

    django.setup()
    from community.accounts.actions import (  # noqa: PLC0415 (as above)
        check_rows,
        import_rows,
        park_file,
        undo_batch,
    )
    from community.accounts.models import User  # noqa: PLC0415 (as above)

    content = as_csv(rows) if form == "csv" else as_xlsx(rows)
    user, _made = User.objects.get_or_create(email="desk@example.org")
    forget_peak()
    before, began = told_mb("VmRSS"), time.perf_counter()
    batch = park_file(io.BytesIO(content), len(content), f"p.{form}", user)
    parked = time.perf_counter()
    check_rows(batch, batch.mapping, TOLD)
    checked = time.perf_counter()
    while batch.state != "done":
        batch = import_rows(batch)
    done = time.perf_counter()
    if batch.imported != rows:
        sys.exit(f"{batch.imported} of {rows} rows were imported.")
    memory = told_mb("VmHWM")
    undo_batch(batch)
    figures = {
        "upload": parked - began,
        "check": checked - parked,
        "import": done - checked,
        "rss_before_mb": before,
        "rss_mb": memory,
    }
    print(json.dumps(figures))


def people(rows: int) -> Any:
    yield TITLES
    for n in range(rows):
        address = f"P{n}@Example.org"
        yield (f"Person {n}", address, "+41 44 000", "Zvicra", "Cyrih", "Mjek")


def as_csv(rows: int) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(people(rows))
    return text.getvalue().encode()


def as_xlsx(rows: int) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 (for this form alone)

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in people(rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def forget_peak() -> None:
    """Let the kernel's high-water mark of this process begin anew (Linux, proc(5))."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def told_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = next(line.split()[1] for line in lines if line.startswith(name))
    return int(found) * 1024 / MEGABYTE


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
