"""Reads of profiles. What others may see of one is read from the directory's rows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from cms.core.querysets import Viewer
from community.profiles.audiences import Audience
from community.profiles.querysets.directory import Directory
from community.profiles.querysets.question import FLAGS


def audience_of(user: Viewer) -> Audience:
    """The audience that a reader belongs to without doing anything for it."""
    return Audience.MEMBERS if user.is_authenticated else Audience.PUBLIC


def directory_of(user: Viewer) -> Directory:
    """The directory as this user may see it."""
    return Directory(audience_of(user), reader_of(user))


def directory_towards(user: Viewer, slug: str) -> Directory:
    """The same for the page of one person, with whom the reader may share a network."""
    shares = import_string(settings.SHARED_CIRCLE)
    if user.is_authenticated and shares(user, slug):
        return Directory(Audience.NETWORKS, user.pk)
    return directory_of(user)


def reader_of(user: Viewer) -> int:
    """The member's number; 0 for a visitor."""
    return user.pk if user.is_authenticated else 0


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> "ProfileQuerySet":
        """Listed profiles of which this user sees anything, and the own one."""
        rows: Any = self.model._meta.get_field("rows").related_model
        shown = rows.objects.filter(
            profile=OuterRef("pk"), **{FLAGS[audience_of(user)]: True}
        )
        own = Q(user=user.pk) if user.is_authenticated else Q(pk__in=[])
        return self.filter(Exists(shown) | own)

    def whole(self) -> "ProfileQuerySet":
        """With everything that a row is made of, in a fixed number of queries."""
        return self.select_related("occupation").prefetch_related(
            "occupation__labels",
            "experience",
            "education",
            "licences",
            "languages",
            "skills__skill__labels",
            "links",
            "visits",
        )
