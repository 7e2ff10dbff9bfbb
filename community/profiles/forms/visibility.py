"""Which audience sees which field, as boxes."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.profiles.audiences import (
    ALL,
    FIELD_LABELS,
    FIELDS,
    LABELS,
    Audience,
    mask_of,
)
from community.profiles.models import Profile

GROUPS = (
    (_("Who I am"), ("name", "photo", "headline", "summary")),
    (
        _("My work"),
        (
            "occupation",
            "position",
            "years",
            "skills",
            "offers",
            "seeks",
            "experience",
            "education",
            "licences",
        ),
    ),
    (
        _("Where and when"),
        ("country", "city", "origin", "languages", "availability", "visits"),
    ),
    (_("How to reach me"), ("links", "email", "phone", "birth_year")),
)


@dataclass(frozen=True)
class Box:
    audience: Audience
    label: Any
    is_ticked: bool
    is_disabled: bool

    @property
    def value(self) -> int:
        return int(self.audience)


@dataclass(frozen=True)
class Line:
    field: str
    label: Any
    boxes: list[Box]

    @property
    def is_hidden(self) -> bool:
        """Tell whether nobody but the owner sees it."""
        return not any(box.is_ticked and not box.is_disabled for box in self.boxes)


class VisibilityForm(forms.Form):
    """A list of audiences for each field; none is "only me"."""

    def __init__(self, *args, profile: Profile, **kwargs):
        super().__init__(*args, **kwargs)
        self.profile = profile
        self.with_partners = profile.partners_since is not None
        for name in FIELDS:
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=FIELD_LABELS[name],
                required=False,
                coerce=int,
                choices=[(str(int(one)), LABELS[one]) for one in ALL],
            )

    @property
    def masks(self) -> dict[str, int]:
        """What differs from before. Boxes that could not be ticked keep what they had."""
        found = {}
        for name in FIELDS:
            before = mask_of(name, self.profile.visibility)
            mask = sum(set(self.cleaned_data[name]))
            if not self.with_partners:
                kept = before & Audience.PARTNERS
                mask = int((Audience(mask) & ~Audience.PARTNERS) | kept)
            if mask != before:
                found[name] = mask
        return found

    @property
    def groups(self) -> list[tuple[Any, list[Line]]]:
        return [
            (title, [self._line(name) for name in names]) for title, names in GROUPS
        ]

    def _line(self, name: str) -> Line:
        mask = self._ticked(name)
        boxes = [
            Box(
                one,
                LABELS[one],
                bool(mask & one),
                one == Audience.PARTNERS and not self.with_partners,
            )
            for one in ALL
        ]
        return Line(name, FIELD_LABELS[name], boxes)

    def _ticked(self, name: str) -> int:
        if self.is_bound and hasattr(self, "cleaned_data"):
            return sum(set(self.cleaned_data.get(name, [])))
        return int(mask_of(name, self.profile.visibility))
