"""Founding and changing networks in the editors' admin."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community.networks.actions import network_changed
from community.networks.forms import NetworkForm
from community.networks.models import Network


class NetworkViewSet(SnippetViewSet):
    model = Network
    icon = "group"
    menu_label = _("Networks")
    menu_order = 262
    add_to_admin_menu = True
    list_display = ["__str__", "code", "joining", "is_public", "member_count"]
    list_filter = ["joining", "is_public"]
    ordering = ["position", "code"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
        MultiFieldPanel(
            [FieldPanel("name_sq"), FieldPanel("name_en"), FieldPanel("name_de")],
            heading=_("Name"),
        ),
        FieldRowPanel([FieldPanel("joining"), FieldPanel("is_public")]),
        FieldPanel("occupations"),
    ]

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=NetworkForm)
        return handler.bind_to_model(self.model)


register_snippet(NetworkViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def network_is_told_of(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Network):
        network_changed(instance)
