"""Every public address. Wagtail's catch-all stands last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password

from cms import api
from cms.core import screens
from cms.core import views as core
from cms.library import views as library
from cms.library.exchange import screens as exchange
from community.accounts import admin as accounts_admin
from community.accounts import views as accounts
from community.forums.views import images as forum_images
from community.spaces.feeds.routes import routes as space_calendars
from home import sitemaps
from home import views as home

handler400 = home.bad_request
handler403 = home.permission_denied
handler404 = home.page_not_found
handler429 = home.too_many_requests  # asked for by allauth's limits
handler500 = home.server_error

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("api/v1/", include(api)),
    path("api/", api.unknown_endpoint),
    path("api/<path:path>", api.unknown_endpoint),
    path("media/<path:path>", core.rendition, name="rendition"),
    path("originals/<int:pk>/", core.original, name="original"),
    # By Wagtail's names, in place of its own addresses.
    path("documents/<int:pk>/<str:filename>", core.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/covers/<int:pk>/", library.cover, name="work-file-cover"),
    path("forum-images/<uuid:uid>/", forum_images.image, name="forum-image"),
    path("robots.txt", home.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:code>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("manifest.webmanifest", home.manifest, name="manifest"),
    path(settings.ADMIN_PATH.strip("/") + "/login/", home.admin_login),
    # Stands before Wagtail's own screen of that address.
    path(settings.ADMIN_PATH.strip("/") + "/account/", accounts_admin.own_account),
    path(settings.ADMIN_PATH.strip("/") + "/", include(wagtailadmin_urls)),
    # One address for all languages: providers know it by heart.
    path(
        "oidc/<slug:provider_id>/callback/",
        accounts.provider_callback,
        name="openid_connect_callback",
    ),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        *space_calendars(),
        path("account/privacy/", include("community.accounts.urls.privacy")),
        path("account/", include("community.accounts.urls.contacts")),
        path("account/", include("community.accounts.urls.account")),
        path("people/", include("community.profiles.urls.people")),
        path("profile/", include("community.profiles.urls.own")),
        path("networks/", include("community.networks.urls")),
        path("spaces/", include("community.spaces.urls")),
        path("forum/", include("community.forums.urls")),
        path("faq-feedback/", include("cms.faq.urls")),
        re_path(r"^((?:[\w\-]+/)*)feed\.json$", core.json_feed, name="json-feed"),
        path("library/cite/<uuid:uid>/", exchange.citations, name="library-cite"),
        path("style-guide/", home.style_guide, name="style-guide"),
        # Wagtail's login for closed pages knows no rate limit; ours does.
        path("_util/login/", home.admin_login),
        # Wagtail's own but for the pages, which are looked up in the read model first.
        *(one for one in wagtail_urls.urlpatterns if one.name != "wagtail_serve"),
        re_path(wagtail_urls.serve_pattern, screens.page, name="wagtail_serve"),
    ),
]
