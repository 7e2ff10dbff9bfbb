"""The page tree of tests: homes and index pages in each language.

It is grown once, into the template database (`tests.plugin_database`); tests load it.
"""

import uuid

from wagtail.models import Page

from cms.faq.models import FaqIndexPage
from cms.library.models import LibraryIndexPage
from cms.news.models import NewsIndexPage
from home.actions import found_site
from home.models import HomePage

Tree = dict[tuple[str, str], Page]

INDEXES = {
    "library": (
        LibraryIndexPage,
        {"sq": "biblioteka", "en": "library", "de": "bibliothek"},
    ),
    "faq": (FaqIndexPage, {"sq": "pyetje", "en": "faq", "de": "fragen"}),
    "news": (NewsIndexPage, {"sq": "lajme", "en": "news", "de": "aktuelles"}),
}


def grow_tree() -> Tree:
    """Make homes, site, groups and index pages."""
    homes = found_site()
    tree: Tree = {("home", code): home for code, home in homes.items()}
    for name, (model, slugs) in INDEXES.items():
        key = uuid.uuid4()
        for code, slug in slugs.items():
            page = model(
                title=slug.capitalize(),
                slug=slug,
                locale=homes[code].locale,
                translation_key=key,
                show_in_menus=True,
            )
            tree[name, code] = homes[code].add_child(instance=page)
    return tree


def load_tree() -> Tree:
    """The grown tree by name and language, with four queries."""
    models = {
        "home": HomePage,
        **{name: model for name, (model, _slugs) in INDEXES.items()},
    }
    return {
        (name, page.locale.language_code): page
        for name, model in models.items()
        for page in model.objects.select_related("locale").order_by("path")
    }


def clear_tree() -> None:
    """Leave the homes without children, as `found_site` makes them."""
    for home in HomePage.objects.all():
        for page in home.get_children():
            page.delete()
