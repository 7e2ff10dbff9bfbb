"""The form in which editors write a page."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """Says beside the field when another thing has the slug in another language."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and not self.instance._slug_is_available(
            slug, self.parent_page, self.instance
        ):
            self.add_error(
                "slug",
                _("Another page here has this slug, in this or another language."),
            )
        return cleaned
