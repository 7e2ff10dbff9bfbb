"""From a profile to the rows of the directory: what each audience sees. Writes nothing."""

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.core.folding import fold
from community.profiles.audiences import ALL, Audience, visible_fields
from community.profiles.misspellings import words_of_name
from community.profiles.projection.cards import card, whole
from community.profiles.projection.shown import Shown
from community.profiles.projection.words import folded, tokens, words
from community.profiles.querysets.places import quoted
from community.profiles.querysets.question import EPOCH, FLAGS

if TYPE_CHECKING:
    from community.profiles.models import Profile

Row = dict[str, Any]


def rows_of(profile: "Profile") -> list[Row]:
    """The rows that this profile should have; audiences that see the same share one."""
    if not profile.is_listed:
        return []
    by_fields: dict[frozenset[str], list[Audience]] = {}
    for audience in ALL:
        fields = visible_fields(
            audience,
            profile.visibility,
            shares_with_partners=profile.partners_since is not None,
        )
        if fields:
            by_fields.setdefault(fields, []).append(audience)
    rows = []
    for fields, audiences in by_fields.items():
        row = _row(profile, fields)
        if row["tokens"] or row["words"]:
            flags = {flag: audience in audiences for audience, flag in FLAGS.items()}
            rows.append(row | flags)
    return rows


def shown_to(profile: "Profile", audience: Audience) -> dict[str, Any]:
    """All that this audience would see, for a preview; the profile may be unlisted."""
    fields = visible_fields(
        audience,
        profile.visibility,
        shares_with_partners=profile.partners_since is not None,
    )
    return whole(Shown(profile, fields))


def everything(profile: "Profile") -> dict[str, Any]:
    """What the owner sees."""
    return whole(Shown(profile, None))


def _row(profile: "Profile", fields: frozenset[str]) -> Row:
    shown = Shown(profile, fields)
    return {
        "profile_id": profile.pk,
        "slug": profile.slug,
        "name": fold(shown.text("name"))[:200],
        "since": profile.listed_at,
        "tokens": sorted(set(tokens(shown))),
        "visits": [
            [(one.start - EPOCH).days, (one.end - EPOCH).days]
            for one in shown.many("visits")
        ],
        "words": words(shown),
        "of_name": words_of_name(folded(shown.text("name"))),
        "photo": profile.photo.name if shown.photo() else "",
        "card": dumps(card(shown)),
        "whole": dumps(whole(shown)),
    }


def doc_of(row: Row) -> str:
    """The text of a tsvector: facets and names without a place, words with a weight.

    A weight belongs to a place in PostgreSQL, so all words of a weight share one.
    """
    parts = [quoted(one) for one in (*row["tokens"], *row["of_name"])]
    for place, (weight, some) in enumerate(sorted(row["words"].items()), start=1):
        parts += [f"{quoted(word)}:{place}{weight}" for word in some]
    return " ".join(parts)


def dumps(value: Any) -> str:
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")
    )
