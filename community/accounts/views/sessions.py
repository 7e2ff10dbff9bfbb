"""Where a member is logged in, and logging out elsewhere."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from community.accounts.actions import end_sessions
from community.accounts.devices import device_words, is_handheld
from community.accounts.querysets import live_sessions


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; posting to it ends all but the session that it is posted from."""
    own = request.session.session_key
    if request.method == "POST":
        _tell_ended(request, end_sessions(request.user, keep=own))
        return redirect("account-sessions")
    rows = [
        {
            "pk": session.pk,
            "device": device_words(session.user_agent),
            "handheld": is_handheld(session.user_agent),
            "since": session.created_at,
            "seen": session.last_seen_at,
            "current": session.session_key == own,
        }
        for session in live_sessions(request.user)
    ]
    rows.sort(key=lambda row: not row["current"])
    return render(request, "account/sessions.html", {"sessions": rows})


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    own = request.session.session_key
    listed = {session.pk: session for session in live_sessions(request.user)}
    if pk not in listed:
        raise Http404
    ended = end_sessions(request.user, only=pk)
    if listed[pk].session_key == own:
        logout(request)
        return redirect("account_login")
    _tell_ended(request, ended)
    return redirect("account-sessions")


def _tell_ended(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("You are logged in nowhere else."))
        return
    words = ngettext(
        "%(count)d session has ended.", "%(count)d sessions have ended.", count
    )
    messages.success(request, words % {"count": count})
