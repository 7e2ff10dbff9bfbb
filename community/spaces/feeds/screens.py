"""A member's own addresses of calendars: making, listing, revoking."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from community.spaces.actions import (
    RefusedError,
    issue_feed_token,
    revoke_feed_token,
)
from community.spaces.feeds.addresses import (
    public_feeds,
    secret_address,
    subscribing,
)
from community.spaces.models import FeedToken, Space
from community.spaces.permissions import can_manage_space


class FeedForm(forms.Form):
    """What the feed shall hold; offered are the spaces that the member manages."""

    space = forms.ModelChoiceField(
        Space.objects.none(),
        required=False,
        label=gettext_lazy("What it holds"),
        empty_label=gettext_lazy("My own bookings"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = managed_spaces(user)
        if not managed:
            del self.fields["space"]
            return
        field: Any = self.fields["space"]
        field.queryset = Space.objects.filter(pk__in=[one.pk for one in managed])
        field.label_from_instance = _all_of


def _all_of(space: Space) -> str:
    return _("All bookings in %(space)s") % {"space": space.name}


def managed_spaces(user: Any) -> list[Space]:
    seen = Space.objects.visible_to(user)
    return [one for one in seen if can_manage_space(user, one)]


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: Any) -> HttpResponse:
    """The list; posting makes another address, which is in this one answer alone."""
    # (an empty form is one: whoever manages no space has nothing to choose)
    posted = request.POST if request.method == "POST" else None
    form = FeedForm(posted, user=request.user)
    made = ""
    if form.is_valid():
        try:
            _token, secret = issue_feed_token(
                request.user, form.cleaned_data.get("space")
            )
        except RefusedError as why:
            messages.error(request, str(why))
            return redirect("account-calendars")
        made = secret_address(secret)
        form = FeedForm(user=request.user)
    tokens = FeedToken.objects.visible_to(request.user).valid()
    context = {
        "form": form,
        "made": made,
        "subscribe": subscribing(made),
        "tokens": tokens.select_related("space"),
        "public": public_feeds(),
    }
    return render(request, "spaces/calendars.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(FeedToken.objects.visible_to(request.user).valid(), pk=pk)
    revoke_feed_token(token)
    messages.success(request, _("This address does not work any more."))
    return redirect("account-calendars")
