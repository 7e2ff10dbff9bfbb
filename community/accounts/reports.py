"""The log of privileged actions in the editors' admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.accounts.forms import AuditForm
from community.accounts.models import PrivilegedAction
from community.accounts.permissions import can_read_audit_log

ON_A_PAGE = 50
LARGEST = 2**63 - 1


@never_cache
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The newest first, a page by the number of the last line before it."""
    if not can_read_audit_log(request.user):
        raise PermissionDenied
    form = AuditForm(request.GET)
    chosen = _chosen(form.cleaned_data) if form.is_valid() else None
    after = _number(request.GET.get("after", ""))
    lines = [] if chosen is None else list(_page(chosen, after))
    query = request.GET.copy()
    query.pop("after", None)
    first = query.urlencode()
    if len(lines) > ON_A_PAGE:
        query["after"] = str(lines[ON_A_PAGE - 1].pk)
    title = _("Privileged actions")
    context = {
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
        "form": form,
        "lines": lines[:ON_A_PAGE],
        "first": first if after is not None else None,
        "next": query.urlencode() if len(lines) > ON_A_PAGE else "",
    }
    status = 200 if form.is_valid() else 422
    return render(request, "accounts/admin/audit_log.html", context, status=status)


def _chosen(wanted: dict[str, Any]) -> "QuerySet[PrivilegedAction]":
    found = PrivilegedAction.objects.select_related("by", "subject")
    if wanted["who"]:
        found = found.about(wanted["who"])
    if wanted["action"]:
        found = found.filter(action=wanted["action"])
    if wanted["since"]:
        found = found.filter(created_at__date__gte=wanted["since"])
    if wanted["until"]:
        found = found.filter(created_at__date__lte=wanted["until"])
    return found


def _page(
    chosen: "QuerySet[PrivilegedAction]", after: int | None
) -> "QuerySet[PrivilegedAction]":
    if after is not None:
        chosen = chosen.filter(pk__lt=after)
    return chosen.order_by("-pk")[: ON_A_PAGE + 1]


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return min(int(text), LARGEST) if is_number else None
