"""Works without meaning but of believable shape, for benchmarks.

Written with bulk inserts: no revisions, no log. For readers and for the API they are
works and pages like any other.
"""

import json
import random
import uuid
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core.folding import fold_document
from cms.core.languages import CODES
from cms.core.models import ContentRow
from cms.core.rows.refresh import thing, touch
from cms.library.models import (
    LibraryIndexPage,
    LibraryItemPage,
    Subject,
    Work,
    WorkTitle,
)
from home.demo.files import key_of

BATCH = 200
WRITTEN = [
    model._meta.db_table
    for model in (
        *(Work, Work.subjects.through, WorkTitle),
        *(Page, LibraryItemPage, ContentRow),
    )
]
_WORDS = {
    "sq": [
        "biblioteka",
        "profesioni",
        "mërgata",
        "dituria",
        "shkolla",
        "qyteti",
        "gjuha",
        "shëndetësia",
        "ekonomia",
        "puna",
        "diploma",
        "njohja",
        "bashkëpunimi",
        "mësuesi",
        "universiteti",
        "kërkimi",
        "vendlindja",
        "ura",
    ],
    "en": [
        "library",
        "profession",
        "diaspora",
        "knowledge",
        "school",
        "city",
        "language",
        "health",
        "economy",
        "work",
        "diploma",
        "recognition",
        "cooperation",
        "teacher",
        "university",
        "research",
        "homeland",
        "bridge",
    ],
    "de": [
        "Bibliothek",
        "Beruf",
        "Diaspora",
        "Wissen",
        "Schule",
        "Stadt",
        "Sprache",
        "Gesundheit",
        "Wirtschaft",
        "Arbeit",
        "Abschluss",
        "Anerkennung",
        "Zusammenarbeit",
        "Lehrkraft",
        "Universität",
        "Forschung",
        "Heimat",
        "Brücke",
    ],
}


def load_generated(number: int, progress: Callable[[int], None]) -> int:
    """Add works with a page in each language until there are `number`; works made."""
    have = Work.objects.filter(rights="generated").count()
    for first in range(have, number, BATCH):
        last = min(first + BATCH, number)
        _batch(range(first, last))
        progress(last - first)
    made = max(0, number - have)
    if made:
        analyze()
    return made


def analyze() -> None:
    """Tell PostgreSQL how full the tables are now: autovacuum comes a minute later.

    Until then lists of tens of thousands of works are planned as if there were none.
    """
    tables = ", ".join(connection.ops.quote_name(name) for name in WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


@transaction.atomic
def _batch(numbers: range) -> None:
    chance = random.Random(numbers.start)  # noqa: S311 (the same works each time)
    subjects = list(Subject.objects.values_list("pk", flat=True))
    kinds = [kind for kind, _label in Work.Kind.choices]
    works = Work.objects.bulk_create(
        Work(
            uid=key_of(f"generated/{n}"),
            kind=chance.choice(kinds),
            languages=[chance.choice(CODES)],
            year=chance.randint(1900, 2026),
            publisher=_sentence(chance, "en", 2),
            rights="generated",
        )
        for n in numbers
    )
    through = Work.subjects.through
    through.objects.bulk_create(
        through(work_id=work.pk, subject_id=subject)
        for work in works
        for subject in chance.sample(subjects, min(2, len(subjects)))
    )
    titles = {
        (w.pk, code): _title(chance, code, n)
        for n, w in zip(numbers, works, strict=True)
        for code in CODES
    }
    WorkTitle.objects.bulk_create(
        WorkTitle(work_id=pk, locale=code, text=text)
        for (pk, code), text in titles.items()
    )
    for code in CODES:
        _pages(chance, code, works, titles)
    touch(*(thing(work.uid) for work in works))


def _pages(chance: random.Random, code: str, works: list[Work], titles: dict) -> None:
    locale = Locale.objects.get(language_code=code)
    index = LibraryIndexPage.objects.get(locale=locale)
    kind = ContentType.objects.get_for_model(LibraryItemPage)
    now = timezone.now()
    last = index.get_last_child()
    path = last.path if last else None
    items = []
    for work in works:
        path = (
            Page(path=path)._inc_path()
            if path
            else Page._get_path(index.path, index.depth + 1, 1)
        )
        title = titles[work.pk, code]
        item = LibraryItemPage(
            path=path,
            depth=index.depth + 1,
            title=title,
            draft_title=title,
            slug=f"generated-{work.pk}",
            url_path=f"{index.url_path}generated-{work.pk}/",
            locale=locale,
            translation_key=work.uid,
            content_type=kind,
            live=True,
            first_published_at=now,
            last_published_at=now,
            latest_revision_created_at=now,
            work=work,
            summary=_sentence(chance, code, 20),
            body=json.dumps(_body(chance, code)),
        )
        items.append(item)
    _insert(items)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(works))


def _insert(items: list[LibraryItemPage]) -> None:
    """Both tables of the page; Django's bulk_create knows one table only."""
    names = [f.attname for f in Page._meta.concrete_fields if f.name != "id"]
    rows = Page.objects.bulk_create(
        Page(**{name: getattr(item, name) for name in names}) for item in items
    )
    for item, row in zip(items, rows, strict=True):
        item.pk = item.page_ptr_id = row.pk
        item.id = row.pk
        item.folded = fold_document(item.own_text())
        item.save_base(raw=True, force_insert=True)


def _title(chance: random.Random, code: str, number: int) -> str:
    return f"{_sentence(chance, code, 5)} {number}"


def _body(chance: random.Random, code: str) -> list[dict]:
    return [
        {
            "type": "paragraph",
            "value": f"<p>{_sentence(chance, code, 60)}</p>",
            "id": str(uuid.UUID(int=chance.getrandbits(128))),
        }
        for _number in range(4)
    ]


def _sentence(chance: random.Random, code: str, length: int) -> str:
    return " ".join(chance.choices(_WORDS[code], k=length)).capitalize()
