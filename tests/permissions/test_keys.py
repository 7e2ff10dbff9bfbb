"""What each answer of the API holds for whom: exact names, at every depth (G3).

`keys.json` tells them by path: the names, and the roles that read exactly these. A new
member of an answer, or one that reaches somebody else, is a difference here first.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.permissions.asking import ROLES, Asker, rows

FILE = Path(__file__).with_name("keys.json")
# Their answers are files, descriptions or HTML, or are told by other tests.
LEFT_OUT = ("schema", "export/", "cite/", "docs", "/photo")


def paths() -> list[dict[str, str]]:
    return [
        row
        for row in rows()
        if row["method"] == "GET"
        and row["path"].startswith("api/")
        and not any(part in row["path"] for part in LEFT_OUT)
    ]


def names(value: Any, prefix: str = "") -> set[str]:
    """'items[].name' for every member, those of all entries of a list together."""
    if isinstance(value, list):
        return {name for one in value for name in names(one, f"{prefix}[]")}
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, inner in value.items():
        path = f"{prefix}.{key}" if prefix else key
        found |= {path, *names(inner, path)}
    return found


def read(places, people) -> dict[str, list[dict[str, list[str]]]]:
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for role in ROLES:
        asker = Asker(people[role])
        for row in paths():
            response = asker.response(row, places)
            if response.status_code != 200:
                continue
            told = tuple(sorted(names(json.loads(response.content))))
            found.setdefault(row["path"], {}).setdefault(told, []).append(role)
    return {
        path: [{"roles": roles, "names": list(told)} for told, roles in sets.items()]
        for path, sets in sorted(found.items())
    }


@pytest.mark.django_db
def test_every_role_reads_exactly_these_names(places, people):
    told = json.loads(FILE.read_text(encoding="utf-8"))

    found = read(places, people)

    assert len(found) > 20
    assert found == told
