"""The page tree of tests: homes and index pages in each language."""

import uuid

from wagtail.models import Page

from cms.faq.models import FaqIndexPage
from cms.library.models import LibraryIndexPage
from cms.news.models import NewsIndexPage
from home.actions import found_site

Tree = dict[tuple[str, str], Page]

INDEXES = {
    "library": (LibraryIndexPage, {"sq": "biblioteka", "en": "library", "de": "bibliothek"}),
    "faq": (FaqIndexPage, {"sq": "pyetje", "en": "faq", "de": "fragen"}),
    "news": (NewsIndexPage, {"sq": "lajme", "en": "news", "de": "aktuelles"}),
}


def grow_tree() -> Tree:
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
