"""Who may see which field of a profile. Pure: no database, no request.

A mask is the set of audiences to which the member shows a field; 0 is "only me". A
reader belongs to one audience at a time and sees what that audience's mask meets.
"""

from enum import IntFlag
from typing import Final

from django.utils.translation import gettext_lazy as _


class Audience(IntFlag):
    PUBLIC = 1
    MEMBERS = 2
    NETWORKS = 4
    PARTNERS = 8
    ORG = 16


ALL: Final = tuple(Audience)
EVERYBODY: Final = Audience(31)
NOBODY: Final = Audience(0)

LABELS: Final = {
    Audience.PUBLIC: _("Everyone, also without an account"),
    Audience.MEMBERS: _("Members"),
    Audience.NETWORKS: _("Members of my networks"),
    Audience.PARTNERS: _("Partner organisations"),
    Audience.ORG: _("The organisation's staff"),
}
# In the address of a preview and in the API.
NAMES: Final = {audience: str(audience.name).lower() for audience in ALL}

# What a reader of an audience sees besides what is shown to that audience itself.
_SEES: Final = {
    Audience.PUBLIC: Audience.PUBLIC,
    Audience.MEMBERS: Audience.PUBLIC | Audience.MEMBERS,
    Audience.NETWORKS: Audience.PUBLIC | Audience.MEMBERS | Audience.NETWORKS,
    Audience.PARTNERS: Audience.PUBLIC | Audience.PARTNERS,
    Audience.ORG: Audience.PUBLIC | Audience.ORG,
}

_MEMBERS_ORG = Audience.MEMBERS | Audience.ORG
# Nothing is public until it is chosen, and what reaches a person outside this site
# (e-mail, telephone) or identifies them to strangers is shown to nobody.
DEFAULTS: Final[dict[str, Audience]] = {
    "name": _MEMBERS_ORG,
    "photo": Audience.MEMBERS,
    "headline": _MEMBERS_ORG,
    "summary": _MEMBERS_ORG,
    "occupation": _MEMBERS_ORG,
    "position": Audience.MEMBERS,
    "years": _MEMBERS_ORG,
    "country": _MEMBERS_ORG,
    "city": Audience.MEMBERS,
    "origin": Audience.MEMBERS,
    "availability": _MEMBERS_ORG,
    "visits": Audience.MEMBERS,
    "offers": _MEMBERS_ORG,
    "seeks": _MEMBERS_ORG,
    "skills": _MEMBERS_ORG,
    "languages": _MEMBERS_ORG,
    "experience": Audience.MEMBERS,
    "education": Audience.MEMBERS,
    "licences": NOBODY,
    "links": Audience.MEMBERS,
    "email": NOBODY,
    "phone": NOBODY,
    "birth_year": NOBODY,
}
FIELDS: Final = tuple(DEFAULTS)
_NUMBERS: Final = tuple((name, int(mask)) for name, mask in DEFAULTS.items())

FIELD_LABELS: Final = {
    "name": _("Name"),
    "photo": _("Photo"),
    "headline": _("Headline"),
    "summary": _("About me"),
    "occupation": _("Occupation"),
    "position": _("Position and employer"),
    "years": _("Years of experience"),
    "country": _("Country, and whether in Kosovo or abroad"),
    "city": _("City"),
    "origin": _("Municipality of origin"),
    "availability": _("Availability"),
    "visits": _("Dates of visits"),
    "offers": _("What I can offer"),
    "seeks": _("What I am looking for"),
    "skills": _("Skills"),
    "languages": _("Languages"),
    "experience": _("Experience"),
    "education": _("Education"),
    "licences": _("Licences"),
    "links": _("Links"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "birth_year": _("Year of birth"),
}


def mask_of(field: str, chosen: dict[str, int]) -> Audience:
    """To whom this field is shown; `chosen` holds what differs from the default.

    Raises KeyError for a name that is no field.
    """
    default = DEFAULTS[field]
    return Audience(chosen.get(field, default) & EVERYBODY)


def visible_fields(
    audience: Audience, chosen: dict[str, int], *, shares_with_partners: bool
) -> frozenset[str]:
    """The fields that a reader of this audience sees.

    Without the member's consent to partners nothing reaches them, whatever was chosen,
    but what is public for everyone.
    """
    sees = int(_SEES[audience])
    if audience == Audience.PARTNERS and not shares_with_partners:
        sees = int(Audience.PUBLIC)
    # Plain numbers: this is asked for every profile and audience.
    return frozenset(
        name for name, default in _NUMBERS if chosen.get(name, default) & sees
    )


def tightened(chosen: dict[str, int], field: str, most: Audience) -> dict[str, int]:
    """What is chosen after the field is shown to none outside `most`; never loosens."""
    return {**chosen, field: int(mask_of(field, chosen) & most)}
