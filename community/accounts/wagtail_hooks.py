"""Contacts that the organisation holds, in the editors' admin."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from community.accounts.permissions import can_import_contacts
from community.accounts.views import contact_desk


class ContactsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_import_contacts(request.user)


@hooks.register("register_admin_menu_item")
def contacts_in_the_menu():
    address = reverse("contacts_admin:batches")
    return ContactsMenuItem(_("Contacts"), address, icon_name="mail", order=270)


@hooks.register("register_admin_urls")
def contact_addresses():
    urls = [
        path("", contact_desk.batches, name="batches"),
        path("<int:pk>/", contact_desk.batch, name="batch"),
        path("<int:pk>/step/", contact_desk.step, name="step"),
        path("<int:pk>/invite/", contact_desk.invite, name="invite"),
        path("<int:pk>/undo/", contact_desk.undo, name="undo"),
        path("<int:pk>/problems/", contact_desk.problems, name="problems"),
    ]
    inside = include((urls, "contacts_admin"), namespace="contacts_admin")
    return [path("contacts/", inside)]


@hooks.register("register_permissions")
def import_can_be_granted():
    return Permission.objects.filter(
        content_type__app_label="accounts", codename="import_contacts"
    )
