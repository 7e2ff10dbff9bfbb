"""Second pass of the demo: the bodies, and publishing."""

import json
import uuid

from cms.core.languages import CODES
from cms.core.models import BasePage
from home.actions.site import TAGLINE
from home.demo.blocks import body
from home.demo.files import key_of, read
from home.demo.images import illustration
from home.demo.tree import Planned, page_in
from home.models import HomePage


def fill(plan: Planned) -> None:
    """Give each page of this thing its body and publish it, unless it is live."""
    for code, text in plan.texts.items():
        page = page_in(plan.name, code)
        if page is not None and not page.live:
            _publish(_with_body(page.specific, plan, text))


def fill_homes(homes: dict[str, HomePage]) -> None:
    """Write the home pages that still say nothing but the name."""
    texts = read("pages/home.yaml")["texts"]
    for code, founded in homes.items():
        # Fetched again: publishing a stale page would write its old number of children.
        home = HomePage.objects.get(pk=founded.pk)
        if home.tagline == TAGLINE and code in texts:
            text = texts[code]
            home.tagline, home.lead = text["tagline"], text["lead"]
            home.image = illustration("network.svg")
            home.cards = json.dumps(_cards(text["cards"]))
            _publish(home)


def homes_are_filled() -> bool:
    """Tell whether a load has come to its end."""
    homes = HomePage.objects.filter(depth=2, live=True)
    return homes.exclude(tagline=TAGLINE).count() >= len(CODES)


def _with_body(page: BasePage, plan: Planned, text: dict) -> BasePage:
    blocks = list(text.get("body") or text.get("answer") or [])
    full_text = text.get("full_text")
    if full_text:
        blocks += read(f"library/{full_text}/{page.locale.language_code}.yaml")
    if blocks:
        setattr(page, plan.blocks, json.dumps(body(blocks, page.locale_id, plan.name)))
    if plan.related:
        page.related = json.dumps(_related(plan))
    return page


def _related(plan: Planned) -> list[dict]:
    """Raw data of the chosen pages: those of the source language, as an editor would."""
    found = [(name, page_in(name, plan.source)) for name in plan.related]
    return [
        {
            "type": "work" if name.startswith("library/") else "page",
            "value": page.pk,
            "id": str(uuid.uuid5(key_of(plan.name), name)),
        }
        for name, page in found
        if page is not None
    ]


def _cards(cards: list[dict]) -> list[dict]:
    names = ("title", "text", "label", "target")
    return [
        {
            "type": "card",
            "value": {name: card[name] for name in names},
            "id": str(uuid.uuid5(key_of("home"), str(number))),
        }
        for number, card in enumerate(cards)
    ]


def _publish(page: BasePage) -> None:
    page.save_revision().publish()
