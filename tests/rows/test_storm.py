"""After any storm of edits the read model says what a rebuild from nothing would say."""

import datetime
import random

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText

from cms.core.models import ContentRow, SiteImage
from cms.core.rows.refresh import drift, rebuild
from cms.library.models import Subject, Work, WorkRelation, WorkTitle
from tests.factories import content
from tests.factories.content import make_entry, make_news, make_topic
from tests.factories.media import make_image

CODES = st.sets(st.sampled_from(["sq", "en", "de"]), min_size=1)
NUMBERS = st.integers(0, 10**6)


def any_page(number):
    """A page below the homes, without its last children first."""
    pages = list(Page.objects.filter(depth__gt=2).order_by("pk"))
    return pages[number % len(pages)] if pages else None


def texts(codes, word):
    return {code: f"{word} {code}" for code in sorted(codes)}


class Storm(RuleBasedStateMachine):
    """What editors do, in any order; each step is a public action or a model's save."""

    tree: dict

    def __init__(self):
        super().__init__()
        self.count = 0
        self.topics = []
        # Each storm begins on the same ground.
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def name(self, word):
        self.count += 1
        return f"{word} {self.count}"

    @rule(codes=CODES)
    def write_news(self, codes):
        make_news(self.tree, texts(codes, self.name("News")))

    @rule(codes=CODES, year=st.sampled_from([None, 1912, 1998]))
    def add_work(self, codes, year):
        content.make_work.__wrapped__(
            self.tree, texts(codes, self.name("Work")), year=year
        )

    @rule(codes=CODES)
    def open_topic(self, codes):
        self.topics.append(make_topic(self.tree, texts(codes, self.name("Topic"))))

    @rule(codes=CODES, number=NUMBERS)
    def answer(self, codes, number):
        topics = [
            topic
            for topic in self.topics
            if all(Page.objects.filter(pk=page.pk).exists() for page in topic.values())
        ]
        if topics:
            topic = topics[number % len(topics)]
            codes = codes & set(topic) or set(topic)
            make_entry(topic, texts(codes, self.name("Entry")))

    @rule(number=NUMBERS)
    def retitle(self, number):
        page = any_page(number).specific
        page.title = self.name("Title")
        page.save_revision().publish()

    @rule(number=NUMBERS)
    def draft(self, number):
        page = any_page(number).specific
        page.title = self.name("Draft")
        page.save_revision()

    @rule(number=NUMBERS)
    def readdress(self, number):
        page = any_page(number).specific
        page.slug = self.name("slug").replace(" ", "-")
        page.save_revision().publish()

    @rule(number=NUMBERS)
    def unpublish(self, number):
        any_page(number).unpublish()

    @rule(number=NUMBERS)
    def publish(self, number):
        any_page(number).specific.save_revision().publish()

    @rule(number=NUMBERS)
    def delete(self, number):
        page = any_page(number)
        if page.depth > 3:
            page.delete()

    @rule(number=NUMBERS, position=st.sampled_from(["left", "right"]))
    def reorder(self, number, position):
        page = any_page(number)
        other = page.get_siblings(inclusive=False).order_by("?").first()
        if other is not None:
            page.move(other, pos=position)

    @rule(number=NUMBERS)
    def move_entry(self, number):
        entries = Page.objects.filter(depth=5).order_by("pk")
        if entries and self.topics:
            entry = entries[number % len(entries)]
            places = Page.objects.filter(
                content_type__model="faqtopicpage", locale=entry.locale
            )
            target = places.order_by("?").first()
            taken = target.get_children().filter(slug=entry.slug) if target else None
            if target is not None and not taken:
                entry.move(target, pos="last-child")

    @rule(number=NUMBERS, kind=st.sampled_from(["login", "password", "groups"]))
    def close(self, number, kind):
        page = any_page(number)
        closed = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="x"
        )
        if kind == "groups":
            closed.groups.set([Group.objects.get_or_create(name="Partners")[0]])

    @rule(number=NUMBERS)
    def open(self, number):
        closed = list(PageViewRestriction.objects.order_by("pk"))
        if closed:
            closed[number % len(closed)].delete()

    @rule(
        number=NUMBERS,
        access=st.sampled_from(["open", "members", "closed", "embargo"]),
    )
    def change_access(self, number, access):
        work = self.any_work(number)
        if work is not None:
            work.access = access
            work.embargo_until = datetime.date(2030, 1, 1)
            work.save()

    @rule(number=NUMBERS)
    def withdraw(self, number):
        work = self.any_work(number)
        if work is not None:
            work.withdrawn_at = None if work.withdrawn_at else work.created_at
            work.save()

    @rule(number=NUMBERS)
    def change_record(self, number):
        work = self.any_work(number)
        if work is not None:
            WorkTitle.objects.filter(work=work, locale="fr").delete()
            WorkTitle(work=work, locale="fr", text=self.name("Titre")).save()

    @rule(number=NUMBERS, other=NUMBERS)
    def relate(self, number, other):
        one, two = self.any_work(number), self.any_work(other)
        known = WorkRelation.objects.filter(work=one, kind="cites", other=two)
        if one and one != two and not known:
            WorkRelation.objects.create(work=one, kind="cites", other=two)

    @rule(number=NUMBERS)
    def tag(self, number):
        work = self.any_work(number)
        if work is not None:
            subject, _made = Subject.objects.get_or_create(code="law")
            work.subjects.set([subject])
            work.save()

    @rule()
    def rename_subject(self):
        subject = Subject.objects.filter(code="law").first()
        if subject is not None:
            label = subject.labels.filter(locale="en").first() or subject.labels.model(
                subject=subject, locale="en"
            )
            label.text = self.name("Law")
            label.save()

    @rule(number=NUMBERS)
    def illustrate(self, number):
        page = any_page(number).specific
        if hasattr(page, "image_alt"):
            page.image, page.image_alt = make_image(size=(64, 36)), "A bridge"
            page.save_revision().publish()

    @rule(number=NUMBERS, other=NUMBERS)
    def refer(self, number, other):
        """A card and a link to another page, as the blocks of a text."""
        page, target = any_page(number).specific, any_page(other)
        if hasattr(page, "body") and page != target:
            link = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
            page.body = [("page", target), ("paragraph", RichText(link))]
            page.save_revision().publish()

    @rule()
    def delete_image(self):
        image = SiteImage.objects.first()
        if image is not None:
            image.delete()

    def any_work(self, number):
        works = list(Work.objects.order_by("pk"))
        return works[number % len(works)] if works else None

    @invariant()
    def rows_are_true(self):
        assert drift() == []


@pytest.fixture
def storm(cms_tree, monkeypatch):
    """Here each language version is saved by itself, as an editor does it."""
    monkeypatch.setattr(content, "make_pages", content.make_pages.__wrapped__)
    return type("Storm", (Storm,), {"tree": cms_tree})


def test_no_drift_after_a_random_storm(storm):
    random.seed(7)
    run_state_machine_as_test(
        storm,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_rebuild_changes_nothing_that_is_true(cms_tree):
    make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})
    before = sorted(ContentRow.objects.values_list("pk", "digest", "version"))

    number = rebuild()

    assert sorted(ContentRow.objects.values_list("pk", "digest", "version")) == before
    assert number >= 5


def test_the_check_finds_what_is_wrong(cms_tree):
    """The control: a check that finds nothing must be able to find something."""
    pages = make_news(cms_tree, {"sq": "Lajm"})
    Page.objects.filter(pk=pages["sq"].pk).update(title="Tjetër", slug="tjeter")

    assert len(drift()) == 3

    rebuild()

    assert drift() == []
