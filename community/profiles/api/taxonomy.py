"""Occupations, skills, and suggestions while typing.

Everybody gets the same answer, so it is public whoever asks, with an ETag of its bytes.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import answers, parameters
from cms.core.api.inputs import JsonParser
from cms.core.api.lists import ContentEndpoint
from cms.core.api.problems import invalid
from cms.core.api.schema import LOCALE, list_of
from cms.core.api.serializers import ProblemSerializer
from cms.core.paging import page_of
from cms.core.rows.circles import NOBODY
from cms.core.rows.projection import dumps
from community.profiles.actions import (
    TooManyProposalsError,
    UnusableLabelError,
    propose_skill,
)
from community.profiles.api import serializers as shapes
from community.profiles.models import Label, Occupation, Skill, SkillGroup
from community.profiles.permissions import can_propose_skill
from community.profiles.querysets.suggestions import (
    LONGEST_QUERY,
    OCCUPATION,
    SKILL,
)

KINDS = {"all": (OCCUPATION, SKILL), OCCUPATION: (OCCUPATION,), SKILL: (SKILL,)}
LEVELS = ("1", "2", "3", "4")
MOST_SUGGESTIONS = 25
SUGGESTIONS = 10
Q = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": LONGEST_QUERY},
    description="Beginnings of words, in any language.",
)
LIMIT = {"type": "integer", "minimum": 1}


class TaxonomyEndpoint(ContentEndpoint):
    """A read that is the same for everybody."""

    def answer(self, request: Request, content: Any) -> HttpResponse:
        body = dumps(content)
        tag = answers.etag(body)
        unchanged = answers.not_modified(request._request, tag, NOBODY)
        return unchanged or answers.raw(body, tag, NOBODY)


class OccupationList(TaxonomyEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "parent", "level", "q")

    @extend_schema(
        operation_id="taxonomy_occupations_list",
        parameters=[
            LOCALE,
            OpenApiParameter("parent", str, description="Only what is right below."),
            OpenApiParameter("level", str, enum=LEVELS),
            Q,
        ],
        responses=shapes.OccupationSerializer(many=True),
    )
    def get(self, request: Request) -> HttpResponse:
        """Groups of ISCO-08 by their codes: all of them, or those asked for."""
        found = Occupation.objects.matching(_query(request)).order_by("code")
        level = request.query_params.get("level", "")
        if level:
            found = found.filter(level=_one_of("level", level, LEVELS))
        parent = request.query_params.get("parent", "")
        if parent:
            found = found.filter(parent__code=parent)
            if not Occupation.objects.filter(code=parent).exists():
                raise Http404
        names = Label.objects.names_of(found)
        rows = [
            shapes.occupation(code, names.get(pk, {}), self.locale)
            for pk, code in found.values_list("pk", "code")
        ]
        return self.answer(request, rows)


class OccupationDetail(TaxonomyEndpoint):
    @extend_schema(
        operation_id="taxonomy_occupations_retrieve",
        parameters=[LOCALE],
        responses=shapes.OccupationDetailSerializer,
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """One group with the groups above and right below it, and all its words."""
        found = Occupation.objects.filter(code=code).with_labels().first()
        if found is None:
            raise Http404
        above = Occupation.objects.ancestors(code).with_names()
        below = found.children.order_by("code").with_names()
        content = {
            **shapes.occupation(code, found.names, self.locale),
            "alternatives": shapes.alternatives_of(found),
            "ancestors": [shapes.occupation_reference(o, self.locale) for o in above],
            "children": [shapes.occupation_reference(o, self.locale) for o in below],
        }
        return self.answer(request, content)


class SkillList(TaxonomyEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "post", "options"]
    parser_classes = (JsonParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        reads = ("locale", "group", "q", "limit", "cursor")
        self.parameters = () if request.method == "POST" else reads
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="taxonomy_skills_list",
        parameters=[
            LOCALE,
            OpenApiParameter("group", str, description="Code of a group."),
            Q,
            OpenApiParameter("limit", {**LIMIT, "maximum": parameters.MAX_LIMIT}),
            OpenApiParameter("cursor", str, description="From `next` or `previous`."),
        ],
        responses=list_of(shapes.SkillSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """Approved skills in the order of their slugs."""
        limit = parameters.asked_limit(request)
        found = Skill.objects.approved().matching(_query(request))
        group = request.query_params.get("group", "")
        if group:
            found = found.filter(group__code=group)
            if not SkillGroup.objects.filter(code=group).exists():
                raise Http404
        rows = found.select_related("group").with_names()
        cursor = request.query_params.get("cursor", "")
        try:
            page = page_of(rows, ["slug"], cursor, limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        content = {
            "total": found.count(),
            "next": page.next or None,
            "previous": page.previous or None,
            "items": [shapes.skill(one, self.locale) for one in page.rows],
        }
        return self.answer(request, content)

    @extend_schema(
        operation_id="taxonomy_skills_propose",
        request=shapes.ProposalSerializer,
        responses={
            201: shapes.ProposedSkillSerializer,
            200: shapes.ProposedSkillSerializer,
            (403, "application/problem+json"): ProblemSerializer,
            (415, "application/problem+json"): ProblemSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        """Propose a skill that is missing (members only).

        200 with the skill that is there already when one reads so in any language, 201
        with the new proposal otherwise. It waits until a moderator decides on it.
        """
        if not can_propose_skill(request.user):
            raise (
                PermissionDenied if request.user.is_authenticated else NotAuthenticated
            )
        form = shapes.ProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        text, locale = form.validated_data["text"], form.validated_data["locale"]
        known = set(Skill.objects.spelt(text).values_list("pk", flat=True))
        with translation.override(locale):
            try:
                skill = propose_skill(text, locale, by=request.user)
            except (UnusableLabelError, TooManyProposalsError) as wrong:
                raise invalid("text", str(wrong)) from wrong
        body = {**shapes.skill(skill, locale), "status": skill.status}
        return Response(body, status=200 if skill.pk in known else 201)


class SkillDetail(TaxonomyEndpoint):
    @extend_schema(
        operation_id="taxonomy_skills_retrieve",
        parameters=[LOCALE],
        responses=shapes.SkillDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """One approved skill; the slug of a merged one leads to what it became."""
        skills = Skill.objects.select_related("group").with_labels()
        found = skills.filter(slug=slug).first()
        if found is not None and found.merged_into_id:
            found = skills.get(pk=found.merged_into_id)
        if found is None or found.status != Skill.Status.APPROVED:
            raise Http404
        content = {
            **shapes.skill(found, self.locale),
            "alternatives": shapes.alternatives_of(found),
        }
        return self.answer(request, content)


class Suggest(TaxonomyEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "q", "kind", "limit")

    @extend_schema(
        operation_id="taxonomy_suggest",
        parameters=[
            LOCALE,
            Q,
            OpenApiParameter("kind", str, enum=list(KINDS), default="all"),
            OpenApiParameter(
                "limit",
                {**LIMIT, "maximum": MOST_SUGGESTIONS, "default": SUGGESTIONS},
            ),
        ],
        responses=shapes.SuggestionsSerializer,
    )
    def get(self, request: Request) -> HttpResponse:
        """Unit groups and approved skills that fit what was typed, in any language."""
        kinds = KINDS[_one_of("kind", request.query_params.get("kind", "all"), KINDS)]
        limit = _limit(request)
        found = Label.objects.suggested(_query(request), self.locale, limit, kinds)
        return self.answer(request, {"items": [shapes.suggestion(o) for o in found]})


def _query(request: Request) -> str:
    text: str = request.query_params.get("q", "")
    if len(text) > LONGEST_QUERY:
        raise invalid(
            "q",
            _("Give at most %(number)s characters.") % {"number": LONGEST_QUERY},
        )
    return text


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(SUGGESTIONS))
    known = [str(number) for number in range(1, MOST_SUGGESTIONS + 1)]
    if text not in known:
        message = _("Give a number from 1 to %(limit)s.") % {"limit": MOST_SUGGESTIONS}
        raise invalid("limit", message)
    return int(text)


def _one_of(name: str, value: str, known: Any) -> str:
    if value not in known:
        message = _("Unknown value. Known ones: %(names)s.") % {
            "names": ", ".join(known)
        }
        raise invalid(name, message)
    return value
