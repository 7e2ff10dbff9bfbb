"""What an address of the directory may ask for, by name."""

from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.profiles.countries import COUNTRIES, LANGUAGES
from community.profiles.models import Profile
from community.profiles.municipalities import MUNICIPALITIES
from community.profiles.names import slug_now

MAX_QUERY_LENGTH = 256
MOST_VALUES = 20
EMPTY: Final[tuple[Any, ...]] = (None, "", [], ())

is_code = RegexValidator(
    r"^[0-9]{1,4}\Z", _("Give a code of ISCO-08: one to four digits.")
)
is_slug = RegexValidator(r"^[-a-z0-9_]{1,100}\Z", _("There is no skill of this name."))


class SkillsField(forms.MultipleChoiceField):
    """Slugs; whether there are such skills is asked of the rows."""

    def validate(self, value: Any) -> None:
        if len(value) > MOST_VALUES:
            raise ValidationError(
                _("Choose at most %(number)s.") % {"number": MOST_VALUES}
            )
        for slug in value:
            is_slug(slug)

    def clean(self, value: Any) -> list[str]:
        """A skill that was merged away is asked for by what it became."""
        slugs: list[str] = super().clean(value)
        return list(dict.fromkeys(slug_now(slug) for slug in slugs))


class SkillsFilter(django_filters.Filter):
    field_class = SkillsField


class CodesField(django_filters.fields.MultipleChoiceField):
    """Some of many codes: to go through all countries for each takes half a millisecond."""

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(str(code) for code, _label in self.choices)

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.codes


class CodesFilter(django_filters.MultipleChoiceFilter):
    field_class = CodesField


def _codes(codes: Any) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    occupation = django_filters.CharFilter(label=_("Occupation"), validators=[is_code])
    skill = SkillsFilter(label=_("Skills"))
    offers = SkillsFilter(label=_("Offers"))
    seeks = SkillsFilter(label=_("Looks for"))
    country = CodesFilter(label=_("Country"), choices=_codes(COUNTRIES))
    city = django_filters.CharFilter(label=_("City"), max_length=80)
    origin = django_filters.ChoiceFilter(
        label=_("Municipality of origin"), choices=_codes(MUNICIPALITIES)
    )
    language = CodesFilter(label=_("Languages"), choices=_codes(LANGUAGES))
    availability = django_filters.MultipleChoiceFilter(
        label=_("Availability"), choices=Profile.Availability.choices
    )
    where = django_filters.ChoiceFilter(
        label=_("Lives"),
        choices=[("in", _("In Kosovo")), ("abroad", _("Outside Kosovo"))],
    )
    visiting_from = django_filters.DateFilter(label=_("In Kosovo from"))
    visiting_to = django_filters.DateFilter(label=_("In Kosovo until"))
    verified = django_filters.ChoiceFilter(
        label=_("Verified"), choices=[("true", _("Verified members only"))]
    )

    class Meta:
        model = Profile
        fields: list[str] = []


NAMES: Final = tuple(PeopleFilter.base_filters)
