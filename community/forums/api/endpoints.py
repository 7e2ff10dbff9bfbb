"""What every endpoint of the forums has in common, and taking things as a reader sees
them: what is unseen is a 404, what is forbidden a 403, what is not possible now a 409.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import APIException

from cms.core.api.endpoints import Endpoint
from cms.core.api.problems import RefusedProblem
from community.forums.actions import RefusedError, TooSoonError
from community.forums.cards import topic_for
from community.forums.models import Forum, Post, Topic


class TooSoonProblem(APIException):
    """Slow mode, or many pictures; `wait` becomes `Retry-After`."""

    status_code = 429
    wait = 0


class ForumEndpoint(Endpoint):
    def told(self, exc: Exception) -> Exception:
        if isinstance(exc, TooSoonError):
            problem = TooSoonProblem(str(exc))
            problem.wait = exc.wait
            return problem
        if isinstance(exc, RefusedError):
            return RefusedProblem(str(exc))
        if isinstance(exc, ValidationError) and hasattr(exc, "error_dict"):
            return serializers.ValidationError(exc.message_dict)
        return exc


# Things as this reader sees them; Http404 for all others -----------------------------------


def seen_forum(user: Any, code: str) -> Forum:
    found = Forum.objects.visible_to(user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def seen_topic(user: Any, pk: int) -> Topic:
    return topic_for(user, pk)


def seen_post(user: Any, pk: int) -> Post:
    """With its topic as `topic_for` gives it."""
    rows = Post.objects.visible_to(user).defer("html", "words")
    found: Post | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.topic = topic_for(user, found.topic_id)
    return found
