"""Networks, their members, and who wants to become one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.languages import current
from community.networks.querysets import (
    InvitationQuerySet,
    JoinRequestQuerySet,
    MembershipQuerySet,
    NetworkQuerySet,
)

LONGEST_REQUEST = 500  # characters


# Words that stand in addresses in the place of a code (`community.networks.urls`).
RESERVED = frozenset({"invite", "mine"})


def validate_code(value: str) -> None:
    """Raises ValidationError for a code that is the address of something else."""
    if value in RESERVED:
        raise ValidationError(_("This word is taken: choose another code."))


class Network(models.Model):
    """The people of a profession. The same in all languages; its pages tell of it."""

    class Joining(models.TextChoices):
        OPEN = "open", _("Open to every member")
        REQUEST = "request", _("On request")
        INVITATION = "invitation", _("By invitation")

    code = models.SlugField(
        _("code"), max_length=40, unique=True, validators=[validate_code]
    )
    name_sq = models.CharField(_("name in Albanian"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80)
    joining = models.CharField(
        _("how one joins"),
        max_length=10,
        choices=Joining.choices,
        default=Joining.OPEN,
    )
    is_public = models.BooleanField(
        _("everyone may read"),
        default=True,
        help_text=_("Otherwise only members of the network read its forums."),
    )
    occupations = models.ManyToManyField(
        "profiles.Occupation",
        verbose_name=_("occupations"),
        related_name="networks",
        blank=True,
        help_text=_("To people of these groups the network is suggested."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Kept by the actions that change memberships.
    member_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_in(current())

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_in(current())

    def name_in(self, language: str) -> str:
        text: str = getattr(self, f"name_{language}", "")
        return text or self.name_en


class Membership(models.Model):
    """Somebody belongs to a network."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        LEAD = "lead", _("Lead")

    network = models.ForeignKey(
        Network, related_name="memberships", on_delete=models.CASCADE
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="memberships", on_delete=models.CASCADE
    )
    role = models.CharField(
        _("role"), max_length=9, choices=Role.choices, default=Role.MEMBER
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-joined_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"], name="member_of_network_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["network", "-joined_at", "-id"], name="newest_of_network"
            ),
            models.Index(
                fields=["network", "role"],
                condition=~Q(role="member"),
                name="in_charge_of_network",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.user_id}"


class JoinRequest(models.Model):
    """A member asks to join a network; those in charge decide."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    network = models.ForeignKey(
        Network, related_name="requests", on_delete=models.CASCADE
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="join_requests", on_delete=models.CASCADE
    )
    text = models.TextField(
        _("why you would like to join"), max_length=LONGEST_REQUEST, blank=True
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"],
                condition=Q(state="open"),
                name="one_open_request_to_join",
            )
        ]
        indexes = [
            models.Index(
                fields=["network", "created_at"],
                condition=Q(state="open"),
                name="open_requests_of_network",
            )
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.user_id} {self.state}"


class Invitation(models.Model):
    """Those in charge of a network have asked a member to join it."""

    network = models.ForeignKey(
        Network, related_name="invitations", on_delete=models.CASCADE
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="network_invitations",
        on_delete=models.CASCADE,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a network")
        verbose_name_plural = _("invitations to networks")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"], name="invited_to_network_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.user_id}"
