"""Lists of topics: over all networks, and of one forum."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.languages import CODES, NAMES
from community.forums.cards import ForumLines, TopicList, forums_now, topics_for
from community.forums.cards.topics import TopicQuestion
from community.forums.forms import TopicFilter
from community.forums.forms.filters import EVERY
from community.forums.models import Forum, Topic
from community.forums.permissions import can_start_topic, can_write_in
from community.forums.querysets import all_forums, rooms_of
from community.forums.views.answers import digest, head_key, shown
from community.forums.views.rows import rows_of
from community.profiles.names import skill_name

ON_A_PAGE = 20  # topics: so many weigh less than 30 kB


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics that one reads, with the forums beside them."""
    return _listed(request, None, forums_now(request.user))


@require_safe
def forum(request: HttpRequest, code: str) -> HttpResponse:
    found = forum_of(request.user, code)
    return _listed(request, found, forums_now(request.user))


def forum_of(user: Any, code: str) -> Forum:
    """The forum of this code, if one reads it; else Http404."""
    for pk in rooms_of(user).readable:
        found: Forum = all_forums()[pk]
        if found.code == code:
            return found
    raise Http404


def _listed(
    request: HttpRequest, forum: Forum | None, forums: ForumLines
) -> HttpResponse:
    form = TopicFilter.of(request.GET)
    question = _question(request.user, form, forum)
    found = _page(request, question)
    pinned = rows_of(found.pinned, request.user, in_forum=bool(forum))
    rows = rows_of(found.cards, request.user, in_forum=bool(forum))
    views = _views(request, question)
    context = {
        "forum": forum,
        "forums": forums.lines,
        "side_shows": (
            *(forum.pk if forum else 0, request.user.is_authenticated),
            *forums.shows,
        ),
        "head_key": head_key(request, forum and (forum.name, forum.about)),
        # (of members, each sees something else)
        "list_shows": None
        if request.user.is_authenticated
        else tuple(one.shows for one in (*pinned, *rows)),
        "bar_shows": None if question.tag else digest(views, question, form.errors),
        "form": form,
        "question": question,
        "is_wrong": bool(form.errors),
        "pinned": pinned,
        "rows": rows,
        "paging": paging_of(found.paging, request.GET),
        "chips": _chips(request.GET, question),
        "views": views,
        "kinds": Topic.Kind.choices,
        "languages": [
            (code, NAMES[code], code in question.languages) for code in CODES
        ],
        "can_start": can_start_topic(request.user, forum) if forum else False,
        "is_outside": bool(forum) and not can_write_in(request.user, forum),
    }
    status = 400 if form.errors else 200
    return shown(request, "topics.html", context, "_topics.html", status)


def _page(request: HttpRequest, question: TopicQuestion) -> TopicList:
    try:
        cursor = request.GET.get("cursor", "")
        return topics_for(request.user, question, cursor, ON_A_PAGE)
    except ValidationError as foreign:
        raise Http404 from foreign


def _question(user: Any, form: TopicFilter, forum: Forum | None) -> TopicQuestion:
    asked = form.asked()
    languages = asked.get("language") or _own_languages(user)
    view = asked.get("view") or "latest"
    return TopicQuestion(
        view=view if user.is_authenticated else "latest",
        forums=[forum.pk] if forum else None,
        languages=() if EVERY in languages else languages,
        kind=asked.get("kind", ""),
        tag=asked.get("tag", ""),
        is_unsolved=bool(asked.get("unanswered")),
    )


def _own_languages(user: Any) -> list[str]:
    """Those that a member reads, unless these are all there are."""
    if not user.is_authenticated or set(CODES) <= set(user.reading_languages):
        return []
    return [code for code in CODES if code in user.reading_languages]


def _chips(query: QueryDict, asked: TopicQuestion) -> list[tuple[str, str]]:
    """(what narrows the list, the address without it)."""
    chips = []
    for code in asked.languages:
        left = [one for one in asked.languages if one != code] or [EVERY]
        chips.append((NAMES[code], _but(query, language=left)))
    if asked.kind:
        chips.append((str(Topic.Kind(asked.kind).label), _but(query, kind=[])))
    if asked.tag:
        chips.append((skill_name(asked.tag) or asked.tag, _but(query, tag=[])))
    if asked.is_unsolved:
        chips.append((_("Without an accepted answer"), _but(query, unanswered=[])))
    return chips


def _views(request: Any, asked: TopicQuestion) -> list[tuple[str, str, bool]]:
    """(words, address, is the one shown) of the ways to look at the list."""
    if not request.user.is_authenticated:
        return []
    words = {"latest": _("Latest"), "new": _("New to me"), "unread": _("Unread")}
    return [
        (
            text,
            _but(request.GET, view=[name] if name != "latest" else []),
            asked.view == name,
        )
        for name, text in words.items()
    ]


def _but(query: QueryDict, **values: list[str]) -> str:
    """The address of this list with other values, from its first page."""
    if not query:
        pairs = [(name, text) for name, texts in values.items() for text in texts]
        return f"?{urlencode(pairs)}"
    changed = query.copy()
    changed.pop("cursor", None)
    for name, texts in values.items():
        changed.setlist(name, texts)
    kept = changed.urlencode()
    return f"?{kept}" if kept else "?"
