"""The FAQ in the editors' admin: two reports and a line on the first screen."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.faq import reports
from cms.faq.permissions import languages_edited_by


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(languages_edited_by(request.user))


class ReviewsPanel(Component):
    """“n answers wait for review”; nothing when none does."""

    name = "faq_reviews"
    order = 150
    template_name = "faq/admin/reviews_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        codes = languages_edited_by(parent_context["request"].user)
        return {"number": reports.overdue_in(codes).count() if codes else 0}


@hooks.register("register_admin_urls")
def report_addresses():
    urls = [
        path("helpful/", reports.helpfulness, name="helpfulness"),
        path("reviews/", reports.reviews, name="reviews"),
        path("reviews/<uuid:key>/", reports.reviewed_today, name="reviewed-today"),
    ]
    return [path("faq/", include((urls, "faq_reports"), namespace="faq_reports"))]


@hooks.register("register_reports_menu_item")
def helpfulness_in_the_menu():
    return ReportMenuItem(
        _("Was it helpful?"),
        reverse("faq_reports:helpfulness"),
        icon_name="help",
        order=900,
    )


@hooks.register("register_reports_menu_item")
def reviews_in_the_menu():
    return ReportMenuItem(
        _("Overdue reviews"),
        reverse("faq_reports:reviews"),
        icon_name="time",
        order=910,
    )


@hooks.register("construct_homepage_panels")
def reviews_on_the_first_screen(request, panels):
    panels.append(ReviewsPanel())
