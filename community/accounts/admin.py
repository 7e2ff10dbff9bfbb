"""Accounts in Wagtail's admin: one's own, and for administrators everybody's.

Wagtail takes for granted that people have a first and a last name; ours have one name.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views import account as wagtail_account
from wagtail.users.views.users import DeleteView, IndexView, UserViewSet

from community.accounts.actions import CannotEraseError, ask_erasure, open_erasure
from community.accounts.forms import (
    ErasureForm,
    SettingsForm,
    StaffCreationForm,
    StaffEditForm,
)


class SettingsPanel(wagtail_account.BaseSettingsPanel):
    name = "settings"
    title = _("Settings")
    order = 100
    form_class = SettingsForm


class AccountView(wagtail_account.AccountView):
    """Wagtail's screen of one's own account, with our settings in it.

    They take the place of three panels: name and e-mail; language and time zone of the
    admin, which are those of the account; and the profile picture, which Wagtail would
    store with all that the camera wrote into it.
    """

    replaced = (
        wagtail_account.NameEmailSettingsPanel,
        wagtail_account.AvatarSettingsPanel,
        wagtail_account.LocaleSettingsPanel,
    )

    def get_panels(self) -> list[wagtail_account.BaseSettingsPanel]:
        panels = super().get_panels()
        profile = panels[0].profile
        kept = [panel for panel in panels if not isinstance(panel, self.replaced)]
        # Last: the others save the profile whole, with the language as they found it.
        return [*kept, SettingsPanel(self.request, self.request.user, profile)]


own_account = never_cache(require_admin_access(AccountView.as_view()))


class AccountList(IndexView):
    search_fields: ClassVar[list[str]] = ["display_name", "email"]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        columns = super().columns
        name = next(column for column in columns if column.name == "name")
        name.sort_key = "name"
        return columns

    def order_queryset(self, queryset: Any) -> Any:
        name = Lower("display_name")
        if self.ordering in ("name", "-name"):
            return queryset.order_by(
                name.desc() if self.ordering[0] == "-" else name, "pk"
            )
        return super().order_queryset(queryset)


class EraseView(DeleteView):
    """In the place of Wagtail's deletion: the same erasure that a member asks for."""

    page_title = _("Erase account")
    form_class = ErasureForm

    def get_form(self, form_class: Any = None) -> ErasureForm:
        return ErasureForm(self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = open_erasure(self.object)
        return super().get_context_data(waiting=waiting, **kwargs)

    def form_valid(self, form: ErasureForm) -> HttpResponse:
        try:
            ask_erasure(
                self.object, by=self.request.user, reason=form.cleaned_data["reason"]
            )
        except CannotEraseError as why:
            messages.error(self.request, str(why))
        else:
            words = gettext("The account is erased in seven days.")
            messages.success(self.request, words)
        return redirect(self.get_success_url())


class AccountViewSet(UserViewSet):
    index_view_class = AccountList
    delete_view_class = EraseView

    def get_form_class(self, for_update: bool = False) -> type:
        return StaffEditForm if for_update else StaffCreationForm
