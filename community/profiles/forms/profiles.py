"""What a member says of themselves: the steps of the guided profile, and the sections."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.forms import PictureFormField
from community.profiles.countries import country_choices
from community.profiles.forms.choosing import OccupationMixin
from community.profiles.forms.tidied import TidiedForm
from community.profiles.models import Profile
from community.profiles.municipalities import municipality_choices

NOT_SAID = [("", _("not said"))]


class ProfileForm(TidiedForm, forms.ModelForm):
    """Abstract. Judges the fields; storing them is left to the action."""

    class Meta:
        model = Profile
        fields: ClassVar[list[str]] = []

    @property
    def values(self) -> dict[str, Any]:
        """What `change_profile` takes."""
        names = [*self._meta.fields, "occupation"]
        return {n: self.cleaned_data[n] for n in names if n in self.cleaned_data}


def photo_field(*, required: bool) -> PictureFormField:
    field = PictureFormField(
        label=_("Photo"),
        required=required,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-picture": True}),
    )
    # Wagtail's own words tell of kinds of files alone.
    field.help_text = _(
        "JPEG, PNG, WebP or a picture of a telephone, at most 10 MB. The place where it "
        "was taken is removed from it."
    )
    return field


class PhotoForm(forms.Form):
    photo = photo_field(required=True)


class BasicsForm(ProfileForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta(ProfileForm.Meta):
        fields: ClassVar[list[str]] = ["name", "headline", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = Profile._meta.get_field("language").choices
        language.help_text = _(
            "In which language you write here. Others see it marked as such."
        )


class WhoForm(BasicsForm):
    photo = photo_field(required=False)


class WorkForm(OccupationMixin, ProfileForm):
    class Meta(ProfileForm.Meta):
        fields: ClassVar[list[str]] = ["position", "employer", "years"]

    field_order = ("occupation_text", "occupation_choice", *Meta.fields)


class PlaceForm(ProfileForm):
    country = forms.ChoiceField(label=_("Country where you live"), required=False)
    origin = forms.ChoiceField(
        label=_("Municipality of origin"),
        required=False,
        help_text=_("Where in Kosovo you or your family come from."),
    )
    availability = forms.MultipleChoiceField(
        label=_("Availability"),
        required=False,
        choices=Profile.Availability.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When you could contribute to a project, a lecture or advice."),
    )

    class Meta(ProfileForm.Meta):
        fields: ClassVar[list[str]] = [
            "country",
            "city",
            "origin",
            "availability",
            "hours_a_month",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Names of places are those of the reader's language.
        self.fields["country"].choices = [*NOT_SAID, *country_choices()]
        self.fields["origin"].choices = [*NOT_SAID, *municipality_choices()]

    def clean_availability(self) -> list[str]:
        chosen = self.cleaned_data["availability"]
        none = Profile.Availability.NONE
        if none in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("“Not available now” stands alone, without another box.")
            )
        return [one for one in Profile.Availability.values if one in chosen]


class AboutForm(ProfileForm):
    class Meta(ProfileForm.Meta):
        fields: ClassVar[list[str]] = ["summary"]
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea({"rows": 10})}


class ContactForm(ProfileForm):
    class Meta(ProfileForm.Meta):
        fields: ClassVar[list[str]] = ["show_email", "phone", "birth_year"]


# Sections that are edited on a screen of their own, by the name in its address.
SECTION_FORMS: dict[str, type[ProfileForm]] = {
    "basics": BasicsForm,
    "work": WorkForm,
    "place": PlaceForm,
    "about": AboutForm,
    "contact": ContactForm,
}
