"""What a profile takes over of the data that the organisation held of its member."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from community.accounts.models import User
from community.profiles.actions.profiles import change_profile, start_profile
from community.profiles.imports import Draft
from community.profiles.models import Profile

_PLAIN = ("name", "employer", "city", "phone")


def take_contact(user: User, values: Mapping[str, str]) -> Profile:
    """Put these texts into the member's profile, where nobody else sees them yet.

    What fits no field, such as a country that is not known, is left out. The occupation
    becomes the position, and the headline where there is none.
    """
    profile = start_profile(user)
    draft = Draft()
    where = _("Contact")
    for name in _PLAIN:
        draft.put(name, values.get(name), where)
    draft.put_country(values.get("country"), where)
    draft.put("position", values.get("occupation"), where)
    if not profile.headline:
        draft.put("headline", values.get("occupation"), where)
    return change_profile(profile, draft.values) if draft.values else profile
