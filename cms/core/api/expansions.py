"""`expand`: what an answer names by its key is given as a whole item of a list.

The keys stand in the row that was read anyway; the things behind all of them are read in
one more statement, as this asker sees them.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cms.core.api import answers
from cms.core.rows.projection import members
from cms.core.rows.reads import ORDERS, Found

if TYPE_CHECKING:
    from cms.core.api.lists import ContentEndpoint

Members = dict[str, Any]


def items_of(
    endpoint: "ContentEndpoint", keys: Iterable[str], kind: str = ""
) -> dict[str, Members]:
    """Items of lists by key; those that the asker does not see are left out."""
    wanted = [UUID(key) for key in dict.fromkeys(keys)]
    if not wanted:
        return {}
    rows = endpoint.rows().where("key = ANY(%s)", wanted)
    return {
        str(found.key): json.loads(
            answers.item(found, kind or found.type, found.card, asked=endpoint.asked())
        )
        for found in rows.page(ORDERS["added"], len(wanted))
    }


def with_related(
    endpoint: "ContentEndpoint", rows: list[Found]
) -> list[tuple[Found, Members]]:
    """Each row with its content, in which `related` holds whole items."""
    contents = [read(found.text)["content"] for found in rows]
    stubs = [stub for content in contents for stub in content.get("related", [])]
    items = items_of(endpoint, (stub["key"] for stub in stubs))
    for content in contents:
        if "related" in content:
            content["related"] = [
                items[stub["key"]]
                for stub in content["related"]
                if stub["key"] in items
            ]
    return list(zip(rows, contents, strict=True))


def read(fragment: str) -> Members:
    """The members of a fragment."""
    found: Members = json.loads(f"{{{fragment}}}")
    return found


def joined(*fragments: str) -> str:
    return ",".join(filter(None, fragments))


def related_in_lists(endpoint: "ContentEndpoint", rows: list[Found]) -> list[Found]:
    """Rows of a list, whose cards have `related` besides."""
    return [
        found._replace(
            card=joined(found.card, members({"related": content.get("related", [])}))
        )
        for found, content in with_related(endpoint, rows)
    ]


def related_in_content(endpoint: "ContentEndpoint", rows: list[Found]) -> list[Found]:
    """Rows whose content has whole items where it had references."""
    return [
        found._replace(text=members({"content": content}))
        for found, content in with_related(endpoint, rows)
    ]
