"""“Was this helpful?”: the screen that takes readers' answers, and its endpoint.

The page with the question is the same for everybody and may come from a cache, so the
form on it holds neither token nor cookie. What is personal, the thank-you and the way to
change one's answer, is a screen of its own that nobody caches.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.core.addresses import address_of
from cms.core.api.inputs import JsonParser
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer, locale_field
from cms.core.languages import current
from cms.core.limits import is_over_limit
from cms.core.querysets import Viewer
from cms.core.same_origin import refuse_other_sites, same_origin
from cms.faq.actions import (
    TooLateToChange,
    change_feedback,
    feedback_of,
    give_feedback,
    token_of,
)
from cms.faq.forms import COMMENT_LENGTH, FeedbackForm
from cms.faq.models import FaqEntryPage, FaqFeedback

MOST = 10
WINDOW = 600  # seconds
STALE = "stale"
_TOO_LATE = gettext_lazy("It is too late to change this answer. Send it as a new one.")


def entry_for(key: UUID, code: str, user: Viewer) -> FaqEntryPage:
    """The text that was read. Raises Http404 when this user does not see it."""
    entries = FaqEntryPage.objects.visible_to(user).select_related("locale")
    entry = entries.filter(translation_key=key, locale__language_code=code).first()
    if entry is None or address_of(entry, code, user) is None:
        raise Http404
    return entry


@never_cache
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, key: UUID) -> HttpResponse:
    if request.method != "POST":
        return _thanks(request, key, request.GET.get("answer", ""))
    form = FeedbackForm(request.POST)
    code = request.POST.get("locale", "")
    entry = entry_for(key, code, request.user)
    if is_over_limit(request, "faq-feedback", most=MOST, seconds=WINDOW):
        return _refused(request, entry, form)
    if not form.is_valid():
        return _shown(request, entry, form=form, status=422)
    try:
        given = _keep(entry, form)
    except TooLateToChange:
        form.add_error(None, ValidationError(_TOO_LATE, code=STALE))
        return _shown(request, entry, form=form, status=422)
    if request.htmx:
        return _shown(request, entry, given=given)
    query = urlencode({"answer": token_of(given)})
    return HttpResponseRedirect(f"{reverse('faq:feedback', args=[key])}?{query}")


def _keep(entry: FaqEntryPage, form: FeedbackForm) -> FaqFeedback:
    values = form.cleaned_data
    if not values["answer"]:
        return give_feedback(
            entry, helpful=values["helpful"], comment=values["comment"]
        )
    # The buttons that change the answer come without the field of the comment.
    comment = values["comment"] if "comment" in form.data else None
    return change_feedback(
        entry, values["answer"], helpful=values["helpful"], comment=comment
    )


def _thanks(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """The thank-you; without an answer of this visit the question itself."""
    given = feedback_of(token, key) if token else None
    editions = FaqEntryPage.objects.visible_to(request.user).filter(translation_key=key)
    best = editions.best_in(given.locale if given else current()).first()
    if best is None or address_of(best, current(), request.user) is None:
        raise Http404
    return _shown(request, best, given=given)


def _refused(
    request: HttpRequest, entry: FaqEntryPage, form: FeedbackForm
) -> HttpResponse:
    form.is_valid()
    form.add_error(
        None, _("There were many answers from here. Please try again in ten minutes.")
    )
    response = _shown(request, entry, form=form, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def _shown(
    request: HttpRequest,
    entry: FaqEntryPage,
    *,
    form: FeedbackForm | None = None,
    given: FaqFeedback | None = None,
    status: int = 200,
) -> HttpResponse:
    """The part that htmx swaps, or the screen that holds it."""
    address = address_of(entry, current(), request.user)
    context: dict[str, Any] = {
        "entry": entry,
        "entry_path": address.path if address else "",
        "feedback_key": entry.translation_key,
        "feedback_language": entry.locale.language_code,
        "form": form or FeedbackForm(initial={"comment": given and given.comment}),
        "given": given,
        **_state(form, given),
    }
    part = "faq/_feedback.html" if request.htmx else "faq/feedback.html"
    return render(request, part, context, status=status)


def _state(form: FeedbackForm | None, given: FaqFeedback | None) -> dict[str, Any]:
    """What the form goes on from: the answer kept, or what was typed and refused."""
    if given:
        said = "yes" if given.helpful else "no"
        return {"said": said, "token": token_of(given), "with_comment": True}
    typed = form.data if form else {}
    said = typed.get("helpful", "")
    # A token that is of no use any more is not sent again.
    is_stale = bool(form and form.has_error(NON_FIELD_ERRORS, STALE))
    return {
        "said": said if said in ("yes", "no") else "",
        "token": "" if is_stale else typed.get("answer", ""),
        "with_comment": bool(typed.get("comment") or typed.get("answer")),
    }


class FeedbackSerializer(serializers.Serializer):
    locale = locale_field(help_text="Language of the text that was read.")
    helpful = serializers.BooleanField()
    comment = serializers.CharField(
        required=False, allow_blank=True, max_length=COMMENT_LENGTH
    )
    answer = serializers.CharField(
        required=False,
        max_length=200,
        help_text="From an earlier answer of the same visit, which is then changed.",
    )


@extend_schema_serializer(component_name="FeedbackGiven")
class GivenSerializer(serializers.Serializer):
    locale = locale_field()
    helpful = serializers.BooleanField()
    comment = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(
        help_text="Send it along within two hours to change what was said."
    )


class FeedbackEndpoint(APIView):
    """Knows nobody: an account's cookies are not even looked at."""

    authentication_classes = ()
    parser_classes = (JsonParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_other_sites(request._request)

    @extend_schema(
        operation_id="faq_feedback_create",
        request=FeedbackSerializer,
        responses={
            201: GivenSerializer,
            200: GivenSerializer,
            (403, "application/problem+json"): ProblemSerializer,
            (415, "application/problem+json"): ProblemSerializer,
            (429, "application/problem+json"): ProblemSerializer,
        },
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Say whether an answer was helpful. 201 when it is new, 200 when changed."""
        form = FeedbackSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = form.validated_data
        entry = entry_for(key, values["locale"], request.user)
        if is_over_limit(request._request, "faq-feedback", most=MOST, seconds=WINDOW):
            raise Throttled(WINDOW)
        token = values.get("answer", "")
        given = _kept(entry, token, values)
        body = {
            "locale": given.locale,
            "helpful": given.helpful,
            "comment": given.comment,
            "answer": token_of(given),
        }
        return Response(body, status=200 if token else 201)


def _kept(entry: FaqEntryPage, token: str, values: dict[str, Any]) -> FaqFeedback:
    helpful, comment = values["helpful"], values.get("comment")
    if not token:
        return give_feedback(entry, helpful=helpful, comment=comment or "")
    try:
        return change_feedback(entry, token, helpful=helpful, comment=comment)
    except TooLateToChange as wrong:
        raise invalid("answer", str(_TOO_LATE)) from wrong
