"""Facets of a row as numbers, side by side, to be counted outside of PostgreSQL.

Made of the row's tokens by an expression, so there is nothing to fill and nothing that
could differ from them. `community.profiles.querysets.packed` unpacks them and must say
the same. The table is written anew: of a million profiles in about ten minutes, nearly
all of them for the index by place.
"""

from django.db import migrations, models
from django.db.models import F, Func

# In the order of the tokens, which are sorted; months of visits are not counted.
FUNCTION = r"""
CREATE FUNCTION profiles_packed(tokens varchar[]) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(
    string_agg(decode(left(md5(one), 16), 'hex'), NULL ORDER BY place), '\x'
  )
  FROM unnest(tokens) WITH ORDINALITY AS each (one, place)
  WHERE one NOT LIKE 'v=%'
$$
"""
# In one command, so that it is written once, and with the new column in the row itself.
COLUMN = """
ALTER TABLE profiles_profileindex
ADD COLUMN facets bytea NOT NULL
GENERATED ALWAYS AS (profiles_packed(tokens)) STORED,
ALTER COLUMN facets SET STORAGE MAIN
"""
# It may take longer than an answer may.
UNHURRIED = "SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0006_sought_by_place")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    [UNHURRIED, FUNCTION, COLUMN, "ANALYZE profiles_profileindex"],
                    [
                        "ALTER TABLE profiles_profileindex DROP COLUMN facets",
                        "DROP FUNCTION profiles_packed(varchar[])",
                    ],
                )
            ],
            [
                migrations.AddField(
                    model_name="profileindex",
                    name="facets",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=Func(F("tokens"), function="profiles_packed"),
                        output_field=models.BinaryField(),
                    ),
                )
            ],
        )
    ]
