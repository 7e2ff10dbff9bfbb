"""The ground that everything stands on: languages, a home in each, and the site."""

import uuid

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.core.languages import CODES
from cms.core.rows.refresh import thing, touch
from home.actions.editorial import found_editorial_groups
from home.models import HomePage, SiteContact

# The same in every installation, so that the home's key in the API never changes.
HOME_KEY = uuid.UUID("6f1d6a4e-3a0c-5a53-9a39-0d8a1b5a7c11")
TAGLINE = "Diaspora Professionals"


@transaction.atomic
def found_site() -> dict[str, HomePage]:
    """Make what is missing of languages, homes, site and groups; homes by language.

    Safe to call again: what exists is left as editors made it.
    """
    root = _root()
    homes = {code: _home(root, code) for code in CODES}
    _site(homes[settings.LANGUAGE_CODE])
    # The homes were made before the site that gives them their addresses.
    touch(thing(HOME_KEY))
    _remove_welcome_page(root)
    found_editorial_groups(homes)
    # Wagtail would make it while the first page is read.
    SiteContact.for_site(Site.objects.get(is_default_site=True))
    return homes


def _root() -> Page:
    default, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node()
    return root or Page.add_root(
        instance=Page(title="Root", slug="root", locale=default)
    )


def _home(root: Page, code: str) -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(depth=2, locale=locale).first()
    if home is None:
        home = HomePage(
            title=settings.WAGTAIL_SITE_NAME,
            tagline=TAGLINE,
            slug=f"home-{code}",
            locale=locale,
            translation_key=HOME_KEY,
        )
        root.refresh_from_db()
        root.add_child(instance=home)
    return home


def _site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True
    )
    if site.pk and isinstance(site.root_page.specific, HomePage):
        return
    host, _colon, port = settings.SITE_URL.split("://", 1)[-1].partition(":")
    secure = settings.SITE_URL.startswith("https")
    site.hostname = host
    site.port = int(port) if port.isdigit() else (443 if secure else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.save()
    Site.clear_site_root_paths_cache()


def _remove_welcome_page(root: Page) -> None:
    """The page that Wagtail's own migrations put there."""
    for page in Page.objects.filter(depth=2, slug="home").type(Page):
        if page.specific_class is Page:
            page.delete()
    root.refresh_from_db()
