"""Under which name somebody appears to a reader, wherever members speak."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cms.database.prepared import fetched
from community.profiles.audiences import Audience, mask_of
from community.profiles.querysets.profiles import directory_of


@dataclass(frozen=True)
class Shown:
    """`slug` leads to the profile and is empty where the reader sees none.

    `photo` says whether the reader may see one. Without a name (`is_named` is false) the
    text is "Member" or "Former member", in the reader's language.
    """

    name: str
    slug: str = ""
    photo: str = ""
    is_named: bool = True


def shown_names(reader: Any, users: Iterable[int]) -> dict[int, Shown]:
    """For each of these members how they appear to this reader; one statement.

    The name of the directory where the reader meets them there; else, to members, the
    display name, unless the name is hidden from members or its owner has blocked the
    reader; else nothing but what they are.
    """
    wanted = sorted({int(one) for one in users if one})
    if not wanted:
        return {}
    # (who has blocked the reader is told by each row: so the statement is the same for all)
    where, values = replace(directory_of(reader), reader=0).walked()
    # The reader's own name is never hidden from them.
    number = reader.pk if reader.is_authenticated else 0
    command = f"""
        SELECT u.id, u.is_active, u.display_name,
            CASE WHEN COALESCE(i.name, '') = '' THEN p.visibility END, i.slug, i.name, i.photo,
            EXISTS (SELECT 1 FROM accounts_block AS b
                    WHERE b.by_id = u.id AND b.blocked_id = %s)
        FROM accounts_user AS u
        LEFT JOIN LATERAL (
            SELECT id, visibility FROM profiles_profile WHERE user_id = u.id OFFSET 0
        ) AS p ON true
        LEFT JOIN LATERAL (
            SELECT slug, card::json->>'name' AS name, photo FROM profiles_profileindex
            WHERE {where} AND profile_id = p.id LIMIT 1
        ) AS i ON true
        WHERE u.id = ANY(%s)
    """  # noqa: S608
    rows = fetched(command, (number, *values, wanted))
    # In the reader's language, and looked up once.
    unnamed = Shown(_("Member"), is_named=False)
    former = Shown(_("Former member"), is_named=False)
    found = {row[0]: _shown(number, *row) or unnamed for row in rows if row[1]}
    return {one: found.get(one, former) for one in wanted}


def _shown(
    reader: int,
    user: int,
    is_active: bool,
    display_name: str,
    visibility: Any,
    slug: str | None,
    name: str | None,
    photo: str | None,
    is_blocked: bool,
) -> Shown | None:
    """None where nothing may be told, save perhaps a profile without a name."""
    if user == reader:
        return Shown(display_name, slug or "", photo or "")
    if is_blocked:
        return None
    if name:
        return Shown(name, slug or "", photo or "")
    chosen = json.loads(visibility) if isinstance(visibility, str) else visibility or {}
    to_members = mask_of("name", chosen) & (Audience.MEMBERS | Audience.PUBLIC)
    if reader and to_members:
        return Shown(display_name, slug or "")
    return Shown(_("Member"), slug, is_named=False) if slug else None
