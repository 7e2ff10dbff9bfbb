"""What must not be in HTML in which strangers' words stand."""

import re
from html.parser import HTMLParser

from tests.forums.payloads import CANARY

MARK = "__hit"
# Words that are shown or read out; nothing in them runs.
SPOKEN = {
    *("alt", "title", "content", "value", "placeholder", "label"),
    *("aria-label", "aria-description", "datetime", "class", "id"),
}
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
UNSEEN = re.compile(r"[\x00-\x20]")
LINKS = {"href", "cite"}
RUNNING = {"script", "style", "template", "noscript", "iframe", "object", "embed"}


class Harmless(HTMLParser):
    """Collects what could run, of a fragment or of a whole page, in `found`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            self._look(tag, name, value or "")
        if tag in RUNNING:
            self.inside.append(tag)

    def handle_endtag(self, tag) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data) -> None:
        if self.inside and (MARK in data or CANARY in data):
            self.found.append(f"in {self.inside}: {data[:80]}")

    def handle_comment(self, data) -> None:
        if MARK in data:
            self.found.append(f"comment {data[:80]}")

    def unknown_decl(self, data) -> None:
        self.handle_comment(data)

    def _look(self, tag: str, name: str, value: str) -> None:
        told = f"<{tag} {name}={value[:80]!r}>"
        if name.startswith("on") or MARK in name or CANARY in name:
            self.found.append(told)
        if not (MARK in value or CANARY in value) or name in SPOKEN:
            return
        if name not in LINKS or tag != "a" or not _leads_elsewhere(value):
            self.found.append(told)


def _leads_elsewhere(address: str) -> bool:
    """An address that one opens by choice; or one below the page. Browsers skip spaces
    and control characters."""
    scheme = SCHEME.match(UNSEEN.sub("", address))
    return not scheme or scheme[1].lower() in ("http", "https", "mailto")


def harms(text: str) -> list[str]:
    return Harmless(text).found
