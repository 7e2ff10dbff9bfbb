"""Two indexes in which the newest of a place, or of an occupation, stand together.

Newest first, a list under "Germany, professionals, remote" was found by walking through
the newest of all members, of whom one in fifty is of that place; and people with the
occupation of somebody by walking past four hundred other occupations. In these indexes
they follow one another:

    profiles_place(tokens)   'DE2': the country and the first digit of the occupation, as
                             in the index of migration 0006, whose function does the same
    profiles_unit(tokens)    '2211': the occupation, where it is told to its last digit

Both are made of the row itself, so there is nothing to fill; of a million profiles
PostgreSQL makes them in about a minute. `community.profiles.querysets.places` asks by them.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION profiles_place(tokens varchar[])
RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED AS $$
  SELECT
    coalesce(min(substr(one, 3)) FILTER (WHERE one IN (
      'c=AL', 'c=AT', 'c=CH', 'c=DE', 'c=FR', 'c=GB', 'c=IT', 'c=MK', 'c=SE',
      'c=SI', 'c=US', 'c=XK'
    )), '--')
    || coalesce(min(substr(one, 3)) FILTER (WHERE one LIKE 'o=_'), '-')
  FROM unnest(tokens) AS one
$$;
CREATE FUNCTION profiles_unit(tokens varchar[])
RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED AS $$
  SELECT coalesce(min(substr(one, 3)), '') FROM unnest(tokens) AS one
  WHERE one LIKE 'o=____'
$$
"""
INDEXES = """
CREATE INDEX newest_of_place ON profiles_profileindex
  (profiles_place(tokens), since DESC, profile_id DESC)
  WHERE for_public OR for_members OR for_networks;
CREATE INDEX newest_of_unit ON profiles_profileindex
  (profiles_unit(tokens), since DESC, profile_id DESC)
  WHERE for_public OR for_members OR for_networks
"""
# It may take longer than an answer may.
UNHURRIED = "SET LOCAL statement_timeout = 0"
# What the planner thinks of the expressions it learns by looking.
ANALYZE = "ANALYZE profiles_profileindex"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0007_packed_facets")]

    operations = [
        migrations.RunSQL(
            [UNHURRIED, FUNCTIONS, INDEXES, ANALYZE],
            [
                "DROP INDEX newest_of_place",
                "DROP INDEX newest_of_unit",
                "DROP FUNCTION profiles_place(varchar[])",
                "DROP FUNCTION profiles_unit(varchar[])",
            ],
        )
    ]
