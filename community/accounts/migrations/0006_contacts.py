import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import community.accounts.models.contacts

LANGUAGES = [("sq", "Shqip"), ("en", "English"), ("de", "Deutsch")]


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_data_requests")]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", key()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("checked", "checked"),
                            ("importing", "being imported"),
                            ("done", "imported"),
                            ("undone", "undone"),
                        ],
                        default="uploaded",
                        max_length=9,
                    ),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                (
                    "parked",
                    models.FileField(
                        blank=True,
                        upload_to=community.accounts.models.contacts.parked_name,
                    ),
                ),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("titles", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "lawful_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consent", "consent of the person (a)"),
                            ("contract", "a contract with the person (b)"),
                            ("duty", "a legal duty (c)"),
                            ("task", "a task in the public interest (e)"),
                            ("interest", "a legitimate interest (f)"),
                        ],
                        max_length=8,
                        verbose_name="lawful basis",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where the data come from, in words that the people"
                        " understand.",
                        max_length=300,
                        verbose_name="source",
                    ),
                ),
                (
                    "collected_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="collected on"
                    ),
                ),
                (
                    "kept_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days until unclaimed contacts are deleted",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                ("imported", models.PositiveIntegerField(default=0)),
                ("invited", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("claimed", models.PositiveIntegerField(default=0)),
                ("consented", models.PositiveIntegerField(default=0)),
                ("deleted", models.PositiveIntegerField(default=0)),
                ("purged", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of contacts",
                "verbose_name_plural": "batches of contacts",
                "ordering": ["-id"],
                "permissions": [("import_contacts", "Import and invite contacts")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LeftAlone",
            fields=[
                ("id", key()),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "address to be left alone",
                "verbose_name_plural": "addresses to be left alone",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InvitedAddress",
            fields=[
                ("id", key()),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "invited address",
                "verbose_name_plural": "invited addresses",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InvitationCount",
            fields=[
                ("id", key()),
                ("month", models.DateField()),
                ("sent", models.PositiveSmallIntegerField(default=0)),
                ("joined", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "count of invitations",
                "verbose_name_plural": "counts of invitations",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "month"), name="one_count_a_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedContact",
            fields=[
                ("id", key()),
                ("line", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(blank=True, max_length=80)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("occupation", models.CharField(blank=True, max_length=160)),
                ("employer", models.CharField(blank=True, max_length=160)),
                (
                    "language",
                    models.CharField(choices=LANGUAGES, default="sq", max_length=5),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "held"),
                            ("waiting", "waits for the mail"),
                            ("invited", "invited"),
                            ("claimed", "claimed"),
                        ],
                        default="held",
                        max_length=7,
                    ),
                ),
                (
                    "nonce",
                    models.CharField(
                        default=community.accounts.models.contacts.new_nonce,
                        max_length=16,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("invited_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("purge_on", models.DateField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="accounts.importbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported contact",
                "verbose_name_plural": "imported contacts",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["batch", "state"], name="contacts_of_a_batch"),
                    models.Index(
                        condition=models.Q(("state", "claimed"), _negated=True),
                        fields=["purge_on"],
                        name="contacts_to_purge",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("email",),
                        name="one_contact_per_email",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            models.Q(
                                ("email", ""),
                                ("name", ""),
                                ("note", ""),
                                ("phone", ""),
                                ("token_hash", None),
                            ),
                            _connector="OR",
                        ),
                        name="claimed_contact_is_empty",
                    ),
                ],
            },
        ),
    ]
