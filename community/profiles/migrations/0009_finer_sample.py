"""The index by place also tells every sixty-fourth profile apart, beside every eighth.

What a frequent facet goes with is counted in a sample. To compare the lists of every
eighth of a million profiles for two facets that are frequent took longer than to read
the three hundred rows that are counted then; those of every sixty-fourth take an eighth
of that. Each sixty-fourth is an eighth, so little is added:

    *o=2       every sixty-fourth profile, wherever it is
    *DE2a=remote   the same in a place

The index is made beside the one of migration 0006, whose function it takes on, and only
then that one goes: of a million profiles in about ten minutes, in which people are
found but no profile is written.
"""

from django.db import migrations

# (The place is written out: while an index is made no function of ours is known by name.)
FUNCTION = """
CREATE FUNCTION profiles_found(doc tsvector, tokens varchar[], profile bigint)
RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT start || word
    FROM (
      SELECT
        coalesce(min(substr(one, 3)) FILTER (WHERE one IN (
          'c=AL', 'c=AT', 'c=CH', 'c=DE', 'c=FR', 'c=GB', 'c=IT', 'c=MK', 'c=SE',
          'c=SI', 'c=US', 'c=XK'
        )), '--')
        || coalesce(min(substr(one, 3)) FILTER (WHERE one LIKE 'o=_'), '-') AS place
      FROM unnest(tokens) AS one
    ) AS of_row
    CROSS JOIN LATERAL unnest(
      CASE
        WHEN profile * 2654435761 / 65536 % 64 = 0
        THEN ARRAY[place, '+' || place, '+', '*' || place, '*']
        WHEN profile * 2654435761 / 65536 % 8 = 0
        THEN ARRAY[place, '+' || place, '+']
        ELSE ARRAY[place]
      END
    ) AS start
    CROSS JOIN unnest(tsvector_to_array(doc)) AS word
    WHERE left(word, 1) NOT IN ('~', '^')
  ))
$$
"""
INDEX = """
CREATE INDEX profile_found ON profiles_profileindex
USING gin (profiles_found(doc, tokens, profile_id)) WITH (fastupdate = off)
WHERE for_public OR for_members OR for_networks
"""
# As they were made in migration 0006, without every sixty-fourth.
OLD_FUNCTION = FUNCTION.replace("profiles_found", "profiles_sought").replace(
    "% 64 = 0", "IS NULL"
)
OLD_INDEX = INDEX.replace("profiles_found", "profiles_sought").replace(
    "profile_found", "profile_sought"
)
ARGUMENTS = "(tsvector, varchar[], bigint)"
# It may take longer than an answer may.
UNHURRIED = "SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'"
ANALYZE = "ANALYZE profiles_profileindex"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0008_newest_of_place")]

    operations = [
        migrations.RunSQL(
            [
                UNHURRIED,
                FUNCTION,
                INDEX,
                "DROP INDEX profile_sought",
                f"DROP FUNCTION profiles_sought{ARGUMENTS}",
                ANALYZE,
            ],
            [
                UNHURRIED,
                OLD_FUNCTION,
                OLD_INDEX,
                "DROP INDEX profile_found",
                f"DROP FUNCTION profiles_found{ARGUMENTS}",
                ANALYZE,
            ],
        )
    ]
