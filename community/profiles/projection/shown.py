"""A profile as far as an audience sees it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from community.profiles.models import Profile


@dataclass(frozen=True)
class Shown:
    """A profile as far as these fields go; None is all of them."""

    profile: "Profile"
    fields: frozenset[str] | None

    def sees(self, name: str) -> bool:
        return self.fields is None or name in self.fields

    def text(self, name: str, field: str = "") -> str:
        value = getattr(self.profile, name) if self.sees(field or name) else ""
        return str(value or "")

    def value(self, name: str, field: str = "") -> Any:
        return getattr(self.profile, name) if self.sees(field or name) else None

    def many(self, name: str) -> list[Any]:
        if not self.sees(name):
            return []
        found = list(getattr(self.profile, name).all())
        if name == "visits":
            # What is over tells nobody when somebody is away from home.
            return [one for one in found if one.end >= timezone.localdate()]
        return found

    def photo(self) -> bool:
        return bool(self.profile.photo) and self.sees("photo")

    def occupation(self) -> Any:
        return self.profile.occupation if self.sees("occupation") else None

    def skills(self, which: str) -> list[Any]:
        """`which` is 'has', 'offers' or 'seeks'."""
        field = "skills" if which == "has" else which
        if not self.sees(field):
            return []
        return [one for one in self.profile.skills.all() if getattr(one, which)]
