"""Template words of the forums: faces, and drawings that are used often."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.core.languages import current
from cms.core.rows.memo import kept
from cms.core.templatetags.kept import without_indentation
from community.profiles.labels import initials
from community.profiles.querysets import Shown

register = template.Library()
TINTS = 5
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@register.simple_tag
def face(who: Shown) -> SafeString:
    """The letters of a name in a disc; what it says stands beside it."""
    letters = initials(who.name) if who.is_named else ""
    inside = letters or use("user")
    tint = sum(map(ord, who.name)) % TINTS
    return format_html(
        '<span class="face tint-{}" aria-hidden="true">{}</span>', tint, inside
    )


@register.simple_tag
def drawings(names: str) -> SafeString:
    """Symbols that `<use href="#i-…">` shows many times on one screen."""
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{_drawn(name)}</symbol>'
        for name in names.split()
    )
    return mark_safe(f'<svg class="drawings" aria-hidden="true">{symbols}</svg>')  # noqa: S308


@cache
def _drawn(name: str) -> str:
    svg = render_to_string("components/icon.html", {"name": name})
    found = _INSIDE.search(svg)
    return found[1].strip() if found else ""


@register.simple_tag
def use(name: str) -> SafeString:
    """One of the `drawings`."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag(takes_context=True)
def written(
    context: template.Context, posts: Iterable[Any], shows: Hashable
) -> SafeString:
    """Posts one after the other, each kept under what it `shows`; with `shows` of all of
    them, kept as one. What happened before one and where the reader stopped is not kept."""
    return _joined(
        "posts", shows, lambda place: [_piece(context, one, place) for one in posts]
    )


@register.simple_tag(takes_context=True)
def listed(
    context: template.Context,
    pinned: Iterable[Any],
    rows: Iterable[Any],
    shows: Hashable,
) -> SafeString:
    """Lines of a list of topics, kept like posts."""

    def line(row: Any, place: tuple) -> str:
        name = ("topic-row", *place, *row.shows)
        return _once(name, lambda: _part(context, "_topic_row", row=row))

    return _joined(
        "topic-list",
        shows,
        lambda place: [line(row, place) for row in (*pinned, *rows)],
    )


@register.simple_tag(takes_context=True)
def found_posts(
    context: template.Context, found: Iterable[tuple[str, str, datetime]]
) -> SafeString:
    """Lines of a search: what a post says, who and where, as HTML, and its moment."""
    # (as `{% load words %}` finds it: the site's own, which this app does not know)
    ago = context.template.engine.template_libraries["words"].filters["ago"]
    lines = (
        f'<li>{said}\n<p class="topic-facts">{where}\n{ago(moment)}</p></li>'
        for said, where, moment in found
    )
    return mark_safe("\n".join(lines))  # noqa: S308 (the view escaped each piece)


def _joined(
    kind: str, shows: Hashable, make: Callable[[tuple], list[str]]
) -> SafeString:
    """Pieces one after the other; `make` is given what tells days and languages apart."""
    place = (current(), timezone.localdate())
    name = (kind, *place, shows)
    html = kept.get(name) if shows else None
    if html is None:
        html = "\n".join(make(place))
        if shows:
            kept.keep(name, html)
    return mark_safe(html)  # noqa: S308 (templates made it)


def _once(name: Hashable, make: Callable[[], str]) -> str:
    html = kept.get(name)
    if html is None:
        html = without_indentation(make())
        kept.keep(name, html)
    return html


def _piece(context: template.Context, one: Any, place: tuple) -> str:
    before = ""
    if one.card.before:
        before = _part(context, "_events", events=one.card.before)
    if one.is_first_unread:
        before += _part(context, "_new_line")
    if one.shows is None:
        return before + _post(context, one)
    name = ("post", *place, *one.shows)
    return before + _once(name, lambda: _post(context, one))


def _post(context: template.Context, one: Any) -> str:
    return _part(context, "_post", one=one, card=one.card, post=one.card.post)


def _part(context: template.Context, name: str, **more: Any) -> str:
    part = context.template.engine.get_template(f"forums/{name}.html")
    with context.push(**more):
        return str(part.render(context))
