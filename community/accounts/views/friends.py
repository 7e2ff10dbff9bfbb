"""A member invites somebody, and what becomes of the mail's two links."""

import smtplib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from community.accounts.actions import (
    INVITED_BY,
    MOST_A_MONTH,
    MonthIsFullError,
    address_in,
    invite_somebody,
    inviter_in,
    leave_by_invitation,
    sent_and_joined,
)
from community.accounts.forms import InviteForm


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(request, form):
        messages.success(request, _("Thank you. If it may be, the mail is on its way."))
        return redirect("account-invite")
    sent, joined = sent_and_joined(request.user)
    context = {
        "form": form,
        "sent": sent,
        "joined": joined,
        "left": max(0, MOST_A_MONTH - sent),
        "most": MOST_A_MONTH,
    }
    status = 422 if form.is_bound else 200
    return render(request, "contacts/invite.html", context, status=status)


def _sent(request: HttpRequest, form: InviteForm) -> bool:
    """False when it could not be; the form then says why."""
    told = form.cleaned_data
    try:
        invite_somebody(told["email"], told["text"], request.user, get_language() or "")
    except MonthIsFullError:
        form.add_error(None, _("You have sent all your invitations of this month."))
    except (OSError, smtplib.SMTPException):
        form.add_error(None, _("The mail could not be sent. Please try again later."))
    return not form.errors


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """To the sign-up; the session remembers by whom, until the first login."""
    inviter = inviter_in(token)
    if inviter and not request.user.is_authenticated:
        request.session[INVITED_BY] = inviter
    return redirect("account_signup")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One button; only posting counts, since programs open the links of mails."""
    if not address_in(token):
        return render(request, "contacts/gone.html", status=404)
    if request.method != "POST":
        return render(request, "contacts/leave.html", {"by_member": True})
    leave_by_invitation(token)
    return render(request, "contacts/left.html", {"by_member": True})
