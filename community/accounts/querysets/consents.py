"""Named reads of what people have agreed to."""

from typing import Any

from django.db import models


class ConsentQuerySet(models.QuerySet):
    """The newest word of each person for each purpose."""

    def visible_to(self, user: Any) -> "ConsentQuerySet":
        """One's own, and nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def given(self, code: str) -> "ConsentQuerySet":
        """Those who agree to this purpose now."""
        return self.filter(purpose__code=code, is_given=True)
