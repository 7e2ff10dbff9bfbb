"""What members say of each other, as far as a page of a person needs it."""

from dataclasses import dataclass

from cms.database.prepared import fetched

_SAID = """
    SELECT p.user_id,
        (SELECT array_agg(e.profile_skill_id) FROM profiles_endorsement AS e
         JOIN profiles_profileskill AS s ON s.id = e.profile_skill_id
         WHERE e.by_id = %(reader)s AND s.profile_id = p.id),
        EXISTS (SELECT 1 FROM profiles_vouch AS v WHERE v.profile_id = p.id)
    FROM profiles_profile AS p WHERE p.id = %(profile)s
"""


@dataclass(frozen=True)
class Said:
    """Whose profile it is, which of its skills (by number) the reader has confirmed, and
    whether anybody vouches for the person."""

    user_id: int
    endorsed: frozenset[int]
    has_vouches: bool


def said_of(profile_id: int, reader_id: int) -> Said:
    """One statement."""
    rows = fetched(_SAID, {"profile": profile_id, "reader": reader_id})
    # (Nobody's, where it has just been erased.)
    user_id, endorsed, has_vouches = rows[0] if rows else (0, None, False)
    return Said(user_id, frozenset(endorsed or ()), has_vouches)
