"""A member with a profile of their own, for the tests of its screens."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from community.profiles.actions import (
    change_profile,
    put_skill,
    save_part,
    start_profile,
)
from community.profiles.models import (
    Education,
    Experience,
    Label,
    LanguageSkill,
    Licence,
    Occupation,
    Profile,
    ProfileLink,
    Visit,
)
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill


def make_occupation(code="2212", **labels) -> Occupation:
    """A unit group with those above it."""
    above = None
    for level in range(1, 5):
        above, _made = Occupation.objects.get_or_create(
            code=code[:level], defaults={"level": level, "parent": above}
        )
    for language, text in labels.items():
        Label.objects.create(
            occupation=above, language=language, text=text, kind=Label.Kind.PREFERRED
        )
    return above


def make_member(**fields) -> Profile:
    """A profile with one entry of each kind; not listed."""
    user = fields.pop("user", None) or UserFactory(display_name="Arta Gashi")
    profile = start_profile(user)
    values = {
        "headline": "Cardiologist and lecturer",
        "summary": "I work with hearts.",
        "country": "CH",
        "city": "Zürich",
        "origin": "gjakove",
        "availability": ["visit"],
        "hours_a_month": 5,
        "position": "Consultant",
        "employer": "City hospital",
        "years": 12,
        "phone": "+41 44 000 00 00",
        "show_email": "arta@example.org",
        "birth_year": 1980,
    }
    change_profile(profile, {**values, **fields})
    put_skill(profile, make_skill({"en": "Cardiology"}), has=True, offers=True)
    today = timezone.localdate()
    for part in (
        Experience(title="Consultant", organisation="City hospital", start_year=2015),
        Education(degree="Medicine", school="University of Prishtina", end_year=2006),
        Licence(title="Specialist", number="12345"),
        LanguageSkill(language="sq", level="native"),
        Visit(start=today + timedelta(5), end=today + timedelta(9), place="Gjakova"),
        ProfileLink(title="My page", url="https://example.org/"),
    ):
        part.profile = profile
        save_part(part)
    return profile


def picture(size=(60, 40), form="PNG") -> BytesIO:
    """A file as a form sends it."""
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, form)
    file.seek(0)
    file.name = f"me.{form.lower()}"
    return file
