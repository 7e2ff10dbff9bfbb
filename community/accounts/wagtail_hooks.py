"""Accounts, the log of privileged actions and contacts in the editors' admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.limits import client_network
from community.accounts import reports
from community.accounts.actions import (
    Standing,
    note_standing,
    standing_of,
)
from community.accounts.models import User
from community.accounts.permissions import can_import_contacts, can_read_audit_log
from community.accounts.views import contact_desk


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_audit_log(request.user)


@hooks.register("register_admin_urls")
def audit_addresses():
    urls = [path("", reports.audit_log, name="log")]
    inside = include((urls, "audit_admin"), namespace="audit_admin")
    return [path("audit-log/", inside)]


@hooks.register("register_reports_menu_item")
def audit_log_in_the_menu():
    return AuditMenuItem(
        gettext_lazy("Privileged actions"),
        reverse("audit_admin:log"),
        icon_name="history",
        order=960,
    )


@hooks.register("before_edit_user")
def before_edit(request: HttpRequest, user: User) -> None:
    _remember(request, [user])


@hooks.register("after_edit_user")
def after_edit(request: HttpRequest, user: User) -> None:
    _note(request, [user])


@hooks.register("after_create_user")
def after_create(request: HttpRequest, user: User) -> None:
    note_standing(user, Standing(), request.user, network=client_network(request))


@hooks.register("before_bulk_action")
def before_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    if action.model is User:
        _remember(request, objects)


@hooks.register("after_bulk_action")
def after_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    if action.model is User:
        _note(request, objects)


def _remember(request: HttpRequest, users: Iterable[User]) -> None:
    if request.method == "POST":
        request.standings = {user.pk: standing_of(user) for user in users}


def _note(request: HttpRequest, users: Iterable[User]) -> None:
    for user in users:
        before = request.standings[user.pk]
        is_own = user.pk == request.user.pk
        note_standing(
            user,
            before,
            request.user,
            network=client_network(request),
            keep=request.session.session_key if is_own else "",
        )


@hooks.register("before_bulk_action")
def erase_one_by_one(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponse | None:
    """Deleting rows of accounts is no erasure: it would leave files, logs and indexes."""
    if action_type != "delete" or getattr(action, "model", None) is not User:
        return None
    messages.error(
        request, _("Accounts are erased one by one, each with its own reason.")
    )
    return redirect("wagtailusers_users:index")


class ContactsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_import_contacts(request.user)


@hooks.register("register_admin_menu_item")
def contacts_in_the_menu():
    address = reverse("contacts_admin:batches")
    return ContactsMenuItem(
        gettext_lazy("Contacts"), address, icon_name="mail", order=270
    )


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
