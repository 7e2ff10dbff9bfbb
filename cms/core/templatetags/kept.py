"""`{% kept "card" card level %} … {% endkept %}`: HTML kept under what it shows.

The words after the name say what the piece shows: a row or a card stands for its id and
version, anything else for itself. When one of them is None (a preview, which has no
row), or two readers could be shown something else, nothing is kept: what stands inside
must be the same for everybody who is given these rows. A function in the context named
`details` gives more context, which is asked for only when the piece is made.
"""

import re
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms.core.languages import current
from cms.core.rows.memo import kept, part_of_name

register = template.Library()
_INDENTATION = re.compile(r"\n\s+")
_SEEN = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)


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
            text = without_indentation(str(self._made(context)))
            kept.keep(name, text)
        return mark_safe(text)  # noqa: S308 (a template made it)

    def _made(self, context: template.Context) -> SafeString:
        with context.push(**_details(context)):
            return self.nodelist.render(context)


def without_indentation(html: str) -> str:
    """Spaces at the beginning of lines are an eighth of a page; in some elements they
    are seen, and there they stay."""
    return html if _SEEN.search(html) else _INDENTATION.sub("\n", html)


def _details(context: template.Context) -> dict[str, Any]:
    details = context.get("details")
    return {} if details is None else dict(details())


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    _tag, *words = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(word) for word in words])
