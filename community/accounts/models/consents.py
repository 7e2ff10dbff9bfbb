"""What people agree to: purposes, the texts that were shown, and an append-only ledger.

Law: GDPR Articles 6, 7 and 9 (being listed can reveal ethnic origin), Swiss FADP
Article 6, Kosovo Law No. 06/L-082 (to be confirmed by counsel). Who asks must be able to
show what was agreed to, so each record names the very text by its hash; the database
itself refuses to change or delete one (a trigger, see the migration), save to forget
whose it was.
"""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.languages import CODES, best, current
from community.accounts.querysets import ConsentQuerySet


class ConsentPurpose(models.Model):
    """One thing that is asked for by itself. Its code never changes its meaning."""

    class Recipient(models.TextChoices):
        MEMBERS = "members", _("Members of this site")
        PARTNERS = "partners", _("Partner organisations")
        ORGANISATION = "organisation", _("The organisation itself")

    code = models.SlugField(unique=True)
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    # A mail with a link proves that the address belongs to the one who agrees.
    by_mail = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("purpose of consent")
        verbose_name_plural = _("purposes of consent")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class ConsentText(models.Model):
    """A version of what is asked, in every language. Never altered: a change is a new one."""

    purpose = models.ForeignKey(
        ConsentPurpose, related_name="texts", on_delete=models.PROTECT
    )
    version = models.PositiveSmallIntegerField()
    # {"sq": {"title": …, "text": …}, "en": …, "de": …}
    words = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="consent_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.in_language(current())[1]['title']} ({self.version})"

    def in_language(self, language: str) -> tuple[str, dict[str, str]]:
        """(the language that it is there in, its title and text)."""
        code = best(language, self.words) or CODES[0]
        return code, self.words[code]

    def digest(self, language: str) -> str:
        """SHA-256 of what a reader of this language was shown, in hexadecimals."""
        shown = self.words[language]
        return hashlib.sha256(
            f"{shown['title']}\n\n{shown['text']}".encode()
        ).hexdigest()


class Channel(models.TextChoices):
    """By which way somebody agreed or withdrew."""

    SITE = "site", _("on this site")
    API = "api", _("through the API")
    MAIL = "mail", _("by the link in a mail")
    CLAIM = "claim", _("when taking over a contact")
    STAFF = "staff", _("told to the staff")
    SYSTEM = "system", _("by a rule of this site")


class ConsentRecord(models.Model):
    """One line of the ledger: it is written and never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="consent_records",
        on_delete=models.SET_NULL,
    )
    text = models.ForeignKey(ConsentText, related_name="+", on_delete=models.PROTECT)
    is_given = models.BooleanField()
    channel = models.CharField(max_length=6, choices=Channel.choices)
    language = models.CharField(max_length=5)
    text_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a consent")
        verbose_name_plural = _("records of consents")
        ordering = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("user", models.F("id").desc(), name="consents_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.text} {'+' if self.is_given else '-'}"


class Consent(models.Model):
    """The newest word of a person for a purpose, written with its record."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="consents", on_delete=models.CASCADE
    )
    purpose = models.ForeignKey(
        ConsentPurpose, related_name="+", on_delete=models.PROTECT
    )
    record = models.ForeignKey(
        ConsentRecord, related_name="+", on_delete=models.PROTECT
    )
    is_given = models.BooleanField()
    since = models.DateTimeField(auto_now=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], name="one_consent_a_purpose"
            )
        ]
        indexes = [
            models.Index(
                fields=["purpose", "user"],
                condition=Q(is_given=True),
                name="who_agrees",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.purpose_id} {'+' if self.is_given else '-'}"


class ConsentAsked(models.Model):
    """A mail that waits to be answered by its link; the link's token is kept as a hash."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.CASCADE
    )
    text = models.ForeignKey(ConsentText, related_name="+", on_delete=models.PROTECT)
    email = models.EmailField()
    language = models.CharField(max_length=5)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consent that waits for an answer")
        verbose_name_plural = _("consents that wait for an answer")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.text}"
