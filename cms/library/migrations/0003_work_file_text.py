from django.db import migrations, models

import cms.library.models.files


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_checked_files"),
        ("library", "0002_identifiers_and_folded_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="workfile",
            name="cover",
            field=models.FileField(
                blank=True,
                editable=False,
                upload_to=cms.library.models.files.cover_name,
            ),
        ),
        migrations.AddField(
            model_name="workfile",
            name="cover_height",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="workfile",
            name="cover_width",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="workfile",
            name="extracted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="workfile",
            name="pages",
            field=models.PositiveIntegerField(
                blank=True, editable=False, null=True, verbose_name="number of pages"
            ),
        ),
        migrations.AddField(
            model_name="workfile",
            name="sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="workfile",
            name="text",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="workfile",
            name="text_problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("locked", "It has a password. Upload it without one."),
                    ("damaged", "It is damaged. Print it into a new PDF."),
                    ("empty", "It holds pictures of text only. Run text recognition."),
                    ("too_heavy", "It takes too long to read. Split or simplify it."),
                ],
                editable=False,
                max_length=10,
                verbose_name="problem",
            ),
        ),
        migrations.AddField(
            model_name="workfile",
            name="text_state",
            field=models.CharField(
                choices=[
                    ("none", "not read: only PDFs are"),
                    ("pending", "waits to be read"),
                    ("done", "is found by its text"),
                    ("failed", "has no text to be found by"),
                ],
                default="none",
                editable=False,
                max_length=10,
                verbose_name="text",
            ),
        ),
        migrations.AddField(
            model_name="workfile",
            name="text_tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="workfile",
            index=models.Index(
                condition=models.Q(("text_state", "pending")),
                fields=["id"],
                name="file_to_read",
            ),
        ),
    ]
