from home.actions.editorial import (
    EDITORS,
    MODERATORS,
    TRANSLATORS,
    found_editorial_groups,
)
from home.actions.site import found_site

__all__ = [
    "EDITORS",
    "MODERATORS",
    "TRANSLATORS",
    "found_editorial_groups",
    "found_site",
]
