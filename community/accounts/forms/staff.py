"""By these an administrator keeps accounts in Wagtail's admin."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserCreationForm, UserEditForm

from community.accounts.actions import keep_admin_in_step, replace_addresses
from community.accounts.models import PrivilegedAction, User

OWN_FIELDS = {"email", "display_name", "interface_language", "is_superuser", "groups"}


class OneName:
    """There is one name, and the address must be kept in step with allauth's."""

    first_name = None
    last_name = None

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, commit: bool = True) -> User:
        account = super().save()
        if "email" in self.changed_data:
            replace_addresses(account)
        keep_admin_in_step(account)
        return account


class StaffCreationForm(OneName, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields: ClassVar[Any] = OWN_FIELDS


class StaffEditForm(OneName, UserEditForm):
    class Meta(UserEditForm.Meta):
        model = User
        fields: ClassVar[Any] = OWN_FIELDS | {"is_active"}


class AuditForm(forms.Form):
    """Who, what and when; all may stay empty."""

    who = forms.CharField(
        label=gettext_lazy("By or about (e-mail address)"),
        required=False,
        max_length=254,
    )
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Everything")), *PrivilegedAction.Action.choices]
        self.fields["action"].choices = choices


class ErasureForm(forms.Form):
    """On whose word an account is erased; it is kept, so it must not name the person."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=300,
        help_text=gettext_lazy(
            "How the member asked you to, and when. Do not name the person."
        ),
    )
