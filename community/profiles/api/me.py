"""A member's own profile. Nobody else's is within reach: no address names a member.

Session login with Django's CSRF token; never cached.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.accounts.models.consents import Channel
from community.profiles.actions import (
    HasNoNameError,
    change_profile,
    list_profile,
    put_skill,
    remove_photo,
    set_photo,
    share_with_partners,
    show_fields,
    start_profile,
    unlist_profile,
)
from community.profiles.api import own_shapes as shapes
from community.profiles.audiences import ALL, FIELDS, NAMES, Audience, mask_of
from community.profiles.completeness import completeness
from community.profiles.models import Profile, ProfileSkill, Skill
from community.profiles.permissions import can_edit_profile
from community.profiles.presets import masks_of, preset_of, shown_to_partners
from community.profiles.projection import everything

MOST_SKILLS = 60
PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer, (415, PROBLEM): ProblemSerializer}
GONE = {204: None, **REFUSED}
_AUDIENCES = {name: audience for audience, name in NAMES.items()}
# Under which name the answer tells of a field of the model.
_TOLD_AS = {"show_email": "email", "__all__": "request"}


class OwnEndpoint(MemberEndpoint):
    """Abstract. For the logged-in member; `self.profile` is made when there is none."""

    profile: Profile

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.profile = start_profile(request.user)
        if not can_edit_profile(request.user, self.profile):
            raise PermissionDenied

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ValidationError) and hasattr(exc, "error_dict"):
            told = {_TOLD_AS.get(k, k): v for k, v in exc.message_dict.items()}
            exc = serializers.ValidationError(told)
        answer: Response = super().handle_exception(exc)
        return answer


def checked(form: serializers.Serializer) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


class OwnProfile(OwnEndpoint):
    def answer(self) -> Response:
        whole = Profile.objects.whole().get(pk=self.profile.pk)
        percent = completeness(everything(whole)).percent
        return Response(
            shapes.OwnProfileSerializer(whole, context={"percent": percent}).data
        )

    @extend_schema(
        operation_id="me_profile_retrieve",
        responses={200: shapes.OwnProfileSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Everything in the member's own profile."""
        return self.answer()

    @extend_schema(
        operation_id="me_profile_update",
        request=shapes.OwnProfileSerializer(partial=True),
        responses={200: shapes.OwnProfileSerializer, **REFUSED},
    )
    def patch(self, request: Request) -> Response:
        """Change what is given."""
        form = shapes.OwnProfileSerializer(
            self.profile, data=request.data, partial=True
        )
        if values := checked(form):
            change_profile(self.profile, values)
        return self.answer()


class OwnPhoto(OwnEndpoint):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="me_photo_replace",
        request={"multipart/form-data": shapes.PhotoUploadSerializer},
        responses={200: shapes.PhotoKeptSerializer, **REFUSED},
    )
    def put(self, request: Request) -> Response:
        """A new photo; it is written anew, without what the camera noted."""
        file = request.data.get("photo")
        if not hasattr(file, "read"):
            raise invalid("photo", _("Send the file as multipart/form-data."))
        try:
            set_photo(self.profile, file)
        except ValidationError as wrong:
            raise serializers.ValidationError({"photo": wrong.messages}) from wrong
        return Response({"has_photo": True})

    @extend_schema(operation_id="me_photo_remove", responses=GONE)
    def delete(self, request: Request) -> Response:
        """Delete the photo."""
        remove_photo(self.profile)
        return Response(status=204)


class OwnSkill(OwnEndpoint):
    @extend_schema(
        operation_id="me_skills_replace",
        request=shapes.OwnSkillSerializer(partial=True),
        responses={200: shapes.OwnSkillSerializer, **GONE},
    )
    def put(self, request: Request, slug: str) -> Response:
        """Set what is given of a skill; 204 when nothing is left of it."""
        mine = Skill.objects.filter(holders__profile=self.profile)
        merged = Skill.objects.filter(merged_into__status=Skill.Status.APPROVED)
        known = (Skill.objects.approved() | mine | merged).distinct()
        skill = get_object_or_404(known, slug=slug)
        values = checked(shapes.OwnSkillSerializer(data=request.data, partial=True))
        if self.profile.skills.exclude(skill=skill).count() >= MOST_SKILLS:
            raise invalid("request", _("There are as many skills as fit in."))
        held = put_skill(self.profile, skill, **values)
        if held is None:
            return Response(status=204)
        return Response(shapes.OwnSkillSerializer(held).data)

    @extend_schema(operation_id="me_skills_remove", responses=GONE)
    def delete(self, request: Request, slug: str) -> Response:
        """Neither had nor offered nor sought any more."""
        held = ProfileSkill.objects.filter(profile=self.profile, skill__slug=slug)
        one = get_object_or_404(held.select_related("skill"))
        put_skill(self.profile, one.skill, has=False, offers=False, seeks=False)
        return Response(status=204)


class OwnVisibility(OwnEndpoint):
    def answer(self) -> Response:
        chosen = self.profile.visibility
        fields = {
            name: [NAMES[one] for one in ALL if mask_of(name, chosen) & one]
            for name in FIELDS
        }
        return Response(
            {
                "fields_shown": fields,
                "partners": self.profile.partners_since is not None,
                "preset": preset_of(chosen) or None,
            }
        )

    @extend_schema(
        operation_id="me_visibility_retrieve",
        responses={200: shapes.VisibilitySerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Which audiences see which field."""
        return self.answer()

    @extend_schema(
        operation_id="me_visibility_update",
        request=shapes.VisibilitySerializer(partial=True),
        responses={200: shapes.VisibilitySerializer, **REFUSED},
    )
    def patch(self, request: Request) -> Response:
        """Change what is given: first the preset, then single fields, then consent."""
        values = checked(shapes.VisibilitySerializer(data=request.data, partial=True))
        masks = dict(self.profile.visibility)
        if values.get("preset"):
            masks = masks_of(values["preset"], masks)
        agrees = values.get("partners")
        if agrees and self.profile.partners_since is None:
            masks = shown_to_partners(masks)
        for name, names in values.get("fields_shown", {}).items():
            masks[name] = sum({_AUDIENCES[one] for one in names}, Audience(0))
        if masks != self.profile.visibility:
            show_fields(self.profile, masks)
        if agrees is not None:
            share_with_partners(self.profile, agrees, Channel.API)
        return self.answer()


class OwnListing(OwnEndpoint):
    @extend_schema(
        operation_id="me_profile_list",
        request=shapes.ConsentSerializer,
        responses={200: shapes.ListedSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Be listed in the directory, by express consent."""
        values = checked(shapes.ConsentSerializer(data=request.data))
        if not values["consent"]:
            raise invalid("consent", _("Nobody is listed without their consent."))
        try:
            list_profile(self.profile, Channel.API)
        except HasNoNameError as wrong:
            raise invalid("name", _("Give your name first.")) from wrong
        return Response({"is_listed": True})


class OwnUnlisting(OwnEndpoint):
    @extend_schema(
        operation_id="me_profile_unlist",
        request=None,
        responses={200: shapes.ListedSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Be in the directory no longer, at once; what the profile says is kept."""
        unlist_profile(self.profile, Channel.API)
        return Response({"is_listed": False})
