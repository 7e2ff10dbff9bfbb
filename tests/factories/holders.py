"""Members with listed profiles who hold skills."""

from community.profiles.actions import change_profile, list_profile, start_profile
from community.profiles.models import ProfileSkill
from tests.factories.people import UserFactory


def make_holder(skills=(), **values):
    """`make_holder([(skill, {"level": 3})], country="DE")`: a listed profile."""
    profile = start_profile(UserFactory(display_name=values.pop("name", "Arta Gashi")))
    for skill, told in skills:
        ProfileSkill.objects.create(profile=profile, skill=skill, **told)
    change_profile(profile, values)
    list_profile(profile)
    return profile
