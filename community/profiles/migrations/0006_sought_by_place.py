"""An index in which a word or a facet stands once for each place and line of work.

To find a frequent name among the doctors of one country, an index of words and facets
compares their long lists. In this one each of them begins with the row's place, and so
the lists that are compared hold the people of that place alone:

    DE2gashi   "gashi" in rows of Germany whose occupation begins with 2 in ISCO-08;
    +DE2gashi  the same for every eighth profile: what is counted where very many match;
    +gashi     every eighth profile, wherever it is.

A place is one of the countries where many are at home here, or "--", and the first digit
of the occupation, or "-". It is made of the row itself by an expression, so there is
nothing to fill and nothing that could differ from the rows; of a million profiles
PostgreSQL makes the index in about ten minutes.
`community.profiles.querysets.places` asks by it and must say the same.
"""

from django.db import migrations

# Not in parallel: to start workers costs more than a page of people does.
FUNCTION = """
CREATE FUNCTION profiles_sought(doc tsvector, tokens varchar[], profile bigint)
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
      CASE WHEN profile * 2654435761 / 65536 % 8 = 0
      THEN ARRAY[place, '+' || place, '+'] ELSE ARRAY[place] END
    ) AS start
    CROSS JOIN unnest(tsvector_to_array(doc)) AS word
    WHERE left(word, 1) NOT IN ('~', '^')
  ))
$$
"""
INDEX = """
CREATE INDEX profile_sought ON profiles_profileindex
USING gin (profiles_sought(doc, tokens, profile_id)) WITH (fastupdate = off)
WHERE for_public OR for_members OR for_networks
"""
# It may take longer than an answer may.
UNHURRIED = "SET LOCAL statement_timeout = 0"
# What the planner thinks of the expression it learns by looking.
ANALYZE = "ANALYZE profiles_profileindex"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_narrow_rows")]

    operations = [
        migrations.RunSQL(
            [UNHURRIED, FUNCTION, INDEX, ANALYZE],
            [
                "DROP INDEX profile_sought",
                "DROP FUNCTION profiles_sought(tsvector, varchar[], bigint)",
            ],
        )
    ]
