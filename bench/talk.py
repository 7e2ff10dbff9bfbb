"""Topics and posts for the forum's benchmark, as many as are asked for, in three languages.

A pool of texts goes through the site's own renderer and its index of words; the database
then draws from it by a fixed rule. Indexes are built afterwards.
"""

import itertools
import json
import random
import sys
from datetime import timedelta
from typing import Any

import django
from django.db import connection
from rich.console import Console
from rich.progress import Progress

MEMBERS = 2_000
FORUMS = 20
LONGEST = 20_000  # posts in the longest topic
MOST_TOPICS_WITH_TWENTY = 20_000
TEXTS = 600
CHUNK = 2_000  # topics
# So long nobody has written: "5 minutes ago" would be another page while it is measured.
SINCE = timedelta(days=3)
RARE = "zhvendosje"  # in one text of the pool, so in about one post of six hundred
COMMON = "diploma"  # in about a third of them
_SENTENCES = {
    "sq": [
        "Njohja e diplomave zgjat shpesh disa muaj, prandaj dokumentet duhen përgatitur herët.",
        "Kam punuar tetë vjet në një spital të madh dhe mund të ndihmoj me përvojën time.",
        "A e di dikush se ku bëhet përkthimi i noterizuar i diplomës?",
        "Në Prishtinë ka tani hapësira të përbashkëta pune me lidhje të mirë.",
        "Faleminderit për përgjigjen, ishte pikërisht ajo që më duhej.",
        "Sipas përvojës sime, komuna përgjigjet më shpejt kur pyetet me shkrim.",
    ],
    "en": [
        "The recognition of a diploma often takes months, so prepare the papers early.",
        "I have taught this course twice and can share the slides with anybody.",
        "Does anyone know which office asks for the certified translation?",
        "Remote work from Kosovo is easy as long as the contract says where tax is paid.",
        "Thank you, this is just what I was looking for.",
        "In my experience a short telephone call saves three letters.",
    ],
    "de": [
        "Die Anerkennung des Diploms dauert oft Monate, bereiten Sie die Unterlagen früh vor.",
        "Ich habe acht Jahre in einem Spital gearbeitet und helfe gern mit Erfahrung.",
        "Weiss jemand, welche Stelle die beglaubigte Übersetzung verlangt?",
        "Für die Rente zählt, wo die Beiträge bezahlt worden sind.",
        "Vielen Dank, genau das habe ich gesucht.",
        "Nach meiner Erfahrung spart ein kurzer Anruf drei Briefe.",
    ],
}
_TOPICS = """
    INSERT INTO forums_topic (id, forum_id, author_id, kind, title, slug, language, state,
        is_pinned, is_closed, slow_seconds, highest_number, post_count, reaction_count,
        last_posted_at, last_post_by_id, excerpt, created_at)
    SELECT n, (%(forums)s::bigint[])[1 + n %% %(forum_number)s] , %(base)s + (n::bigint * 7919) %% %(members)s,
        (ARRAY['discussion', 'question', 'discussion'])[1 + n %% 3],
        t.title || ' ' || n, t.slug || '-' || n, t.language, 'shown', false, false, 0,
        s.posts, s.posts, 0, %(now)s - make_interval(secs => ((n * 48271::bigint) %% %(size)s) * 900),
        %(base)s + (n::bigint * 104729) %% %(members)s, t.excerpt,
        %(now)s - make_interval(secs => ((n * 48271::bigint) %% %(size)s) * 900 + 86400)
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
    JOIN bench_text AS t ON t.id = 1 + (n * 31) %% %(texts)s
    JOIN bench_size AS s ON s.id = n
"""
_POSTS = """
    INSERT INTO forums_post (topic_id, number, author_id, raw, html, rendered_by, language,
        refs, state, is_wiki, reactions, edit_count, words, created_at)
    SELECT p.id, n, %(base)s + (p.id * 7919 + (n - 1) * 613) %% %(members)s, t.raw, t.html, %(version)s,
        t.language, '{}', 'shown', false,
        '{}', 0, t.words,
        p.created_at + (p.last_posted_at - p.created_at) * n / p.highest_number
    FROM forums_topic AS p
    CROSS JOIN LATERAL generate_series(1, p.highest_number) AS n
    JOIN bench_text AS t ON t.id = 1 + (p.id * 17 + n * 13) %% %(texts)s
    WHERE p.id BETWEEN %(first)s AND %(last)s
"""
_READ = """
    INSERT INTO forums_topicuser (user_id, topic_id, last_read, level, seen_at)
    SELECT %(reader)s, id, GREATEST(1, highest_number - id %% 5),
        CASE WHEN id %% 3 = 0 THEN 2 END, now()
    FROM forums_topic WHERE id %% 4 <> 0
"""


def fill(size: int) -> None:
    """`size` topics; twenty posts each on average, sixteen in more than 20,000."""
    from bench.people import fill as fill_people  # noqa: PLC0415 (needs Django)

    members = min(MEMBERS, max(50, size))
    fill_people(members)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout TO 0")
        cursor.execute("SET synchronous_commit TO off")
        cursor.execute("SET maintenance_work_mem TO '512MB'")
        forums = _forums()
        _texts(cursor)
        _sizes(cursor, size)
        cursor.execute("SELECT pg_get_indexdef('posts_words'::regclass)")
        [index] = cursor.fetchone()
        cursor.execute("DROP INDEX posts_words")
        _write(cursor, size, forums, members)
        cursor.execute(index)
        _finish(cursor)


def _forums() -> list[int]:
    from community.forums.models import Forum  # noqa: PLC0415
    from community.networks.models import Network  # noqa: PLC0415

    def named(code: str) -> dict[str, str]:
        return {f"name_{lang}": code.title() for lang in ("sq", "en", "de")}

    found = []
    for number in range(FORUMS // 2):
        code = f"network-{number}"
        network = Network.objects.create(code=code, position=number, **named(code))
        for part in ("general", "papers"):
            name = f"{code}-{part}"
            found.append(
                Forum.objects.create(network=network, code=name, **named(name)).pk
            )
    return found


def _texts(cursor: Any) -> None:
    """The pool: some long, some short, one in ten with a list or a quote."""
    from cms.core.folding import fold, fold_document  # noqa: PLC0415
    from community.forums.markup import Known, plain, rendered  # noqa: PLC0415

    cursor.execute(
        "CREATE TEMP TABLE bench_text (id int PRIMARY KEY, language text, title text,"
        " slug text, raw text, html text, excerpt text, words tsvector)"
    )
    chance = random.Random(2026)  # noqa: S311 (a fixed rule)
    for number, language in zip(
        range(1, TEXTS + 1), itertools.cycle(_SENTENCES), strict=False
    ):
        said = [
            " ".join(chance.choices(_SENTENCES[language], k=chance.randint(1, 5)))
            for _paragraph in range(chance.randint(1, 4))
        ]
        if number % 10 == 0:
            said.append("- **one**\n- two\n- [three](https://example.org/)")
        if number == TEXTS:
            said.append(RARE.title() + ".")
        raw = "\n\n".join(said)
        title = said[0][:60].rstrip(" .,?")
        html = rendered(raw, Known())
        words = fold_document(plain(html))
        cursor.execute(
            "INSERT INTO bench_text VALUES (%s, %s, %s, %s, %s, %s, %s,"
            " setweight(to_tsvector('simple', %s), 'C'))",
            [number, language, title, "-".join(fold(title).split()), raw, html,
             plain(html)[:200], words],
        )  # fmt: skip


def _sizes(cursor: Any, size: int) -> None:
    """Posts of each topic: many short ones, some long, and the longest of all."""
    mean = 20 if size <= MOST_TOPICS_WITH_TWENTY else 16
    longest = min(LONGEST, size)
    cursor.execute("CREATE TEMP TABLE bench_size (id int PRIMARY KEY, posts int)")
    # 1, 4, 9, … of a hundred steps: a third of the steps' square is their mean.
    cursor.execute(
        "INSERT INTO bench_size SELECT n, GREATEST(1, round("
        " 3.0 * %s * power(((n * 37) %% 100) / 100.0, 2)))"
        " FROM generate_series(1, %s) AS n",
        [(mean * size - longest) / size, size],
    )
    cursor.execute("UPDATE bench_size SET posts = %s WHERE id = 1", [longest])


def _write(cursor: Any, size: int, forums: list[int], members: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from community.forums.actions.texts import version  # noqa: PLC0415

    cursor.execute("SELECT min(user_id) FROM profiles_profile WHERE slug LIKE 'p0%'")
    [base] = cursor.fetchone()
    values = {
        "base": base, "members": members,
        "forums": forums, "forum_number": len(forums), "now": timezone.now() - SINCE,
        "texts": TEXTS, "size": size,
        "version": version(),
    }  # fmt: skip
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Topics", total=size)
        for first in range(1, size + 1, CHUNK):
            last = min(first + CHUNK - 1, size)
            part = {**values, "first": first, "last": last}
            cursor.execute(_TOPICS, part)
            cursor.execute(_POSTS, part)
            progress.update(task, completed=last)


def _finish(cursor: Any) -> None:
    from community.accounts.models import User  # noqa: PLC0415
    from community.forums.actions import recount  # noqa: PLC0415
    from community.networks.models import Membership, Network  # noqa: PLC0415

    for table in ("forums_topic", "forums_post"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
        )
    cursor.execute(
        "UPDATE forums_forum AS f SET last_posted_at = (SELECT max(last_posted_at)"
        " FROM forums_topic WHERE forum_id = f.id)"
    )
    reader = User.objects.get(email="bench-member@example.org")
    for network in Network.objects.all():
        Membership.objects.create(network=network, user=reader)
    cursor.execute(_READ, {"reader": reader.pk})
    cursor.execute("ANALYZE")
    # The numbers of forums are counted here; topics must be right by themselves.
    mended = recount()
    if mended["topics"] or mended["posts"]:
        sys.exit(f"Error: the generated numbers are wrong: {json.dumps(mended)}.")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
