"""Forums: the rooms of a network in which topics stand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.languages import current
from community.forums.querysets import ForumQuerySet

# Words that stand in addresses in the place of a code (`community.forums.urls`).
RESERVED = frozenset(
    {"drafts", "images", "post", "preview", "read", "search", "tags", "topic"}
)


def validate_code(value: str) -> None:
    """Raises ValidationError for a code that is the address of something else."""
    if value in RESERVED:
        raise ValidationError(_("This word is taken: choose another code."))


class Forum(models.Model):
    """Where topics of one kind are discussed; the same in all languages."""

    network = models.ForeignKey(
        "networks.Network",
        verbose_name=_("network"),
        related_name="forums",
        on_delete=models.PROTECT,
    )
    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[validate_code]
    )
    name_sq = models.CharField(_("name in Albanian"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80)
    about_sq = models.CharField(_("about, in Albanian"), max_length=300, blank=True)
    about_en = models.CharField(_("about, in English"), max_length=300, blank=True)
    about_de = models.CharField(_("about, in German"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_closed = models.BooleanField(
        _("closed"), default=False, help_text=_("It is read, and nobody writes.")
    )
    # Kept by the actions; topics and posts that everybody sees.
    topic_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_posted_at = models.DateTimeField(null=True, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["network__position", "position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self._in_language("name")

    @property
    def about(self) -> str:
        return self._in_language("about")

    def _in_language(self, field: str) -> str:
        text: str = getattr(self, f"{field}_{current()}", "")
        return text or str(getattr(self, f"{field}_en"))
