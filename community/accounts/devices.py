"""What a browser says about itself, in words that people use."""

import re

from django.utils.translation import gettext as _

# The first that fits: most browsers also name those that they are descended from.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Vivaldi", r"Vivaldi/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|Chromium/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux"),
)


def device_words(user_agent: str) -> str:
    """Such as “Firefox on Windows”, in the reader's language."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        words = {"browser": browser, "system": system}
        return _("%(browser)s on %(system)s") % words
    return browser or system or _("Unknown device")


def is_handheld(user_agent: str) -> bool:
    return _first(SYSTEMS, user_agent) in ("iPhone", "iPad", "Android")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, sign in names if re.search(sign, user_agent)), "")
