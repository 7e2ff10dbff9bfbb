"""What members say of each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.profiles.models.parts import ProfileSkill
from community.profiles.models.profiles import Profile


class Endorsement(models.Model):
    """A member confirms another member's skill."""

    profile_skill = models.ForeignKey(
        ProfileSkill, related_name="endorsed", on_delete=models.CASCADE
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="endorsements_given",
        on_delete=models.CASCADE,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["profile_skill", "by"], name="endorsed_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Vouch(models.Model):
    """A member says to know another one and their work."""

    profile = models.ForeignKey(
        Profile, related_name="vouches", on_delete=models.CASCADE
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="vouches_given",
        on_delete=models.CASCADE,
    )
    text = models.CharField(_("how you know each other"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("vouch")
        verbose_name_plural = _("vouches")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "by"],
                name="vouched_once_by_each",
                violation_error_message=_("You have vouched for this member."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
