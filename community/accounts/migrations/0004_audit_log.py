import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Nobody changes a line, not even by hand. A person is forgotten by emptying `by_id` or
# `subject_id`; after three years a line may go.
RULE = """
CREATE FUNCTION accounts_audit_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.created_at > now() - interval '3 years' THEN
            RAISE EXCEPTION 'The log of privileged actions is append-only.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.action, NEW.target, NEW.reason, NEW.network, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.action, OLD.target, OLD.reason, OLD.network, OLD.created_at)
        OR (NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)
        OR (NEW.subject_id IS NOT NULL AND NEW.subject_id IS DISTINCT FROM OLD.subject_id)
    THEN
        RAISE EXCEPTION 'The log of privileged actions is append-only.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_audit_rule BEFORE UPDATE OR DELETE ON accounts_privilegedaction
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_rule();
"""
NO_RULE = """
DROP TRIGGER accounts_audit_rule ON accounts_privilegedaction;
DROP FUNCTION accounts_audit_rule();
"""
ACTIONS = [
    ("role-given", "Role given"),
    ("role-taken", "Role taken away"),
    ("all-rights-given", "All rights given"),
    ("all-rights-taken", "All rights taken away"),
    ("staff-given", "Marked as staff"),
    ("staff-taken", "Not marked as staff any more"),
    ("account-closed", "Account closed"),
    ("account-opened", "Account opened again"),
    ("erasure-asked", "Erasure of an account asked for"),
    ("address-changed", "Address of an account changed"),
    ("password-changed", "Password of an account changed"),
    ("directory-exported", "Directory exported"),
    ("member-disclosed", "Member looked at"),
    ("skill-merged", "Skill merged"),
    ("job-again", "Job tried again"),
    ("job-discarded", "Job discarded"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_consents"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivilegedAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("action", models.CharField(choices=ACTIONS, max_length=24)),
                ("target", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("network", models.CharField(blank=True, max_length=45)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="privileged_actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "privileged action",
                "verbose_name_plural": "privileged actions",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("action"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="actions_of_a_kind",
                    ),
                    models.Index(
                        models.F("by"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="actions_of_a_person",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULE, NO_RULE),
    ]
