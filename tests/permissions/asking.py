"""The rows of the matrix, and asking for one of them as somebody."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

# The member is another one than the owner of what stands in the paths (G2).
ROLES = [
    *("visitor", "closed", "unverified", "member", "owner"),
    *("moderator", "network moderator", "desk", "editor", "translator"),
    *("staff", "superuser"),
]


def rows() -> list[dict[str, str]]:
    file = Path(__file__).with_name("matrix.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Asker:
    """Asks as a person. What a row changes is taken back, so that none depends on the
    ones before: one deletes, another logs out."""

    def __init__(self, person) -> None:
        self.session = ""
        if person is not None:
            client = Client()
            client.force_login(person)
            self.session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def answer(self, row: dict[str, str], places: dict[str, str]) -> str:
        return str(self.response(row, places).status_code)

    def response(self, row: dict[str, str], places: dict[str, str]) -> Any:
        path = "/" + row["path"].format(**places).lstrip("/")
        client, method = Client(), row["method"]
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        with transaction.atomic():
            if method in ("GET", "POST"):
                response = getattr(client, method.lower())(path)
            else:
                response = client.generic(method, path, "{}", "application/json")
            if response.streaming:  # a file stays open until it is read to its end
                list(response)
            transaction.set_rollback(True)
        return response
