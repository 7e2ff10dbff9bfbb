from home.actions.editorial import (
    CONTACTS,
    EDITORS,
    MODERATORS,
    TRANSLATORS,
    found_editorial_groups,
)
from home.actions.site import found_site

__all__ = [
    "CONTACTS",
    "EDITORS",
    "MODERATORS",
    "TRANSLATORS",
    "found_editorial_groups",
    "found_site",
]
