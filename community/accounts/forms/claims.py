"""Joining with what the organisation holds, and inviting somebody."""

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.accounts.actions import TAKEN
from community.accounts.forms.credentials import LONGEST_PASSWORD, PASSWORD
from community.accounts.forms.guard import validate_lasting
from community.accounts.models import (
    ImportedContact,
    User,
    tidy_name,
    validate_display_name,
)
from community.accounts.models.contacts import PERSONAL
from community.accounts.offers import Offer, offers_to
from community.accounts.postal import LONGEST as LONGEST_ADDRESS
from community.accounts.postal import normal_address

# Reaches a person outside of this site, so it is taken only if ticked.
CAREFUL = ("phone",)
LONGEST_WORDS = 500
CHANGED = _("The text has changed. Please read it once more before you agree.")


class ClaimForm(forms.Form):
    """What to take over, and each consent by itself; of these none is ticked."""

    take = forms.MultipleChoiceField(
        label=_("Take over into my profile"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody else sees it before you say so, field by field."),
    )

    def __init__(
        self,
        *args: Any,
        contact: ImportedContact,
        user: User,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        held = [name for name in TAKEN if getattr(contact, name)]
        self.fields["take"].choices = [
            (name, f"{_title(name)}: {getattr(contact, name)}") for name in held
        ]
        self.fields["take"].initial = self.ticked(held)
        if not held:
            del self.fields["take"]
        self.offers = {o.code: o for o in offers_to(user, language) if not o.is_given}
        for offer in self.offers.values():
            self._ask(offer)

    def ticked(self, held: list[str]) -> list[str]:
        """Nothing: it would replace what the profile says."""
        return []

    def _ask(self, offer: Offer) -> None:
        self.fields[f"agree_{offer.code}"] = forms.BooleanField(
            label=offer.title, help_text=offer.text, required=False
        )
        self.fields[f"version_{offer.code}"] = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=32_767,
            initial=offer.version,
            widget=forms.HiddenInput,
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values.setdefault("take", [])
        return values

    @property
    def agreed(self) -> list[tuple[str, int]]:
        """(purpose, version of the text that was shown) of what was ticked."""
        return [
            (code, self.cleaned_data.get(f"version_{code}") or 0)
            for code in self.offers
            if self.cleaned_data.get(f"agree_{code}")
        ]

    def tell_changed(self) -> None:
        """Show today's texts, with nothing ticked."""
        self.data = self.data.copy()
        for code, offer in self.offers.items():
            self.data[self.add_prefix(f"version_{code}")] = str(offer.version)
            self.data.pop(self.add_prefix(f"agree_{code}"), None)
        self.add_error(None, CHANGED)

    def consents(self) -> Iterator[forms.BoundField]:
        return (self[f"agree_{code}"] for code in self.offers)


class JoinForm(ClaimForm):
    """With an account: the address is proven by the link."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=80,
        validators=[validate_display_name],
        help_text=_("How other people see you. It need not be your legal name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=PASSWORD,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ["display_name", "password1", "take"]

    def __init__(self, *args: Any, contact: ImportedContact, **kwargs: Any) -> None:
        super().__init__(*args, contact=contact, **kwargs)
        self.email = contact.email
        self.fields["display_name"].initial = contact.name[:80]

    def ticked(self, held: list[str]) -> list[str]:
        return [name for name in held if name not in CAREFUL]

    def clean_display_name(self) -> str:
        return tidy_name(self.cleaned_data["display_name"])

    def clean_password1(self) -> str:
        name = self.cleaned_data.get("display_name", "")
        person = User(email=self.email, display_name=name)
        return get_adapter().clean_password(self.cleaned_data["password1"], user=person)


class InviteForm(forms.Form):
    """An address, which is kept nowhere, and a member's own words."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("It is used for this one mail and stored nowhere."),
    )
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At most 500 characters. The mail says that it comes from you."),
    )

    def clean_email(self) -> str:
        try:
            address = normal_address(self.cleaned_data["email"])
        except ValidationError as wrong:
            raise ValidationError(_("This is no e-mail address.")) from wrong
        validate_lasting(address)
        return address

    def clean_text(self) -> str:
        return plain_words(self.cleaned_data["text"])


def plain_words(text: str) -> str:
    """A text without links or anything that cannot be seen. Raises ValidationError.

    A mail that a stranger can fill with links is a mail for fraud.
    """
    lines = [tidy_name(line) for line in text.replace("\r\n", "\n").split("\n")]
    plain = "\n".join(lines).strip()
    if "://" in plain or "www." in plain.lower():
        raise ValidationError(_("Please write without links."))
    if not plain:
        raise ValidationError(_("Please write a few words."))
    return plain


def _title(name: str) -> str:
    words = str(PERSONAL[name])
    return words[:1].upper() + words[1:]
