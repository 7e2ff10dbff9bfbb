"""Frequently asked questions: an index, topics, and one page for each question."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.related import RelatedBlock, related_keys, related_references
from cms.faq.querysets import FaqEntryQuerySet, FeedbackQuerySet

OWN_TEXTS = ("title", "slug", "seo_title", "search_description")


class FaqIndexPage(BasePage):
    lead = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["faq.FaqTopicPage"]
    max_count_per_parent = 1
    template = "faq/entry_list.html"
    fragment = "faq/_entry_results.html"
    screen = "cms.faq.views.entry_list"
    api_type = "faq"
    searched_fields = ("title", "lead")
    translatable_fields = [TranslatableField(name) for name in (*OWN_TEXTS, "lead")]

    class Meta:
        verbose_name = _("FAQ")
        verbose_name_plural = _("FAQs")

    def api_content(self):
        return {"lead": self.lead}


class FaqTopicPage(BasePage):
    intro = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["faq.FaqIndexPage"]
    subpage_types = ["faq.FaqEntryPage"]
    template = "faq/topic_detail.html"
    screen = "cms.faq.views.topic_detail"
    api_type = "faq-topic"
    teaser_field = "intro"
    searched_fields = ("title", "intro")
    translatable_fields = [TranslatableField(name) for name in (*OWN_TEXTS, "intro")]

    class Meta:
        verbose_name = _("FAQ topic")
        verbose_name_plural = _("FAQ topics")

    def api_content(self):
        return {"intro": self.intro}


class FaqEntryPage(BasePage):
    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        DIASPORA = "diaspora", _("People in the diaspora")
        KOSOVO = "kosovo", _("People in Kosovo")
        PARTNERS = "partners", _("Partner organisations")

    short_answer = models.TextField(_("short answer"), max_length=400)
    answer = StreamField(BodyBlock(), verbose_name=_("answer"), blank=True)
    audience = models.CharField(
        _("for whom"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.EVERYONE,
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$")],
        help_text=_(
            "Two letters of ISO 3166, where the answer holds for one country only."
        ),
    )
    related = StreamField(
        RelatedBlock(), verbose_name=_("see also"), blank=True, max_num=8
    )
    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    review_every = models.PositiveSmallIntegerField(
        _("review every (days)"),
        default=365,
        validators=[MinValueValidator(7), MaxValueValidator(3650)],
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    objects = PageManager.from_queryset(FaqEntryQuerySet)()

    content_panels = [
        FieldPanel("title", heading=_("Question")),
        FieldPanel("short_answer"),
        FieldPanel("answer"),
        FieldPanel("related"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audience"), FieldPanel("country")]),
                FieldRowPanel(
                    [FieldPanel("last_reviewed"), FieldPanel("review_every")]
                ),
                FieldPanel("responsible"),
            ],
            heading=_("Validity"),
        ),
    ]
    parent_page_types = ["faq.FaqTopicPage"]
    subpage_types: list[str] = []
    template = "faq/entry_detail.html"
    screen = "cms.faq.views.entry_detail"
    api_type = "faq-entry"
    teaser_field = "short_answer"
    api_body = "answer"
    searched_fields = ("title", "short_answer", "answer")
    shared_fields = (
        "audience",
        "country",
        "last_reviewed",
        "review_every",
        "responsible_id",
        "related",
    )
    translatable_fields = [
        *(TranslatableField(name) for name in (*OWN_TEXTS, "short_answer", "answer")),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "audience",
                "country",
                "last_reviewed",
                "review_every",
                "responsible",
                "related",
            )
        ),
    ]

    class Meta:
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ entries")
        indexes = [
            GinIndex(
                fields=["folded"], opclasses=["gin_trgm_ops"], name="faq_folded_words"
            )
        ]

    @property
    def row_related(self):
        return related_keys(self.related)

    def row_facets(self, spot):
        topic = spot.parent()
        return {
            f"audience:{self.audience}",
            f"country:{self.country}",
            *([f"topic:{topic[0]}"] if topic else []),
        }

    def list_content(self, spot):
        topic = spot.parent()
        key, title = topic or (None, "")
        return {**self.api_content(), "topic": {"key": key, "title": title}}

    def api_content(self):
        return {
            "question": self.title,
            "short_answer": self.short_answer,
            "audience": self.audience,
            "country": self.country or None,
            "last_reviewed": self.last_reviewed,
        }

    def api_detail(self):
        return {**self.api_content(), "related": related_references(self.related)}


class FaqFeedback(models.Model):
    """One reader's word on one answer. It names nobody, and nothing leads to anybody."""

    key = models.UUIDField(_("key of the entry"))
    locale = models.CharField(
        _("language of the text"), max_length=5, choices=settings.LANGUAGES
    )
    helpful = models.BooleanField(_("helpful"))
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("given"), default=timezone.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to “Was this helpful?”")
        verbose_name_plural = _("answers to “Was this helpful?”")
        indexes = [
            models.Index(
                fields=["key", "locale", "created_at"], name="faq_feedback_of_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.locale}: {'+' if self.helpful else '-'}"


class ReviewReminder(models.Model):
    """When a person was last reminded of answers that wait for review."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reminded"),
        related_name="+",
        on_delete=models.CASCADE,
    )
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")

    def __str__(self) -> str:
        return f"{self.user}: {self.sent_at:%Y-%m-%d}"
