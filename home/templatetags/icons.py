"""`{% icon "pin" %}`: a drawing of ours, made once in each process."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The SVG of this name in `components/icon.html`; an empty one for an unknown name."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    return render_to_string("components/icon.html", {"name": name})
