"""Joining a network, asking to, leaving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.networks.actions import (
    RefusedError,
    ask_to_join,
    decline_invitation,
    join_network,
    leave_network,
    withdraw_request,
)
from community.networks.forms import RequestForm
from community.networks.models import Invitation, JoinRequest
from community.networks.permissions import abilities, standing_of
from community.networks.views.doors import front_of, network_called, to_front


@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    network = network_called(code)
    try:
        join_network(_active(request), network)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        words = _("Welcome! You belong to “%(network)s” now.")
        messages.success(request, words % {"network": network.name})
    return to_front(request, network)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Say why one would like to join."""
    network = network_called(code)
    user = _active(request)
    if request.method != "POST":
        if "ask" not in abilities(user, network, standing_of(user, network)):
            return to_front(request, network)
        return _asked(request, network, RequestForm())
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _asked(request, network, form, status=422)
    try:
        ask_to_join(user, network, form.cleaned_data["text"])
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _asked(request, network, form, status=422)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        words = _("Your request is with those who lead the network.")
        messages.success(request, words)
    return to_front(request, network)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    network = network_called(code)
    own = JoinRequest.objects.open().filter(user=request.user, network=network).first()
    if own is None:
        raise Http404
    withdraw_request(own)
    messages.success(request, _("Your request is withdrawn."))
    return to_front(request, network)


@require_POST
def decline(request: HttpRequest, code: str) -> HttpResponse:
    network = network_called(code)
    found = Invitation.objects.visible_to(request.user).filter(network=network).first()
    if found is None:
        raise Http404
    decline_invitation(found)
    messages.success(request, _("You have declined. Nobody is told."))
    return redirect("networks:own")


@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    network = network_called(code)
    try:
        leave_network(_active(request), network)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        words = _("You have left “%(network)s”.")
        messages.success(request, words % {"network": network.name})
    return redirect("networks:own")


def _active(request: HttpRequest):
    if not request.user.is_active:
        raise PermissionDenied
    return request.user


def _asked(
    request: HttpRequest, network, form: RequestForm, status: int = 200
) -> HttpResponse:
    context = {"network": network, "form": form, "front": front_of(request, network)}
    return render(request, "networks/ask.html", context, status=status)
