"""The networks' front doors in the tree: an index, and a page for each network."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.related import RelatedBlock, related_keys, related_references
from cms.core.rows.projection import Spot
from community.networks.models.networks import Network

OWN_TEXTS = ("title", "slug", "seo_title", "search_description", "lead")


class NetworkIndexPage(BasePage):
    """All networks at a glance."""

    lead = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["networks.NetworkPage"]
    max_count_per_parent = 1
    template = "networks/index.html"
    screen = "community.networks.views.doors.network_index"
    api_type = "network-index"
    searched_fields = ("title", "lead")
    translatable_fields = [TranslatableField(name) for name in OWN_TEXTS]

    class Meta:
        verbose_name = _("index of networks")
        verbose_name_plural = _("indexes of networks")

    def api_content(self) -> dict[str, Any]:
        return {"lead": self.lead}


class NetworkPage(BasePage):
    """What a network is for, in one language; the living things come from the network."""

    network = models.ForeignKey(
        Network,
        verbose_name=_("network"),
        related_name="pages",
        on_delete=models.PROTECT,
    )
    lead = models.TextField(_("introduction"), max_length=600)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = StreamField(
        RelatedBlock(), verbose_name=_("see also"), blank=True, max_num=8
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("network"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]
    parent_page_types = ["networks.NetworkIndexPage"]
    subpage_types: list[str] = []
    template = "networks/front.html"
    # Topics are shown, and forums stand above networks.
    screen = "community.forums.views.front.network_front"
    api_type = "network"
    searched_fields = ("title", "lead", "body")
    shared_fields = ("network_id", "related")
    translatable_fields = [
        *(TranslatableField(name) for name in (*OWN_TEXTS, "body")),
        SynchronizedField("network", overridable=False),
        SynchronizedField("related", overridable=False),
    ]

    class Meta:
        verbose_name = _("page of a network")
        verbose_name_plural = _("pages of networks")
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="network_folded_words",
            )
        ]

    @classmethod
    def for_rows(cls, pages: Any) -> Any:
        return pages.select_related("network")

    @property
    def row_sort(self) -> int:
        """As the editors ordered the networks, the first having the largest."""
        return -int(self.network.position)

    @property
    def row_related(self) -> list[Any]:
        return related_keys(self.related)

    def row_facets(self, spot: Spot) -> set[str]:
        return {f"network:{self.network.code}"}

    def clean(self) -> None:
        super().clean()
        if self.network_id is None:
            return
        taken = NetworkPage.objects.filter(network=self.network_id).exclude(
            translation_key=self.translation_key
        )
        if taken.exists():
            message = _("This network has a page already. Translate that one.")
            raise ValidationError({"network": message})

    def api_content(self) -> dict[str, Any]:
        return {"network": self.network.code, "lead": self.lead}

    def api_detail(self) -> dict[str, Any]:
        return {**self.api_content(), "related": related_references(self.related)}
