"""The text of a post on its way in and out: names become numbers, numbers names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db.models import Q, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from cms.core.folding import fold_document
from community.accounts.models import User
from community.forums.actions.refusals import wrong
from community.forums.markup import (
    MENTION,
    VERSION,
    Known,
    Named,
    named_in,
    plain,
    rendered,
)
from community.forums.models import LONGEST_POST, LONGEST_TITLE, Post, PostImage
from community.profiles.querysets import shown_names

# As the editor writes them: @[Arta Gashi](kx3m9…), by the address of a profile, or by
# the account's UUID where there is none.
_TYPED = re.compile(r"@\[([^\]\n]{0,100})\]\(([0-9a-z-]{10,36})\)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]")
# What is typed by holding a key down: nobody reads it, and every reader pays for it.
MOST_MENTIONS = 20
EXCERPT = 240  # characters


@dataclass(frozen=True)
class Prepared:
    """What is stored of a text. `refs`: {'members': […], 'quotes': {'post': author}}."""

    raw: str
    html: str
    refs: dict[str, Any]
    images: frozenset[str]


def prepared(text: str, author: User) -> Prepared:
    """The text as it is stored and shown, also for the preview.

    Raises ValidationError on 'text' when it is empty, too long or names too many.
    """
    raw = tidied(text)
    if not raw:
        raise wrong("text", _("Write something first."), "required")
    if len(raw) > LONGEST_POST:
        message = _("At most %(most)s characters; this text has %(number)s.")
        raise wrong("text", message % {"most": LONGEST_POST, "number": len(raw)})
    raw = _with_numbers(raw, author)
    return _prepared(raw, author)


def _prepared(raw: str, author: User) -> Prepared:
    named = named_in(raw)
    if len(named.members) > MOST_MENTIONS:
        message = _("Name at most %(most)s members in one post.")
        raise wrong("text", message % {"most": MOST_MENTIONS})
    known = known_to(named, author)
    html = rendered(raw, known)
    refs = {
        "members": sorted(known.members),
        "quotes": {str(post): author for post, author in known.quotes.items()},
    }
    return Prepared(raw, html, refs, frozenset(known.images))


def known_to(named: Named, author: User) -> Known:
    """What these numbers stand for, as far as the author may see it."""
    members = named.members
    if members:
        exists = User.objects.filter(pk__in=members, is_active=True)
        members = frozenset(exists.values_list("pk", flat=True))
    quotes: dict[int, int] = {}
    if named.quotes:
        rows = Post.objects.visible_to(author).filter(pk__in=named.quotes)
        quotes = {pk: by or 0 for pk, by in rows.values_list("pk", "author")}
    images: dict[str, tuple[int, int]] = {}
    if named.images:
        found = PostImage.objects.visible_to(author).filter(pk__in=named.images)
        images = {
            str(uid): (width, height)
            for uid, width, height in found.values_list("uid", "width", "height")
        }
    return Known(members, quotes, images)


def tidied(text: str) -> str:
    """Without signs that nobody sees, with \\n between lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def checked_title(title: str) -> str:
    """One line. Raises ValidationError on 'title' when it is too short or too long."""
    tidy = " ".join(tidied(title).split())
    if len(tidy) < 8:
        raise wrong("title", _("Say in a few words what it is about."), "short")
    if len(tidy) > LONGEST_TITLE:
        message = _("At most %(most)s characters.")
        raise wrong("title", message % {"most": LONGEST_TITLE})
    return tidy


def words_of(html: str, title: str = "") -> Combinable:
    """Folded words for the index: a title counts most."""
    body = SearchVector(Value(fold_document(plain(html))), config="simple", weight="C")
    if not title:
        return body
    head = SearchVector(Value(fold_document(title)), config="simple", weight="A")
    return head + body


def words_in_sql(html: str, title: str = "") -> tuple[str, list[str]]:
    """What `words_of` says, for a statement that is written by hand: SQL and its values."""
    body = "setweight(to_tsvector('simple', %s), 'C')"
    if not title:
        return body, [fold_document(plain(html))]
    head = "setweight(to_tsvector('simple', %s), 'A')"
    return f"{head} || {body}", [fold_document(title), fold_document(plain(html))]


def excerpt_of(html: str) -> str:
    text = plain(html)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def version() -> int:
    return VERSION


# Names and numbers -----------------------------------------------------------------------


def _with_numbers(raw: str, author: User) -> str:
    """`@[Name](address)` → `@[123]`; whom the author cannot see stays a name."""
    typed = {found[2] for found in _TYPED.finditer(raw)}
    if not typed:
        return raw
    numbers = _numbers(typed, author)

    def one(found: re.Match[str]) -> str:
        number = numbers.get(found[2])
        return f"@[{number}]" if number else found[1]

    return _TYPED.sub(one, raw)


def _numbers(typed: Iterable[str], author: User) -> dict[str, int]:
    uuids = {UUID(one): one for one in typed if _UUID.match(one)}
    slugs = {one for one in typed if not _UUID.match(one)}
    users = User.objects.filter(
        Q(profile__slug__in=slugs) | Q(uuid__in=uuids), is_active=True
    ).values_list("pk", "uuid", "profile__slug")
    found: dict[str, int] = {}
    for pk, uid, slug in users:
        found[uuids.get(uid) or slug] = pk
    visible = shown_names(author, found.values())
    return {typed: pk for typed, pk in found.items() if visible[pk].is_named}


def editable(raw: str, reader: User) -> str:
    """The stored text as its editor gets it: with names that lead to the numbers."""
    members = {int(number) for number in MENTION.findall(raw)}
    if not members:
        return raw
    names = shown_names(reader, members)
    uuids = dict(User.objects.filter(pk__in=members).values_list("pk", "uuid"))

    def one(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in uuids:
            return found[0]
        shown = names[number]
        return f"@[{shown.name}]({shown.slug or uuids[number]})"

    return MENTION.sub(one, raw)
