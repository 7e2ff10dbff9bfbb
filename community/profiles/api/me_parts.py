"""Entries of one's own profile in the API: experience, education and the like."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.problems import invalid
from community.profiles.actions import remove_part, save_part
from community.profiles.api import own_shapes as shapes
from community.profiles.api.me import GONE, REFUSED, OwnEndpoint, checked

MOST_PARTS = 40


class OwnPart(OwnEndpoint):
    """Abstract. Entries of one kind; other members' do not exist here."""

    part: ClassVar[str]

    def shape(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        return shapes.PART_SHAPES[self.part](*args, **kwargs)

    def one(self, pk: int) -> Any:
        found = getattr(self.profile, self.part).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def save(self, one: Any, data: Any, *, partial: bool) -> Any:
        values = checked(self.shape(data=data, partial=partial))
        for name, value in values.items():
            setattr(one, name, value)
        return self.shape(save_part(one)).data


def routes() -> list[URLPattern]:
    """Two addresses for each kind of entry."""
    found = []
    for name in shapes.PART_SHAPES:
        one, many = f"me-{name}-one", f"me-{name}"
        every, single = _views(name)
        found += [
            path(f"me/profile/{name}/", every, name=many),
            path(f"me/profile/{name}/<int:id>/", single, name=one),
        ]
    return found


def _views(name: str) -> tuple[Any, Any]:
    """The endpoint of the list of entries and that of one entry."""
    shape = shapes.PART_SHAPES[name]
    model: Any = shape.Meta.model

    class Every(OwnPart):
        part = name

        @extend_schema(
            operation_id=f"me_{name}_list",
            responses={200: shape(many=True), **REFUSED},
        )
        def get(self, request: Request) -> Response:
            """The member's own entries."""
            found = getattr(self.profile, name).all()
            return Response(self.shape(found, many=True).data)

        @extend_schema(
            operation_id=f"me_{name}_create",
            request=shape,
            responses={201: shape, **REFUSED},
        )
        def post(self, request: Request) -> Response:
            """Add an entry."""
            if getattr(self.profile, name).count() >= MOST_PARTS:
                raise invalid("request", _("There are as many entries as fit in."))
            one = model(profile=self.profile)
            return Response(self.save(one, request.data, partial=False), status=201)

    class Single(OwnPart):
        part = name

        @extend_schema(
            operation_id=f"me_{name}_update",
            request=shape(partial=True),
            responses={200: shape, **REFUSED},
        )
        def patch(self, request: Request, id: int) -> Response:
            """Change what is given of an entry."""
            return Response(self.save(self.one(id), request.data, partial=True))

        @extend_schema(operation_id=f"me_{name}_remove", responses=GONE)
        def delete(self, request: Request, id: int) -> Response:
            """Delete an entry."""
            remove_part(self.one(id))
            return Response(status=204)

    return Every.as_view(), Single.as_view()
