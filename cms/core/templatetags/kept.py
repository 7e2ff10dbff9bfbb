"""`{% kept "card" card level %} … {% endkept %}`: HTML kept under what it shows.

The words after the name say what the piece shows: a row or a card stands for its id and
version, anything else for itself. When one of them is None (a preview, which has no
row), or two readers could be shown something else, nothing is kept: what stands inside
must be the same for everybody who is given these rows. A function in the context named
`details` gives more context, which is asked for only when the piece is made.

What is another for each reader or request is left blank in a piece that is kept, and
filled in on the way out: the token of forms by itself, other values by `{% blank "name" %}`,
which stands for the variable of this name, escaped.
"""

import re
import secrets
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.core.languages import current
from cms.core.rows.memo import kept, part_of_name

register = template.Library()
_INDENTATION = re.compile(r"\n\s+")
# Elements in which spaces are seen, whole, or to the end of the piece.
_SEEN = re.compile(r"(<(pre|textarea)\b.*?(?:</\2>|\Z))", re.IGNORECASE | re.DOTALL)
TOKEN: Final = "csrf_token"  # noqa: S105 (the name of a variable)
# What stands for a blank. Nobody outside of this process knows it, so no text of a member
# has it; it leaves the process filled.
_SECRET: Final = secrets.token_hex(12)
_BLANK = re.compile(f"{_SECRET}-([a-z_]+)-")
_BEING_MADE: Final = "is_being_kept"


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, words: list[FilterExpression]) -> None:
        self.nodelist, self.words = nodelist, words

    def render(self, context: template.Context) -> SafeString:
        # (A screen without a row has no such name: that is None here, not "".)
        shown = [word.resolve(context, ignore_failures=True) for word in self.words]
        if any(part is None for part in shown):
            return self._made(context)
        # Dates are told as "today" and "yesterday".
        name = (current(), timezone.localdate(), *map(part_of_name, shown))
        text = kept.get(name)
        if text is None:
            with context.push(**{_BEING_MADE: True, TOKEN: _mark_of(TOKEN)}):
                text = without_indentation(str(self._made(context)))
            kept.keep(name, text)
        if _SECRET in text and not context.get(_BEING_MADE):
            text = _BLANK.sub(lambda found: _filled(context, found[1]), text)
        return mark_safe(text)  # noqa: S308 (a template made it)

    def _made(self, context: template.Context) -> SafeString:
        with context.push(**_details(context)):
            return self.nodelist.render(context)


def without_indentation(html: str) -> str:
    """Spaces at the beginning of lines are an eighth of a page; in some elements they
    are seen, and there they stay."""
    if not _SEEN.search(html):
        return _INDENTATION.sub("\n", html)
    # (what is between such elements, the element, its name, what is between, …)
    parts = _SEEN.split(html)
    parts[::3] = [_INDENTATION.sub("\n", part) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def _mark_of(name: str) -> str:
    return f"{_SECRET}-{name}-"


def _filled(context: template.Context, name: str) -> str:
    return str(conditional_escape(context.get(name, "")))


@register.simple_tag(takes_context=True)
def blank(context: template.Context, name: str) -> str:
    """The variable of this name; in a piece that is kept, the place for it."""
    return _mark_of(name) if context.get(_BEING_MADE) else context.get(name, "")


def _details(context: template.Context) -> dict[str, Any]:
    details = context.get("details")
    return {} if details is None else dict(details())


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    _tag, *words = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(word) for word in words])
