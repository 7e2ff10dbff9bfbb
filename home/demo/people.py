"""The accounts of the demo, with the groups that make them what they are."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from community.accounts.models import User
from home.actions import EDITORS, MODERATORS, TRANSLATORS
from home.demo.logins import PASSWORD

# e-mail, display name, language, groups
PEOPLE: list[tuple[str, str, str, list[str]]] = [
    ("admin@example.org", "Administrata", "sq", []),
    ("editor@example.org", "Redaksia", "sq", list(EDITORS.values())),
    ("translator@example.org", "Übersetzung", "de", [EDITORS["sq"], TRANSLATORS["de"]]),
    ("moderator@example.org", "Moderation", "en", [MODERATORS]),
    ("spaces@example.org", "Hapësirat (demo)", "sq", []),
    ("host@example.org", "Pritja në Prishtinë (demo)", "sq", []),
    ("member@example.org", "Arta (demo)", "sq", []),
]


def load_people() -> None:
    for email, name, language, groups in PEOPLE:
        _person(email, name, language, groups)


def _person(email: str, name: str, language: str, groups: list[str]) -> None:
    user = User.objects.filter(email=email).first()
    if user is None:
        is_admin = email.startswith("admin@")
        user = User.objects.create_user(
            email,
            PASSWORD,
            display_name=name,
            interface_language=language,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
    user.groups.add(*Group.objects.filter(name__in=groups))
    EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
