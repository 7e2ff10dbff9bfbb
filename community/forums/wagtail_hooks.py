"""Forums in the editors' admin: which there are, and in which networks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community.forums.actions import forums_changed
from community.forums.models import Forum


class ForumViewSet(SnippetViewSet):
    model = Forum
    icon = "comment"
    menu_label = _("Forums")
    menu_order = 262
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "code", "network", "topic_count", "is_closed"]
    list_filter = ["network", "is_closed"]
    search_fields = ["code", "name_sq", "name_en", "name_de"]
    panels = [
        FieldRowPanel([FieldPanel("network"), FieldPanel("code")]),
        FieldPanel("name_sq"),
        FieldPanel("name_en"),
        FieldPanel("name_de"),
        FieldPanel("about_sq"),
        FieldPanel("about_en"),
        FieldPanel("about_de"),
        FieldRowPanel([FieldPanel("position"), FieldPanel("is_closed")]),
    ]

    def get_queryset(self, request: HttpRequest):
        return Forum.objects.select_related("network")


register_snippet(ForumViewSet)


def _changed(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Forum):
        forums_changed()


hooks.register("after_create_snippet", _changed)
hooks.register("after_edit_snippet", _changed)


@hooks.register("before_delete_snippet")
def forums_with_topics_stay(
    request: HttpRequest, instances: list[Any]
) -> HttpResponse | None:
    forums = [one for one in instances if isinstance(one, Forum)]
    if not any(one.topics.exists() for one in forums):
        return None
    messages.error(
        request, _("A forum in which there are topics cannot be deleted. Close it.")
    )
    return redirect("wagtailsnippets_forums_forum:list")


@hooks.register("after_delete_snippet")
def forums_are_gone(request: HttpRequest, instances: list[Any]) -> None:
    for instance in instances:
        _changed(request, instance)
