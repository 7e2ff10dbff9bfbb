"""Films on other sites, shown through their players that set the fewest cookies."""

import re
from urllib.parse import parse_qs, urlsplit

HOSTS = {"youtube.com", "youtu.be", "vimeo.com"}
PLAYER_ORIGINS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
_ID = re.compile(r"^[\w-]{6,20}$")


def player_address(url: str) -> str | None:
    """Address of the player for a film's page, or None when the site is not known."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that opens an IPv6 address and does not close it
        return None
    host = (parts.hostname or "").removeprefix("www.")
    last = parts.path.strip("/").split("/")[-1]
    if host == "youtube.com":
        return _player(
            f"{PLAYER_ORIGINS[0]}/embed/", parse_qs(parts.query).get("v", [last])[0]
        )
    if host == "youtu.be":
        return _player(f"{PLAYER_ORIGINS[0]}/embed/", last)
    if host == "vimeo.com":
        return _player(f"{PLAYER_ORIGINS[1]}/video/", last)
    return None


def _player(prefix: str, film: str) -> str | None:
    return f"{prefix}{film}" if _ID.match(film) else None
