"""Home page, error pages and the small files that browsers ask for."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.templatetags.static import static
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.api.problems import problem
from cms.core.cards import cards, rows_for, version_of
from cms.core.models import BasePage
from cms.core.rows.reads import ORDERS, Found, Question, ask
from cms.faq.cards import TopicCard
from cms.faq.models import FaqIndexPage, FaqTopicPage
from cms.library import cards as library_cards
from cms.library.models import LibraryIndexPage
from cms.news import cards as news_cards
from cms.news.models import NewsIndexPage
from community.accounts.permissions import can_enter_admin
from home.models import HomePage

FRONT_DOORS: dict[str, type[BasePage]] = {
    "library": LibraryIndexPage,
    "faq": FaqIndexPage,
    "news": NewsIndexPage,
}
TREE = ORDERS["tree"]


def home_page(page: HomePage, request: HttpRequest) -> dict:
    """One statement for all that lives on the home page."""
    rows = rows_for(request)
    kinds = [model.api_type for model in FRONT_DOORS.values()]
    doors, news, works, topics = ask(
        Question(rows.of_type(*kinds), TREE, len(kinds)),
        news_cards.latest(rows, 3),
        library_cards.latest(rows, 4),
        Question(rows.of_type(FaqTopicPage.api_type), TREE, 6),
    )
    paths = _front_door_paths(doors)
    return {
        "details": lambda: {"cards": _door_cards(page, paths)},
        "paths": paths,
        "doors": (*((row.row_id, row.version) for row in doors),),
        "news": cards(news, news_cards.NewsCard),
        "works": cards(works, library_cards.WorkCard),
        "topics": cards(topics, TopicCard),
        # The organisation's contact is among what machines are told here.
        "head_shows": version_of(request),
    }


def _door_cards(page: HomePage, paths: dict[str, str]) -> list[dict]:
    return [
        {"value": card.value, "path": paths[card.value["target"]]}
        for card in page.cards
        if paths.get(card.value["target"])
    ]


def _front_door_paths(doors: list[Found]) -> dict[str, str]:
    """Addresses of the index pages in the reader's language, and of signing up."""
    path_of = {row.type: row.path for row in doors}
    paths = {
        name: path_of.get(model.api_type, "") for name, model in FRONT_DOORS.items()
    }
    return {**paths, "join": resolve_url("account_signup")}


@require_safe
@login_required
def style_guide(request: HttpRequest) -> HttpResponse:
    """The living style guide; members of the public do not see it."""
    if not can_enter_admin(request.user):
        raise Http404
    return render(request, "home/style_guide.html")


def admin_login(request: HttpRequest) -> HttpResponse:
    """The editors' admin has no login of its own: one door, one rate limit."""
    query = urlencode({"next": request.GET.get("next", settings.ADMIN_PATH)})
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {settings.ADMIN_PATH}",
        "Disallow: /*/account/",
        "Disallow: /*/faq-feedback/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {
            "src": static(f"home/brand/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
        for size in (192, 512)
    ]
    body = {
        "name": settings.WAGTAIL_SITE_NAME,
        "short_name": "Diaspora",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#17305f",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 400, _("This request cannot be understood."))


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403, _("You may not do this."))


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 404, _("There is nothing at this address."))


def too_many_requests(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Limits count within minutes; a minute later is a fair time to ask again."""
    response = _error(
        request, 429, _("There were too many attempts. Please wait a minute.")
    )
    response.headers["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from another site; what was typed is not lost by us."""
    return _error(
        request,
        403,
        _("This form is no longer valid. Go back, reload and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor context processors, which may be what is broken."""
    if request.path.startswith("/api/"):
        return problem(500, _("Something broke on our side."))
    return render(request, "500.html", status=500)


def _error(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, detail)
    return render(request, f"{status}.html", {"detail": detail}, status=status)
