import csv
import json
from pathlib import Path

import pytest

from tests.permissions.asking import ROLES, Asker, rows
from tests.permissions.test_keys import FILE, names, paths

NEW = "network moderator"


@pytest.mark.django_db
def test_dump(places, people):
    all_ = rows()
    keys = json.loads(FILE.read_text())
    keyed = {r["path"] for r in paths()}
    for role in ROLES:
        asker = Asker(people[role])
        for row in all_:
            if row[role] and role != NEW:
                continue
            response = asker.response(row, places)
            row[role] = str(response.status_code)
            if row["method"] == "GET" and row["path"] in keyed and row[role] == "200":
                told = sorted(names(json.loads(response.content)))
                sets = keys.setdefault(row["path"], [])
                one = next((s for s in sets if s["names"] == told), None)
                if one is None:
                    one = {"roles": [], "names": told}
                    sets.append(one)
                if role not in one["roles"]:
                    one["roles"].append(role)
                    one["roles"].sort(key=ROLES.index)
                sets.sort(key=lambda s: ROLES.index(s["roles"][0]))
    with open("/tmp/netdump/matrix_after.csv", "w", newline="") as f:
        w = csv.DictWriter(f, all_[0].keys(), lineterminator="\n")
        w.writeheader()
        w.writerows(all_)
    Path("/tmp/netdump/keys.json").write_text(
        json.dumps(dict(sorted(keys.items())), indent=1, ensure_ascii=False) + "\n"
    )
