"""Accounts in the editors' admin, where its hooks are the only way."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from community.accounts.models import User


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
