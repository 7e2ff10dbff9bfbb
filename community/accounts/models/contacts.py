"""People whom the organisation knows and who have not joined: imported, invited, claimed.

Law: GDPR Article 14 (they learn who holds what from where), Articles 6, 17 and 21; Swiss
FADP Article 19; Kosovo Law No. 06/L-082 (to be confirmed by counsel). No row of these is
seen by anybody but staff with `accounts.import_contacts`.
"""

import secrets
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.accounts.querysets import ContactQuerySet

KEPT_DAYS, MOST_DAYS = 180, 365
# What is known of a person, by the names of the fields, in the order that it is shown.
PERSONAL = {
    "name": _("name"),
    "email": _("e-mail address"),
    "phone": _("telephone"),
    "country": _("country"),
    "city": _("city"),
    "occupation": _("occupation"),
    "employer": _("employer"),
    "language": _("language"),
    "note": _("note"),
}


def new_nonce() -> str:
    return secrets.token_hex(8)


def parked_name(batch: "ImportBatch", filename: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return f"contacts/{secrets.token_hex(16)}.jsonl"


class ImportBatch(models.Model):
    """One file of contacts, under one lawful basis and from one source.

    The rows of the file are parked until they are imported or given up. The numbers stay
    when the contacts are gone.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        UNDONE = "undone", _("undone")

    class Basis(models.TextChoices):
        """GDPR Article 6(1), without (d), which fits no such file."""

        CONSENT = "consent", _("consent of the person (a)")
        CONTRACT = "contract", _("a contract with the person (b)")
        DUTY = "duty", _("a legal duty (c)")
        TASK = "task", _("a task in the public interest (e)")
        INTEREST = "interest", _("a legitimate interest (f)")

    state = models.CharField(
        max_length=9, choices=State.choices, default=State.UPLOADED
    )
    file_name = models.CharField(_("file"), max_length=120)
    parked = models.FileField(upload_to=parked_name, blank=True)
    position = models.PositiveBigIntegerField(default=0)  # bytes of `parked` done with
    titles = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # our field → number of the column
    lawful_basis = models.CharField(
        _("lawful basis"), max_length=8, choices=Basis.choices, blank=True
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Where the data come from, in words that the people understand."),
    )
    collected_on = models.DateField(_("collected on"), null=True, blank=True)
    kept_days = models.PositiveSmallIntegerField(
        _("days until unclaimed contacts are deleted"),
        default=KEPT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    rows = models.PositiveIntegerField(default=0)
    # {"ok": 3, "wrong": 1, …} by `community.accounts.imports.Finding`
    found = models.JSONField(default=dict)
    imported = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    claimed = models.PositiveIntegerField(default=0)
    consented = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    purged = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("batch of contacts")
        verbose_name_plural = _("batches of contacts")
        ordering = ["-id"]
        default_permissions = ()
        permissions = [("import_contacts", _("Import and invite contacts"))]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether contacts can still be in it."""
        return self.state in (self.State.IMPORTING, self.State.DONE)

    @property
    def rows_done(self) -> int:
        """Rows of the file that were looked at, imported or not."""
        return sum(self.found.values())


class ImportedContact(models.Model):
    """A person of a batch. After a claim the row is empty but for its dates."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        WAITING = "waiting", _("waits for the mail")
        INVITED = "invited", _("invited")
        CLAIMED = "claimed", _("claimed")

    batch = models.ForeignKey(
        ImportBatch, related_name="contacts", on_delete=models.CASCADE
    )
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    occupation = models.CharField(max_length=160, blank=True)
    employer = models.CharField(max_length=160, blank=True)
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.HELD)
    # The link's token is made of this and the site's key, so the reminder can bear the
    # same link and the table alone opens nothing.
    nonce = models.CharField(max_length=16, default=new_nonce)
    # Null where there is no link yet, or no longer: of '' there can be but one.
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    purge_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported contact")
        verbose_name_plural = _("imported contacts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="one_contact_per_email"
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed")
                | Q(email="", name="", phone="", note="", token_hash=None),
                name="claimed_contact_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state"], name="contacts_of_a_batch"),
            models.Index(
                fields=["purge_on"],
                condition=~Q(state="claimed"),
                name="contacts_to_purge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.line}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) of all that is held, in the reader's language."""
        values = {name: str(getattr(self, name)) for name in PERSONAL}
        values["language"] = self.get_language_display()
        return [(str(PERSONAL[name]), value) for name, value in values.items() if value]


def purge_date(days: int) -> date:
    """The day on which an unclaimed contact goes that comes in today."""
    return timezone.localdate() + timedelta(days=days)
