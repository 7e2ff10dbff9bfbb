"""What privileged people did: an append-only log.

Whoever may give roles, close accounts or take data along answers for it (GDPR Articles
5(2) and 32). The database refuses to change or delete a line (a trigger, see the
migration), save to forget whose it was and, after three years, that it was.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.accounts.querysets import AuditQuerySet


class PrivilegedAction(models.Model):
    """One line: `by` did `action` to the account `subject`, or to what `target` names.

    `target` names things (a group, a skill, a job), never people. `network` is the /24
    or /64 that the request came from, empty for a command.
    """

    class Action(models.TextChoices):
        ROLE_GIVEN = "role-given", _("Role given")
        ROLE_TAKEN = "role-taken", _("Role taken away")
        ALL_RIGHTS_GIVEN = "all-rights-given", _("All rights given")
        ALL_RIGHTS_TAKEN = "all-rights-taken", _("All rights taken away")
        STAFF_GIVEN = "staff-given", _("Marked as staff")
        STAFF_TAKEN = "staff-taken", _("Not marked as staff any more")
        ACCOUNT_CLOSED = "account-closed", _("Account closed")
        ACCOUNT_OPENED = "account-opened", _("Account opened again")
        ERASURE_ASKED = "erasure-asked", _("Erasure of an account asked for")
        ADDRESS_CHANGED = "address-changed", _("Address of an account changed")
        PASSWORD_CHANGED = "password-changed", _("Password of an account changed")
        DIRECTORY_EXPORTED = "directory-exported", _("Directory exported")
        MEMBER_DISCLOSED = "member-disclosed", _("Member looked at")
        SKILL_MERGED = "skill-merged", _("Skill merged")
        JOB_AGAIN = "job-again", _("Job tried again")
        JOB_DISCARDED = "job-discarded", _("Job discarded")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="privileged_actions",
        on_delete=models.SET_NULL,
    )
    action = models.CharField(max_length=24, choices=Action.choices)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    target = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("privileged action")
        verbose_name_plural = _("privileged actions")
        ordering = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("action", models.F("id").desc(), name="actions_of_a_kind"),
            models.Index("by", models.F("id").desc(), name="actions_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.action} {self.target}"
