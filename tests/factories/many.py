"""Many things of one kind, in some languages only, for lists and for counting queries.

Written together: the read model is made once, at the end.
"""

from collections.abc import Callable

from cms.core.rows.refresh import together
from home.demo.works import load_subjects
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.media import make_image
from tests.factories.tree import Tree

# Every combination of languages in which a thing may exist.
LANGUAGES = [("sq", "en", "de"), ("sq",), ("en",), ("de",), ("sq", "de"), ("en", "de")]
Maker = Callable[..., set[str]]


def _texts(word: str, number: int) -> dict[str, str]:
    codes = LANGUAGES[number % len(LANGUAGES)]
    return {code: f"{word} {number} {code}" for code in codes}


@together()
def many_news(tree: Tree, number: int, start: int = 0) -> set[str]:
    image = make_image(size=(64, 36))
    made = [
        make_news(tree, _texts("News", n), image=image, image_alt="Bridge")
        for n in range(start, start + number)
    ]
    return {str(next(iter(pages.values())).translation_key) for pages in made}


@together()
def many_works(tree: Tree, number: int, start: int = 0) -> set[str]:
    load_subjects()
    years = [None, 1912, 1948, 1998, 1998]
    made = [
        make_work(tree, _texts("Work", n), year=years[n % len(years)])
        for n in range(start, start + number)
    ]
    return {str(work.uid) for work in made}


@together()
def many_topics(tree: Tree, number: int, start: int = 0) -> set[str]:
    made = [make_topic(tree, _texts("Topic", n)) for n in range(start, start + number)]
    return {str(next(iter(pages.values())).translation_key) for pages in made}


@together()
def many_entries(tree: Tree, number: int, start: int = 0) -> set[str]:
    topics = [
        make_topic(
            tree, {code: f"Topic {start + n} {code}" for code in ("sq", "en", "de")}
        )
        for n in range(3)
    ]
    made = [
        make_entry(topics[n % 3], _texts("Entry", n))
        for n in range(start, start + number)
    ]
    return {str(next(iter(pages.values())).translation_key) for pages in made}


MAKERS: dict[str, Maker] = {
    "library/works/": many_works,
    "news/": many_news,
    "faq/topics/": many_topics,
    "faq/entries/": many_entries,
}
