"""From what members type to what readers see. Pure: no database, no request.

Members write Markdown (CommonMark with tables, strikethrough and bare links). People and
posts are named in the stored text by their numbers alone, so that a new name, a block or
an erasure rewrites nothing:

    @[123]                  a member
    [quote 456] … [/quote]  what a post says, with a link back to it
    ![text](image:UID)      a picture that was uploaded here

The HTML that is made and kept has a mark in place of each name; `filled` puts the names in
when somebody reads it. What comes out is only ever of a few tags (`html`): raw HTML is
text, and everything passes through nh3 at the end.
"""

from community.forums.markup.html import ATTRIBUTES, LARGEST_SIDE, TAGS, sanitised
from community.forums.markup.names import (
    MENTION,
    Known,
    Named,
    filled,
    marked,
    named_in,
)
from community.forums.markup.rendering import VERSION, plain, rendered

__all__ = [
    "ATTRIBUTES",
    "LARGEST_SIDE",
    "MENTION",
    "TAGS",
    "VERSION",
    "Known",
    "Named",
    "filled",
    "marked",
    "named_in",
    "plain",
    "rendered",
    "sanitised",
]
