"""Who sees which page in lists, and in which language."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import Page, PageViewRestriction

from cms.core.querysets import best_pages
from cms.core.rows.reads import ORDERS, Rows
from cms.news.models import NewsPage
from tests.factories.content import make_news
from tests.factories.people import UserFactory
from tests.factories.states import close, expire, plan

LOGIN, GROUPS, PASSWORD = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.GROUPS,
    PageViewRestriction.PASSWORD,
)
VISITOR = AnonymousUser()


@pytest.fixture
def board(db):
    return Group.objects.create(name="Board")


@pytest.fixture
def viewers(board):
    """One viewer of each sort; the superuser is in no group."""
    return {
        "visitor": VISITOR,
        "member": UserFactory(),
        "board member": UserFactory(groups=["Board"]),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
    }


def who_sees(page, viewers):
    return {
        name
        for name, user in viewers.items()
        if NewsPage.objects.visible_to(user).filter(pk=page.pk).exists()
    }


EVERYONE = {"visitor", "member", "board member", "superuser"}


def test_a_live_page_is_seen_by_everyone(cms_tree, viewers):
    news = make_news(cms_tree, {"sq": "Lajm"})

    assert who_sees(news["sq"], viewers) == EVERYONE


def test_a_draft_and_an_unpublished_page_are_seen_by_nobody(cms_tree, viewers):
    draft = make_news(cms_tree, {"sq": "Draft"}, live=False)["sq"]
    taken_back = make_news(cms_tree, {"sq": "Lajm"})["sq"]
    assert who_sees(taken_back, viewers) == EVERYONE

    taken_back.unpublish()

    assert (who_sees(draft, viewers), who_sees(taken_back, viewers)) == (set(), set())


def test_an_expired_page_is_seen_by_nobody(cms_tree, viewers):
    page = make_news(cms_tree, {"sq": "Lajm"})["sq"]
    assert who_sees(page, viewers) == EVERYONE

    expire(page)

    page.refresh_from_db()
    assert (page.live, page.expired, who_sees(page, viewers)) == (False, True, set())


def test_a_planned_page_is_seen_by_nobody_before_its_time(cms_tree, viewers):
    page = make_news(cms_tree, {"sq": "Lajm"}, live=False)["sq"]

    plan(page, days=1)

    assert who_sees(page, viewers) == set()


def test_an_alias_is_left_out(cms_tree, viewers):
    page = make_news(cms_tree, {"sq": "Lajm"})["sq"]

    alias = page.create_alias(parent=cms_tree["news", "en"], update_slug="alias")

    assert alias.live
    assert who_sees(alias, viewers) == set()


@pytest.mark.parametrize(
    ("kind", "let_in"),
    [
        (LOGIN, {"member", "board member", "superuser"}),
        (GROUPS, {"board member", "superuser"}),
        (PASSWORD, {"superuser"}),
    ],
)
@pytest.mark.parametrize("closed", ["page", "parent"])
def test_a_restriction_lets_in_whom_it_names(
    cms_tree, viewers, board, kind, let_in, closed
):
    page = make_news(cms_tree, {"sq": "Lajm"})["sq"]
    other = make_news(cms_tree, {"en": "Item"})["en"]
    assert who_sees(page, viewers) == EVERYONE

    close(page if closed == "page" else cms_tree["news", "sq"], kind, [board])

    assert who_sees(page, viewers) == let_in
    assert who_sees(other, viewers) == EVERYONE


def test_two_restrictions_must_both_let_in(cms_tree, viewers, board):
    page = make_news(cms_tree, {"sq": "Lajm"})["sq"]
    close(cms_tree["news", "sq"], GROUPS, [board])
    close(page, GROUPS, [Group.objects.create(name="Jury")])

    assert who_sees(page, viewers) == {"superuser"}


def test_a_restriction_of_a_sibling_with_a_similar_path_closes_nothing_else(
    cms_tree, viewers
):
    pages = [make_news(cms_tree, {"sq": f"Lajm {n}"})["sq"] for n in range(3)]

    close(pages[1], LOGIN)

    seen = [who_sees(page, viewers) for page in pages]
    assert seen == [EVERYONE, EVERYONE - {"visitor"}, EVERYONE]


def languages(code, user=VISITOR):
    pages = NewsPage.objects.visible_to(user).best_in(code).order_by("path")
    return [(page.title, page.locale.language_code) for page in pages]


def test_best_in_picks_the_readers_language_and_then_the_chain(cms_tree):
    make_news(cms_tree, {"sq": "A sq", "en": "A en", "de": "A de"})
    make_news(cms_tree, {"sq": "B sq", "en": "B en"})
    make_news(cms_tree, {"sq": "C sq"})

    assert {code: sorted(languages(code)) for code in ("sq", "en", "de")} == {
        "sq": [("A sq", "sq"), ("B sq", "sq"), ("C sq", "sq")],
        "en": [("A en", "en"), ("B en", "en"), ("C sq", "sq")],
        "de": [("A de", "de"), ("B en", "en"), ("C sq", "sq")],
    }


def test_a_closed_better_language_falls_back_to_the_open_one(cms_tree):
    news = make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})
    assert languages("sq") == [("Lajm", "sq")]

    close(news["sq"], LOGIN)

    assert languages("sq") == [("Meldung", "de")]
    assert languages("sq", UserFactory()) == [("Lajm", "sq")]


def test_a_draft_in_the_readers_language_falls_back_too(cms_tree):
    news = make_news(cms_tree, {"sq": "Lajm", "en": "Item"})

    news["sq"].unpublish()

    assert languages("sq") == [("Item", "en")]


def test_best_pages_gives_one_id_for_each_thing(cms_tree):
    pages = [make_news(cms_tree, {"sq": f"{n} sq", "en": f"{n} en"}) for n in range(3)]

    chosen = set(
        best_pages(Page.objects.filter(depth=4), "en").values_list("pk", flat=True)
    )

    assert chosen == {page["en"].pk for page in pages}
    assert all(set(row) == {"pk"} for row in best_pages(Page.objects.all(), "en"))


def test_matching_needs_every_word_in_any_spelling(cms_tree):
    make_news(cms_tree, {"sq": "Mjekët në Shqipëri"})
    make_news(cms_tree, {"sq": "Mjekët në Prizren"})
    news = Rows("sq").of_type("news")

    found = {
        words: [row.title for row in news.matching(words).page(ORDERS["title"], 9)]
        for words in ("mjeket", "SHQIPËRI mjek", "shqiperi prizren", "")
    }

    both = ["Mjekët në Prizren", "Mjekët në Shqipëri"]
    assert found == {
        "mjeket": both,
        "SHQIPËRI mjek": ["Mjekët në Shqipëri"],
        "shqiperi prizren": [],
        "": both,
    }
