"""Spaces, their hours and what is let in them, in the editors' admin."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from community.spaces.actions import space_changed
from community.spaces.admin import (
    AcknowledgedPanel,
    GuardedEditView,
    ResourceForm,
    SpaceForm,
)
from community.spaces.forms import DateSetWidget
from community.spaces.models import Resource, Space

_DATES = FieldPanel("dates", widget=DateSetWidget)


def _in_languages(stem: str, heading: Any) -> MultiFieldPanel:
    fields = [FieldPanel(f"{stem}_{code}") for code in ("sq", "en", "de")]
    return MultiFieldPanel(fields, heading=heading)


def _hours(heading: Any) -> InlinePanel:
    return InlinePanel(
        "opening_rules",
        heading=heading,
        label=_("Opening hours"),
        panels=[
            FieldPanel("weekdays"),
            _DATES,
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ],
    )


class SpaceViewSet(SnippetViewSet):
    model = Space
    icon = "home"
    menu_label = _("Spaces")
    list_display = ["__str__", "slug", "city", "is_open"]
    list_filter = ["is_open", "city"]
    ordering = ["position", "slug"]
    copy_view_enabled = False
    edit_view_class = GuardedEditView
    panels = [
        AcknowledgedPanel(),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("position")]),
        FieldPanel("is_open"),
        _in_languages("name", _("Name")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("address"), FieldPanel("city")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            ],
            heading=_("Where it is"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("zone"), FieldPanel("half_day_at")])],
            heading=_("Time"),
        ),
        _hours(_("Opening hours")),
        InlinePanel(
            "exceptions",
            heading=_("Closed days and other hours"),
            label=_("Closed day or other hours"),
            panels=[
                FieldRowPanel([FieldPanel("first"), FieldPanel("last")]),
                _DATES,
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                FieldPanel("resource"),
                FieldRowPanel([FieldPanel(f"label_{c}") for c in ("sq", "en", "de")]),
                FieldPanel("is_estimated"),
            ],
        ),
        FieldPanel("holidays"),
        _in_languages("policy", _("House rules")),
        MultiFieldPanel(
            [FieldPanel("managers"), FieldPanel("hosts"), FieldPanel("viewers")],
            heading=_("Who looks after it"),
        ),
    ]

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=SpaceForm)
        return handler.bind_to_model(self.model)


class ResourceViewSet(SnippetViewSet):
    model = Resource
    icon = "table"
    menu_label = _("Desks and rooms")
    list_display = ["__str__", "space", "kind", "capacity", "granularity"]
    list_filter = ["space", "kind"]
    copy_view_enabled = False
    edit_view_class = GuardedEditView
    panels = [
        AcknowledgedPanel(),
        FieldRowPanel([FieldPanel("space"), FieldPanel("position")]),
        _in_languages("name", _("Name")),
        FieldRowPanel(
            [FieldPanel("kind"), FieldPanel("capacity"), FieldPanel("is_shared")]
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("granularity"), FieldPanel("step")]),
                FieldRowPanel([FieldPanel("shortest"), FieldPanel("longest")]),
                FieldRowPanel([FieldPanel("lead"), FieldPanel("horizon_days")]),
                FieldPanel("buffer"),
                FieldRowPanel([FieldPanel("needs_approval"), FieldPanel("hold_hours")]),
                FieldRowPanel(
                    [FieldPanel("needs_check_in"), FieldPanel("release_after")]
                ),
            ],
            heading=_("Terms"),
        ),
        FieldPanel("amenities"),
        FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]),
        _hours(_("Own opening hours, in place of those of the space")),
    ]

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=ResourceForm)
        return handler.bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> Any:
        return Resource.objects.select_related("space")


class SpacesViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Spaces")
    menu_icon = "home"
    menu_order = 264
    items = (SpaceViewSet, ResourceViewSet)


register_snippet(SpacesViewSetGroup)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def space_is_told_of(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Space):
        space_changed(instance)
    elif isinstance(instance, Resource):
        space_changed(instance.space)
