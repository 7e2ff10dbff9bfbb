"""The privacy centre: what a member agrees to, asked and withdrawn in one place."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from community.accounts.actions import (
    CannotAgreeError,
    NoSuchLinkError,
    TextHasChangedError,
    answer_mail,
    asked_by_mail,
    give_consent,
    withdraw_consent,
)
from community.accounts.models import ConsentRecord
from community.accounts.offers import Offer, offer_of, offers_to

ON_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A record in words of the reader's language."""

    record: ConsentRecord
    title: str


@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    context = {"offers": offers_to(request.user, _reading())}
    return render(request, "privacy/centre.html", context)


@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Agree or withdraw; the text that was shown must still be today's."""
    offer = offer_of(request.user, code, _reading())
    if offer is None:
        raise Http404
    if request.POST.get("do") == "withdraw":
        withdraw_consent(request.user, code, language=_reading())
        messages.success(request, _("You have withdrawn. It takes effect at once."))
    elif request.POST.get("do") == "give":
        _give(request, offer)
    else:
        messages.error(request, _("Nothing was changed."))
    response = redirect("privacy:centre")
    response["Location"] += f"#{code}"
    return response


def _give(request: HttpRequest, offer: Offer) -> None:
    given = request.POST.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() else 0
    try:
        held = give_consent(
            request.user, offer.code, language=_reading(), version=version
        )
    except TextHasChangedError:
        words = _("The text has changed. Please read it once more before you agree.")
        messages.warning(request, words)
    except CannotAgreeError as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request,
            _("Thank you. You agreed to this.")
            if held
            else _("We have sent you a mail. Its link makes your answer count."),
        )


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every word of the member, the newest first, with the text as it was shown."""
    records = ConsentRecord.objects.visible_to(request.user).select_related("text")
    page = Paginator(records, ON_A_PAGE).get_page(request.GET.get("p"))
    lines = [Line(one, one.text.in_language(_reading())[1]["title"]) for one in page]
    return render(request, "privacy/history.html", {"records": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: it shows the question, and only the button answers it.

    Programs that look through mails open every link in them.
    """
    asked = asked_by_mail(token)
    if asked is None:
        return render(request, "privacy/confirm_gone.html", status=404)
    if request.method == "POST":
        try:
            answer_mail(token)
        except NoSuchLinkError:
            return render(request, "privacy/confirm_gone.html", status=404)
        return render(request, "privacy/confirmed.html", {"words": _words(asked)})
    return render(request, "privacy/confirm.html", {"words": _words(asked)})


def _words(asked) -> dict[str, str]:
    return asked.text.words[asked.language]


def _reading() -> str:
    return get_language() or settings.LANGUAGE_CODE
