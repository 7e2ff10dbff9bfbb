import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import community.spaces.models.fields
import community.spaces.models.spaces

# Nobody changes a line of what happened to a booking, not even by hand. A person is
# forgotten by emptying `by_id`; after three years a line may go.
RULE = """
CREATE FUNCTION spaces_event_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.created_at > now() - interval '3 years' THEN
            RAISE EXCEPTION 'The history of bookings is append-only.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.booking_id, NEW.action, NEW.from_state, NEW.to_state, NEW.version,
            NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.booking_id, OLD.action, OLD.from_state, OLD.to_state, OLD.version,
            OLD.created_at)
        OR (NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)
    THEN
        RAISE EXCEPTION 'The history of bookings is append-only.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spaces_event_rule BEFORE UPDATE OR DELETE ON spaces_bookingevent
    FOR EACH ROW EXECUTE FUNCTION spaces_event_rule();
"""
NO_RULE = """
DROP TRIGGER spaces_event_rule ON spaces_bookingevent;
DROP FUNCTION spaces_event_rule();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0006_jobs"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
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
                (
                    "name_sq",
                    models.CharField(max_length=80, verbose_name="name in Albanian"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=80, verbose_name="name in English"),
                ),
                (
                    "name_de",
                    models.CharField(max_length=80, verbose_name="name in German"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hot_desks", "Hot desks"),
                            ("desk", "Desk"),
                            ("room", "Meeting room"),
                            ("event_area", "Event area"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="people",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise a booking takes all of it, as with a meeting room.",
                        verbose_name="let by the seat",
                    ),
                ),
                (
                    "granularity",
                    models.CharField(
                        choices=[
                            ("minutes", "By the minute"),
                            ("half_day", "By the half day"),
                            ("day", "By the day"),
                        ],
                        default="minutes",
                        max_length=8,
                        verbose_name="let",
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "5"),
                            (10, "10"),
                            (15, "15"),
                            (20, "20"),
                            (30, "30"),
                            (60, "60"),
                        ],
                        default=30,
                        verbose_name="grid in minutes",
                    ),
                ),
                (
                    "shortest",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="shortest booking in minutes",
                    ),
                ),
                (
                    "longest",
                    models.PositiveSmallIntegerField(
                        default=720,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="longest booking in minutes",
                    ),
                ),
                (
                    "lead",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(129600)],
                        verbose_name="minutes ahead at least",
                    ),
                ),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(366),
                        ],
                        verbose_name="days ahead at most",
                    ),
                ),
                (
                    "buffer",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="minutes between bookings",
                    ),
                ),
                (
                    "needs_approval",
                    models.BooleanField(
                        default=False,
                        help_text="A request holds the seat until it is answered or expires.",
                        verbose_name="somebody confirms bookings",
                    ),
                ),
                (
                    "hold_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(336),
                        ],
                        verbose_name="hours that a request holds the seat",
                    ),
                ),
                (
                    "needs_check_in",
                    models.BooleanField(default=False, verbose_name="guests check in"),
                ),
                (
                    "release_after",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes after which the seat is free when nobody comes",
                    ),
                ),
                (
                    "amenities",
                    community.spaces.models.fields.ChoiceArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("monitor", "Monitor"),
                                ("projector", "Projector"),
                                ("whiteboard", "Whiteboard"),
                                ("video", "Video conference"),
                                ("quiet", "Quiet"),
                                ("daylight", "Daylight"),
                                ("step_free", "Without steps"),
                                ("height", "Desk of changing height"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="amenities",
                    ),
                ),
                (
                    "active_from",
                    models.DateField(blank=True, null=True, verbose_name="from"),
                ),
                (
                    "active_until",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ["space", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Space",
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
                (
                    "name_sq",
                    models.CharField(max_length=80, verbose_name="name in Albanian"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=80, verbose_name="name in English"),
                ),
                (
                    "name_de",
                    models.CharField(max_length=80, verbose_name="name in German"),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=40,
                        unique=True,
                        validators=[community.spaces.models.spaces.validate_slug],
                        verbose_name="code",
                    ),
                ),
                (
                    "address",
                    models.CharField(max_length=120, verbose_name="street and number"),
                ),
                ("city", models.CharField(max_length=60, verbose_name="city")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Belgrade",
                        help_text="The time of Prishtina is called Europe/Belgrade.",
                        max_length=40,
                        validators=[community.spaces.models.spaces.validate_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="telephone"
                    ),
                ),
                (
                    "policy_sq",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="house rules in Albanian",
                    ),
                ),
                (
                    "policy_en",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="house rules in English",
                    ),
                ),
                (
                    "policy_de",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="house rules in German",
                    ),
                ),
                (
                    "half_day_at",
                    models.TimeField(
                        default=datetime.time(13, 0),
                        help_text="What is let by the half day changes hands at this time.",
                        verbose_name="half of the day",
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise only those who look after it see it.",
                        verbose_name="shown",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "space",
                "verbose_name_plural": "spaces",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="SpaceIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("folded", models.TextField(blank=True, default="", editable=False)),
                (
                    "lead",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="introduction"
                    ),
                ),
            ],
            options={
                "verbose_name": "index of spaces",
                "verbose_name_plural": "indexes of spaces",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Block",
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
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="spaces.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
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
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("local_date", models.DateField(editable=False)),
                ("local_time", models.TimeField(editable=False)),
                ("zone", models.CharField(editable=False, max_length=40)),
                (
                    "party_size",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="people",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("checked_in", "Arrived"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "hold_expires_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
                ),
                (
                    "idempotency_key",
                    models.CharField(blank=True, editable=False, max_length=80),
                ),
                (
                    "request_hash",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="space_bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="spaces.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "booking",
                "verbose_name_plural": "bookings",
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BookingEvent",
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
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("booked", "Booked"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("moved", "Moved"),
                            ("edited", "Changed"),
                            ("checked_in", "Arrived"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("requested", "Requested"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("checked_in", "Arrived"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("checked_in", "Arrived"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="spaces.booking",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="booking_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a booking",
                "verbose_name_plural": "events of bookings",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
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
                ("seat", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField(null=True)),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="spaces.block",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="spaces.booking",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="spaces.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation",
                "verbose_name_plural": "allocations",
                "ordering": ["starts_at", "seat"],
            },
        ),
        migrations.AddField(
            model_name="resource",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resources",
                to="spaces.space",
                verbose_name="space",
            ),
        ),
        migrations.CreateModel(
            name="OpeningRule",
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
                (
                    "weekdays",
                    community.spaces.models.fields.ChoiceArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Monday"),
                                (1, "Tuesday"),
                                (2, "Wednesday"),
                                (3, "Thursday"),
                                (4, "Friday"),
                                (5, "Saturday"),
                                (6, "Sunday"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="weekdays",
                    ),
                ),
                (
                    "dates",
                    community.spaces.models.fields.DateSetField(
                        blank=True, default="", verbose_name="or on these dates"
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                (
                    "closes",
                    models.TimeField(
                        help_text="A time that is not after the opening is on the next day.",
                        verbose_name="closes",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="valid from"),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "resource",
                    modelcluster.fields.ParentalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_rules",
                        to="spaces.resource",
                    ),
                ),
                (
                    "space",
                    modelcluster.fields.ParentalKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_rules",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["opens", "id"],
            },
        ),
        migrations.CreateModel(
            name="FeedToken",
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
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_on", models.DateField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="space_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_tokens",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "address of a calendar feed",
                "verbose_name_plural": "addresses of calendar feeds",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DayException",
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
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                (
                    "dates",
                    community.spaces.models.fields.DateSetField(
                        blank=True, default="", verbose_name="and again on these dates"
                    ),
                ),
                (
                    "opens",
                    models.TimeField(
                        blank=True,
                        help_text="Without hours it is closed.",
                        null=True,
                        verbose_name="opens",
                    ),
                ),
                (
                    "closes",
                    models.TimeField(blank=True, null=True, verbose_name="closes"),
                ),
                (
                    "label_sq",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="reason in Albanian"
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="reason in English"
                    ),
                ),
                (
                    "label_de",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="reason in German"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("manual", "Entered by hand"),
                            ("holidays", "Public holidays"),
                            ("ics", "Calendar feed"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_key",
                    models.CharField(blank=True, editable=False, max_length=80),
                ),
                (
                    "is_estimated",
                    models.BooleanField(
                        default=False, verbose_name="the date may still change"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="spaces.resource",
                        verbose_name="only this resource",
                    ),
                ),
                (
                    "space",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed day or other hours",
                "verbose_name_plural": "closed days and other hours",
                "ordering": ["first", "id"],
            },
        ),
        migrations.CreateModel(
            name="SpacePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("folded", models.TextField(blank=True, default="", editable=False)),
                (
                    "image_alt",
                    models.CharField(
                        blank=True,
                        help_text="Read aloud to people who cannot see it.",
                        max_length=255,
                        verbose_name="what the image shows",
                    ),
                ),
                ("lead", models.TextField(max_length=600, verbose_name="introduction")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("list", 5),
                            ("quote", 8),
                            ("image", 12),
                            ("document", 15),
                            ("work", 16),
                            ("page", 17),
                            ("table", 20),
                            ("callout", 23),
                            ("video", 26),
                            ("question", 29),
                            ("contact", 34),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("cms.core.blocks.HeadingBlock", (), {}),
                            1: ("cms.core.blocks.ParagraphBlock", (), {}),
                            2: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Numbered", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Entry",
                                },
                            ),
                            4: ("wagtail.blocks.ListBlock", (3,), {"label": "Entries"}),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("numbered", 2), ("entries", 4)]],
                                {},
                            ),
                            6: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Who said it, and where", "required": False},
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 6), ("attribution", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Image"},
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Read aloud to people who cannot see it.",
                                    "label": "What the image shows",
                                },
                            ),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 9), ("alt", 10), ("caption", 11)]],
                                {},
                            ),
                            13: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document"},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "required": False},
                            ),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 13), ("title", 14)]],
                                {},
                            ),
                            16: (
                                "cms.core.blocks.PageReferenceBlock",
                                (),
                                {
                                    "icon": "openquote",
                                    "label": "Work in the library",
                                    "page_type": ["library.LibraryItemPage"],
                                },
                            ),
                            17: ("cms.core.blocks.PageReferenceBlock", (), {}),
                            18: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "What the table shows"},
                            ),
                            19: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "One row on each line, a vertical bar | between cells, the first row holds the headings.",
                                    "label": "Cells",
                                },
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 18), ("cells", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("note", "Note"),
                                        ("tip", "Tip"),
                                        ("warning", "Warning"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            22: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            23: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 21), ("text", 22)]],
                                {},
                            ),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "Title"}),
                            25: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of the film"},
                            ),
                            26: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 24), ("url", 25)]],
                                {},
                            ),
                            27: ("wagtail.blocks.CharBlock", (), {"label": "Question"}),
                            28: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                    ],
                                    "label": "Answer",
                                },
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 27), ("answer", 28)]],
                                {},
                            ),
                            30: ("wagtail.blocks.CharBlock", (), {"label": "Name"}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Role", "required": False},
                            ),
                            32: (
                                "wagtail.blocks.EmailBlock",
                                (),
                                {"label": "E-mail", "required": False},
                            ),
                            33: (
                                "wagtail.blocks.RegexBlock",
                                (),
                                {
                                    "label": "Telephone",
                                    "regex": "^[+0-9 ()/-]{5,30}$",
                                    "required": False,
                                },
                            ),
                            34: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 30),
                                        ("role", 31),
                                        ("email", 32),
                                        ("phone", 33),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "related",
                    wagtail.fields.StreamField(
                        [("work", 0), ("page", 1)],
                        blank=True,
                        block_lookup={
                            0: (
                                "cms.core.blocks.PageReferenceBlock",
                                (),
                                {
                                    "icon": "openquote",
                                    "label": "Work in the library",
                                    "page_type": ["library.LibraryItemPage"],
                                },
                            ),
                            1: ("cms.core.blocks.PageReferenceBlock", (), {}),
                        },
                        verbose_name="see also",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.siteimage",
                        verbose_name="image",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="spaces.space",
                        verbose_name="space",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of a space",
                "verbose_name_plural": "pages of spaces",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SpaceRole",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "Viewer"),
                            ("host", "Host"),
                            ("manager", "Manager"),
                        ],
                        max_length=7,
                        verbose_name="role",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="spaces.space",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="space_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "role in a space",
                "verbose_name_plural": "roles in spaces",
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(verbose_name="to")),
                ("opens", models.TimeField(verbose_name="each day from")),
                ("closes", models.TimeField(verbose_name="each day until")),
                (
                    "zone",
                    models.CharField(
                        default="Europe/Belgrade",
                        max_length=40,
                        validators=[community.spaces.models.spaces.validate_zone],
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
                ),
                (
                    "idempotency_key",
                    models.CharField(blank=True, editable=False, max_length=80),
                ),
                (
                    "request_hash",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="space_visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-first", "-id"],
            },
        ),
        migrations.AddField(
            model_name="booking",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="bookings",
                to="spaces.visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="block_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(
                fields=["resource", "starts_at", "ends_at"], name="busy_of_resource"
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(
                condition=models.Q(("lapses_at__isnull", False)),
                fields=["lapses_at"],
                name="allocations_that_lapse",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="allocation_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("booking", None), ("block", None), _connector="XOR"
                ),
                name="allocation_of_booking_or_block",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("resource", "="),
                    ("seat", "="),
                    (
                        models.Func(
                            "starts_at",
                            "ends_at",
                            models.Value("[)"),
                            function="TSTZRANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="seat_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1)), name="resource_has_a_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("longest__gte", models.F("shortest"))),
                name="resource_longest_after_shortest",
                violation_error_message="The longest booking is shorter than the shortest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_until__gte", models.F("active_from")),
                    ("active_until", None),
                    ("active_from", None),
                    _connector="OR",
                ),
                name="resource_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("space", None), ("resource", None), _connector="XOR"
                ),
                name="hours_of_space_or_resource",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__gte", models.F("valid_from")),
                    ("valid_to", None),
                    ("valid_from", None),
                    _connector="OR",
                ),
                name="hours_end_after_they_begin",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddIndex(
            model_name="dayexception",
            index=models.Index(
                fields=["space", "last", "first"], name="exceptions_of_space"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="exception_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayexception",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes", None), ("opens", None)),
                    models.Q(("closes__isnull", False), ("opens__isnull", False)),
                    _connector="OR",
                ),
                name="exception_has_both_hours_or_none",
                violation_error_message="Write when it opens and when it closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayexception",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("space", "source", "source_key"),
                name="exception_imported_once",
            ),
        ),
        migrations.AddIndex(
            model_name="spacepage",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded"], name="space_folded_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="spacerole",
            constraint=models.UniqueConstraint(
                fields=("user", "space"), name="role_in_space_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="space_visit_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("member", "idempotency_key"),
                name="space_visit_asked_once",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["resource", "starts_at"], name="bookings_of_resource"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["member", "-starts_at"], name="bookings_of_member"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", "requested")),
                fields=["hold_expires_at"],
                name="bookings_on_hold",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["starts_at", "id"], name="bookings_by_time"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", "checked_in")),
                fields=["ends_at"],
                name="bookings_of_those_here",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="booking_ends_after_it_begins",
                violation_error_message="The end lies before the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("party_size__gte", 1)),
                name="booking_is_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("member", "idempotency_key"),
                name="booking_asked_once",
            ),
        ),
        migrations.RunSQL(RULE, NO_RULE),
    ]
