"""Named reads of who was shown what of members."""

from typing import Any

from django.db import models

from cms.core.querysets import Viewer


class DisclosureQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> "DisclosureQuerySet":
        """Looks at one's own profile."""
        return self.filter(profile__user=user) if user.is_authenticated else self.none()


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ExportQuerySet":
        """Those since one has an account: one may have been in the file. Everybody is
        told of them, for an export does not note whom it holds."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(created_at__gte=user.date_joined)
