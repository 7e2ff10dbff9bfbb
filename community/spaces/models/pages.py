"""The spaces' front doors in the tree: an index, and a page for each space."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.related import RelatedBlock, related_keys, related_references
from cms.core.renditions import image_representation
from cms.core.rows.projection import Spot
from community.spaces.models.spaces import Space

OWN_TEXTS = ("title", "slug", "seo_title", "search_description", "lead")


class SpaceIndexPage(BasePage):
    """All spaces at a glance."""

    lead = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["spaces.SpacePage"]
    max_count_per_parent = 1
    template = "spaces/index.html"
    screen = "community.spaces.views.doors.space_index"
    api_type = "space-index"
    searched_fields = ("title", "lead")
    translatable_fields = [TranslatableField(name) for name in OWN_TEXTS]

    class Meta:
        verbose_name = _("index of spaces")
        verbose_name_plural = _("indexes of spaces")

    def api_content(self) -> dict[str, Any]:
        return {"lead": self.lead}


class SpacePage(BasePage):
    """What a space is like, in one language; hours and resources come from the space."""

    space = models.ForeignKey(
        Space,
        verbose_name=_("space"),
        related_name="pages",
        on_delete=models.PROTECT,
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    image_alt = models.CharField(
        _("what the image shows"),
        max_length=255,
        blank=True,
        help_text=_("Read aloud to people who cannot see it."),
    )
    lead = models.TextField(_("introduction"), max_length=600)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = StreamField(
        RelatedBlock(), verbose_name=_("see also"), blank=True, max_num=8
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("space"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")
        ),
        FieldPanel("body"),
        FieldPanel("related"),
    ]
    parent_page_types = ["spaces.SpaceIndexPage"]
    subpage_types: list[str] = []
    template = "spaces/front.html"
    screen = "community.spaces.views.doors.space_front"
    fragment = "spaces/_calendar.html"
    api_type = "space"
    searched_fields = ("title", "lead", "body")
    shared_fields = ("space_id", "image_id", "related")
    translatable_fields = [
        *(TranslatableField(name) for name in (*OWN_TEXTS, "image_alt", "body")),
        SynchronizedField("space", overridable=False),
        SynchronizedField("image"),
        SynchronizedField("related", overridable=False),
    ]

    class Meta:
        verbose_name = _("page of a space")
        verbose_name_plural = _("pages of spaces")
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="space_folded_words",
            )
        ]

    @classmethod
    def for_rows(cls, pages: Any) -> Any:
        rows = pages.select_related("space", "image")
        return rows.prefetch_related("image__renditions")

    @property
    def is_listed(self) -> bool:
        """The page of a hidden space is not there yet."""
        return bool(self.space.is_open)

    @property
    def row_sort(self) -> int:
        """As the editors ordered the spaces, the first having the largest."""
        return -int(self.space.position)

    @property
    def row_related(self) -> list[Any]:
        return related_keys(self.related)

    def row_facets(self, spot: Spot) -> set[str]:
        return {f"space:{self.space.slug}"}

    def clean(self) -> None:
        super().clean()
        if self.image_id and not self.image_alt:
            raise ValidationError({"image_alt": _("Say what the image shows.")})
        if self.space_id is None:
            return
        taken = SpacePage.objects.filter(space=self.space_id).exclude(
            translation_key=self.translation_key
        )
        if taken.exists():
            message = _("This space has a page already. Translate that one.")
            raise ValidationError({"space": message})

    def api_content(self) -> dict[str, Any]:
        return {
            "space": self.space.slug,
            "lead": self.lead,
            "image": image_representation(self.image, self.image_alt),
        }

    def api_detail(self) -> dict[str, Any]:
        return {**self.api_content(), "related": related_references(self.related)}
