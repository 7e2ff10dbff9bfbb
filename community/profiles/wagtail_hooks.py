"""Skills, occupations and members in the editors' admin."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from community.profiles.actions import reword_rows
from community.profiles.admin import exporting, members, taxonomy
from community.profiles.forms import SkillForm
from community.profiles.models import Skill
from community.profiles.permissions import (
    can_curate_occupations,
    can_curate_skills,
    can_read_as_organisation,
)


class SkillViewSet(SnippetViewSet):
    model = Skill
    icon = "tag"
    menu_label = _("Skills")
    list_display = ["__str__", "slug", "group", "status"]
    list_filter = ["status", "group"]
    search_fields = ["labels__text"]
    ordering = ["slug"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("group")]),
        InlinePanel(
            "labels",
            label=_("Label"),
            panels=[
                FieldRowPanel([FieldPanel("language"), FieldPanel("kind")]),
                FieldPanel("text"),
            ],
            min_num=1,
        ),
    ]

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=SkillForm)
        return handler.bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest):
        return Skill.objects.select_related("group").with_names()


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_curate_skills(request.user)


class OccupationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_curate_occupations(request.user)


class TaxonomyViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Taxonomy")
    menu_icon = "tag"
    menu_order = 260
    items = (SkillViewSet,)

    def get_submenu_items(self):
        return [
            *super().get_submenu_items(),
            ProposalsMenuItem(
                _("Proposed skills"),
                reverse("profiles_admin:proposals"),
                icon_name="tasks",
                order=800,
            ),
            OccupationsMenuItem(
                _("Occupations"),
                reverse("profiles_admin:occupations"),
                icon_name="list-ul",
                order=810,
            ),
        ]


register_snippet(TaxonomyViewSetGroup)


class ProposalsPanel(Component):
    """“n skills wait for a decision”; nothing when none does."""

    name = "profiles_proposals"
    order = 160
    template_name = "profiles/admin/proposals_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        curates = can_curate_skills(parent_context["request"].user)
        return {"number": Skill.objects.pending().count() if curates else 0}


@hooks.register("register_admin_urls")
def taxonomy_addresses():
    urls = [
        path("proposals/", taxonomy.proposals, name="proposals"),
        path("proposals/<int:pk>/", taxonomy.proposal, name="proposal"),
        path("proposals/<int:pk>/merge/", taxonomy.merge, name="merge"),
        path("proposals/<int:pk>/reject/", taxonomy.reject, name="reject"),
        path("occupations/", taxonomy.occupations, name="occupations"),
        path("occupations/<str:code>/", taxonomy.occupation, name="occupation"),
    ]
    inside = include((urls, "profiles_admin"), namespace="profiles_admin")
    return [path("taxonomy/", inside)]


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_as_organisation(request.user)


@hooks.register("register_admin_menu_item")
def members_in_the_menu():
    address = reverse("members_admin:members")
    return MembersMenuItem(_("Members"), address, icon_name="group", order=265)


@hooks.register("register_admin_urls")
def member_addresses():
    urls = [
        path("", members.members, name="members"),
        path("export/", exporting.export, name="export"),
        path("<slug:slug>/", members.member, name="member"),
        path("<slug:slug>/verify/", members.verify, name="verify"),
        path("<slug:slug>/tighten/", members.tighten, name="tighten"),
    ]
    inside = include((urls, "members_admin"), namespace="members_admin")
    return [path("members/", inside)]


@hooks.register("construct_homepage_panels")
def proposals_on_the_first_screen(request, panels):
    panels.append(ProposalsPanel())


@hooks.register("after_edit_snippet")
def words_reach_the_directory(request, instance):
    if isinstance(instance, Skill):
        reword_rows(instance)
