import csv
import json
from pathlib import Path

import pytest

from tests.permissions.asking import ROLES, Asker, rows
from tests.permissions.test_keys import read


@pytest.mark.django_db
def test_dump(places, people):
    all_ = rows()
    for role in ROLES:
        asker = Asker(people[role])
        for row in all_:
            row[role] = asker.answer(row, places)
    with open("/tmp/netdump/matrix_after.csv", "w", newline="") as f:
        w = csv.DictWriter(f, all_[0].keys(), lineterminator="\n")
        w.writeheader()
        w.writerows(all_)
    told = read(places, people)
    Path("/tmp/netdump/keys.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    )
