"""`{% icon "pin" %}`: a drawing of ours, made once in each process."""

import re
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_BETWEEN = re.compile(r">\s+<")


@register.simple_tag
def icon(name: str) -> SafeString:
    """The SVG of this name in `components/icon.html`; an empty one for an unknown name."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    drawn = render_to_string("components/icon.html", {"name": name})
    # (our own template; nothing but the spaces between its elements goes)
    return mark_safe(_BETWEEN.sub("><", drawn).strip())  # noqa: S308
