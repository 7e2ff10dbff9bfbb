from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.core import reports
from cms.core.page_links import ReaderPageLinkHandler
from cms.core.permissions import can_keep_jobs


@hooks.register("register_rich_text_features", order=100)
def links_stay_in_the_readers_language(features):
    features.register_link_type(ReaderPageLinkHandler)


@hooks.register("on_serve_page")
def pages_are_the_same_for_every_visitor(next_serve_page):
    """Also those with routes of their own, which do not pass `BasePage.serve`."""

    def serve(page, request, args, kwargs):
        response = next_serve_page(page, request, args, kwargs)
        response.is_public = True
        return response

    return serve


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_keep_jobs(request.user)


class JobsPanel(Component):
    """“n jobs were given up”, “no worker is at work”; nothing when all is well."""

    name = "core_jobs"
    order = 140
    template_name = "core/admin/jobs_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        if not can_keep_jobs(parent_context["request"].user):
            return {}
        return {"number": reports.number_given_up(), "is_stuck": reports.is_stuck()}


@hooks.register("register_admin_urls")
def job_addresses():
    urls = [
        path("", reports.jobs, name="jobs"),
        path("<uuid:pk>/again/", reports.try_again, name="again"),
        path("<uuid:pk>/discard/", reports.discard, name="discard"),
    ]
    return [path("jobs/", include((urls, "jobs_admin"), namespace="jobs_admin"))]


@hooks.register("register_reports_menu_item")
def jobs_in_the_menu():
    address = reverse("jobs_admin:jobs")
    return JobsMenuItem(_("Jobs"), address, icon_name="tasks", order=950)


@hooks.register("register_permissions")
def groups_may_keep_jobs():
    return Permission.objects.filter(
        content_type__app_label="django_tasks_database", codename="change_dbtaskresult"
    )


@hooks.register("construct_homepage_panels")
def jobs_on_the_first_screen(request, panels):
    panels.append(JobsPanel())
