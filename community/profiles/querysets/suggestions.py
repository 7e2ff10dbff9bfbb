"""Suggestions while typing: any language finds any label.

Written as SQL so that its steps stay in this order whatever the planner believes: the
labels are met by their indexes first, and only the few things that are shown are looked
up. Left to the planner it took seconds on a table that had just been filled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cms.core.languages import chain
from community.profiles.labels import asked_words

OCCUPATION, SKILL = "occupation", "skill"
UNIT = 4  # the level of ISCO-08 that people are counted in
LONGEST_QUERY = 80
# A word of one or two letters is looked for at the beginning of labels alone: inside
# them it is everywhere, and three letters are the least that a trigram index knows.
INSIDE = 3


@dataclass(frozen=True)
class Suggestion:
    """One thing that fits what was typed.

    `key` is the code of an occupation or the slug of a skill; `label` the one to show in
    `locale`; `matched` the label that was met, in `matched_locale`.
    """

    kind: str
    key: str
    label: str
    locale: str
    matched: str
    matched_locale: str


# 0: the very label, 1: it begins so, 2: words of it begin like those typed.
_BEGINS = """
WITH met AS MATERIALIZED (
  SELECT *, CASE WHEN folded = %(whole)s THEN 0
                 WHEN folded LIKE %(whole)s || '%%' THEN 1 ELSE 2 END AS rank
  FROM profiles_label
  WHERE (folded LIKE %(begins)s OR folded LIKE %(inside)s)
    AND ' ' || folded LIKE ALL(%(every)s)
),
"""
# One or two letters begin thousands of labels; the first of them will do.
_SHORT = """
WITH met AS MATERIALIZED (
  SELECT *, CASE WHEN folded = %(whole)s THEN 0 ELSE 1 END AS rank
  FROM profiles_label
  WHERE folded LIKE %(begins)s
  ORDER BY folded USING ~<~
  LIMIT 1000
),
"""
_RESEMBLES = """
WITH met AS MATERIALIZED (
  SELECT *, 1 - word_similarity(%(whole)s, folded) AS rank
  FROM profiles_label
  WHERE %(whole)s <%% folded
),
"""
_REST = """
best AS MATERIALIZED (
  SELECT DISTINCT ON (met.occupation_id, met.skill_id)
    met.id, met.occupation_id, met.skill_id, occupation.code, skill.slug,
    met.text, met.language, met.rank, length(met.text) AS length,
    met.language <> %(language)s AS foreign_word
  FROM met
  LEFT JOIN profiles_occupation occupation
    ON occupation.id = met.occupation_id AND occupation.level = %(level)s
  LEFT JOIN profiles_skill skill
    ON skill.id = met.skill_id AND skill.status = 'approved'
  WHERE CASE WHEN met.skill_id IS NULL THEN %(occupations)s AND occupation.id IS NOT NULL
             ELSE %(skills)s AND skill.id IS NOT NULL END
  ORDER BY met.occupation_id, met.skill_id, met.rank, foreign_word, length, met.id
),
top AS MATERIALIZED (
  SELECT * FROM best ORDER BY rank, foreign_word, length, id LIMIT %(limit)s
)
SELECT top.code, top.slug, top.text, top.language, shown.text, shown.language
FROM top
LEFT JOIN LATERAL (
  SELECT named.text, named.language
  FROM (
    SELECT text, language FROM profiles_label
    WHERE occupation_id = top.occupation_id AND kind = 'preferred'
    UNION ALL
    SELECT text, language FROM profiles_label
    WHERE skill_id = top.skill_id AND kind = 'preferred'
  ) named
  ORDER BY array_position(%(chain)s, named.language::text)
  LIMIT 1
) shown ON true
ORDER BY top.rank, top.foreign_word, top.length, top.id
"""


def suggestions(
    text: str, language: str, limit: int, kinds: Iterable[str]
) -> list[Suggestion]:
    """See `LabelQuerySet.suggested`."""
    words = asked_words(text[:LONGEST_QUERY])
    if not words:
        return []
    asked = _parameters(words, language, limit, tuple(kinds))
    if len(asked["whole"]) < INSIDE:
        return _rows(_SHORT + _REST, asked)
    found = _rows(_BEGINS + _REST, asked)
    if len(found) < limit:
        known = {(one.kind, one.key) for one in found}
        close = _rows(_RESEMBLES + _REST, asked)
        found += [one for one in close if (one.kind, one.key) not in known]
    return found[:limit]


def _parameters(
    words: list[str], language: str, limit: int, kinds: tuple[str, ...]
) -> dict[str, Any]:
    # The longest word meets the fewest labels. (Folded words hold neither % nor _.)
    rarest = max(words, key=len)
    every = [f"% {word}%" for word in words]
    return {
        "whole": " ".join(words),
        "begins": f"{rarest}%",
        "inside": f"% {rarest}%",
        "every": every,
        "language": language,
        "chain": list(chain(language)),
        "level": UNIT,
        "occupations": OCCUPATION in kinds,
        "skills": SKILL in kinds,
        "limit": limit,
    }


def _rows(command: str, asked: dict[str, Any]) -> list[Suggestion]:
    with connection.cursor() as cursor:
        cursor.execute(command, asked)
        return [_suggestion(*row) for row in cursor.fetchall()]


def _suggestion(
    code: str | None,
    slug: str | None,
    text: str,
    language: str,
    label: str | None,
    locale: str | None,
) -> Suggestion:
    kind = OCCUPATION if code else SKILL
    key = code or slug or ""
    return Suggestion(kind, key, label or text, locale or language, text, language)
