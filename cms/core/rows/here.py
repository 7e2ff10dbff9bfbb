"""What stands at an address: its row, those above it, and its addresses elsewhere."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cms.core.addresses import Address
from cms.core.rows.found import COLUMNS, Found
from cms.core.rows.reads import Rows

_PLACES = """
    array_to_string(facets, ' '), '', CASE WHEN r.path = %s THEN (
        SELECT json_object_agg(o.locale, json_build_array(o.path, o.text_locale))
        FROM core_contentrow AS o WHERE o.key = r.key AND {circles}
    )::text END
"""


@dataclass(frozen=True)
class Here:
    """`above` begins with the home page; `places` are by the language of the reader."""

    row: Found
    above: list[Found]
    places: dict[str, Address]


def here(rows: Rows, path: str) -> Here | None:
    """What these readers find at this very path ('/en/library/'); one statement."""
    parts = path.strip("/").split("/")
    paths = [f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts) + 1)]
    circles, of_circles = rows.circles_condition()
    where, values = rows.where("path = ANY(%s)", paths).condition()
    command = (
        f"SELECT {', '.join(COLUMNS)}, {_PLACES.format(circles=circles)}"  # noqa: S608
        f" FROM core_contentrow AS r WHERE {where} ORDER BY length(path)"
    )
    with connection.cursor() as cursor:
        cursor.execute(command, (path, *of_circles, *values))
        found = cursor.fetchall()
    if not found or found[-1][-1] is None:
        return None
    *above, last = found
    return Here(
        row=Found(*last[:-1]),
        above=[Found(*one[:-1]) for one in above],
        places=_places(last[-1]),
    )


def _places(text: Any) -> dict[str, Address]:
    return {code: Address(*place) for code, place in json.loads(text).items()}
