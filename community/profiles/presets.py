"""Visibility of all fields at one stroke. Pure: no database, no request."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from community.profiles.audiences import (
    DEFAULTS,
    EVERYBODY,
    FIELDS,
    NOBODY,
    Audience,
    mask_of,
)

_CAREFUL = ("name", "headline", "occupation")
_OPEN = (*_CAREFUL, "skills")
PRESETS: Final[dict[str, dict[str, Audience]]] = {
    "members": dict(DEFAULTS),
    "careful": {
        name: Audience.MEMBERS if name in _CAREFUL else NOBODY for name in FIELDS
    },
    "open": {
        name: mask | Audience.PUBLIC if name in _OPEN else mask
        for name, mask in DEFAULTS.items()
    },
}
PRESET_LABELS: Final = {
    "members": _("Members and the organisation, nothing to the public"),
    "careful": _("Careful: only name, headline and occupation, only to members"),
    "open": _(
        "Open: also without an account one sees name, headline, occupation and skills"
    ),
}
# What consent to partners shows them at first. The name is not among it: a partner
# learns it when the member allows that.
FOR_PARTNERS: Final = (
    "headline",
    "occupation",
    "country",
    "availability",
    "skills",
    "languages",
)


def preset_of(chosen: dict[str, int]) -> str:
    """The preset that shows the same as what was chosen; '' when there is none.

    Partners are left aside: their consent is another question.
    """
    without = EVERYBODY & ~Audience.PARTNERS
    masks = {name: mask_of(name, chosen) & without for name in FIELDS}
    return next((name for name, preset in PRESETS.items() if preset == masks), "")


def masks_of(preset: str, chosen: dict[str, int]) -> dict[str, int]:
    """What the preset stores; what is shown to partners stays as it was chosen.

    Raises KeyError for a name that is no preset.
    """
    partners = Audience.PARTNERS
    return {
        name: int(mask | (mask_of(name, chosen) & partners))
        for name, mask in PRESETS[preset].items()
    }


def shown_to_partners(masks: Mapping[str, int]) -> dict[str, int]:
    """These masks, and the fields that consent shows to partners at first."""
    found = dict(masks)
    for name in FOR_PARTNERS:
        found[name] = int(mask_of(name, found) | Audience.PARTNERS)
    return found
