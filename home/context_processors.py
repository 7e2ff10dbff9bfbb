"""What every page shows around its content: menus, languages, the organisation."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.core.languages import CODES, NAMES, current
from home.menus import site_menus


def site(request: HttpRequest) -> dict:
    menus = SimpleLazyObject(lambda: site_menus(request))
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "menus": menus,
        "current_language": current(),
        # Pages name the row that they show; nothing of other screens' heads is kept.
        "row": None,
        "head_key": None,
        # Pages replace these by the addresses of the same page in each language.
        "languages_here": SimpleLazyObject(lambda: _same_screen(request)),
        "languages_key": "screens",
        "screen_path": SimpleLazyObject(lambda: _screen_path(request)),
    }


def _screen_path(request: HttpRequest) -> str:
    """What follows the language in the address of this screen."""
    prefix = f"/{current()}/"
    path = request.get_full_path()
    return path[len(prefix) :] if path.startswith(prefix) else ""


def _same_screen(request: HttpRequest) -> list[dict]:
    """The same screen in each language: all screens but pages differ in the prefix only."""
    rest = _screen_path(request)
    return [
        {"code": c, "name": NAMES[c], "path": f"/{c}/{rest}", "exists": True}
        for c in CODES
    ]
