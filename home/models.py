"""Home page, standing pages and the settings that editors keep for the whole site."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Site
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.renditions import image_representation
from cms.core.rows.refresh import together, touch

OWN_TEXTS = ("title", "slug", "seo_title", "search_description")


class CardBlock(blocks.StructBlock):
    """One thing that a visitor can do now."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(label=_("Text"), max_length=240)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=40)
    target = blocks.ChoiceBlock(
        choices=[
            ("library", _("Library")),
            ("faq", _("FAQ")),
            ("news", _("News")),
            ("join", _("Sign up")),
        ],
        label=_("Leads to"),
    )

    class Meta:
        icon = "pick"
        label = _("Card")


class HomePage(BasePage):
    tagline = models.CharField(
        _("tagline"), max_length=140, help_text=_("What this is, in one sentence.")
    )
    lead = models.TextField(_("introduction"), blank=True, max_length=600)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    cards = StreamField([("card", CardBlock())], verbose_name=_("cards"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("tagline"), FieldPanel("lead"), FieldPanel("image")],
            heading=_("First view"),
        ),
        FieldPanel("cards"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home.html"
    screen = "home.views.home_page"
    api_type = "home"
    searched_fields = ("title", "tagline", "lead", "body")
    shared_fields = ("image_id",)
    translatable_fields = [
        *(
            TranslatableField(name)
            for name in (*OWN_TEXTS, "tagline", "lead", "cards", "body")
        ),
        SynchronizedField("image"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def api_content(self):
        return {
            "tagline": self.tagline,
            "lead": self.lead,
            "image": image_representation(self.image, ""),
            "cards": self.cards.stream_block.get_api_representation(self.cards),
        }


class StandardPage(BasePage):
    """About, privacy, imprint, accessibility: pages that stand by themselves."""

    lead = models.TextField(_("lead"), blank=True, max_length=600)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    in_footer = models.BooleanField(_("link in the footer"), default=False)

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [*BasePage.promote_panels, FieldPanel("in_footer")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"
    api_type = "standard"
    searched_fields = ("title", "lead", "body")
    shared_fields = ("in_footer",)
    translatable_fields = [
        *(TranslatableField(name) for name in (*OWN_TEXTS, "lead", "body")),
        SynchronizedField("in_footer", overridable=False),
    ]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    @property
    def row_menus(self):
        return super().row_menus | ({"menu:footer"} if self.in_footer else set())

    def api_content(self):
        return {"lead": self.lead}


@register_setting(icon="cog")
class SiteContact(BaseSiteSetting):
    """How the organisation is reached; shown in the footer and in mails."""

    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.TextField(_("postal address"), blank=True, max_length=400)

    panels = [FieldPanel("organisation"), FieldPanel("email"), FieldPanel("address")]

    def save(self, *args, **kwargs):
        with together():
            super().save(*args, **kwargs)
            touch("version")  # every page has it in its footer

    class Meta:
        verbose_name = _("contact of the organisation")


def controller() -> dict[str, str]:
    """Who answers for personal data, for mails that must say it: name, address, e-mail."""
    site = Site.objects.filter(is_default_site=True).first()
    told = SiteContact.for_site(site) if site else SiteContact()
    return {
        "name": told.organisation or settings.WAGTAIL_SITE_NAME,
        "email": told.email,
        "address": told.address,
    }
