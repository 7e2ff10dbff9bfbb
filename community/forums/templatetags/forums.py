"""Template words of the forums: faces, and drawings that are used often."""

import re
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
        f'<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        f"{_drawn(name)}</symbol>"
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
