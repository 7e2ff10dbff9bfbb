"""What is counted stays in the row itself, what is only shown moves out of it.

A search looks at thousands of rows for their facets and at twenty for their cards. With
texts beside them each facet costs a page of its own (toast_tuple_target is the size from
which PostgreSQL moves the long columns out of a row; `tokens` goes last).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_names_without_trigrams")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE profiles_profileindex SET (toast_tuple_target = 512);"
            "ALTER TABLE profiles_profileindex ALTER COLUMN tokens SET STORAGE MAIN;",
            "ALTER TABLE profiles_profileindex RESET (toast_tuple_target);"
            "ALTER TABLE profiles_profileindex ALTER COLUMN tokens SET STORAGE EXTENDED;",
        )
    ]
