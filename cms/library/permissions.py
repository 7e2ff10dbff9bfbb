"""Who may open the files of a work, and who may add works.

The record itself is open to everyone who sees it.
"""

from django.contrib.auth.models import PermissionsMixin

from cms.core.querysets import Viewer
from cms.library.models import Work
from cms.library.models.pages import KEEPS_RECORDS


def can_open_files(user: Viewer, work: Work) -> bool:
    """By the work's access; those who keep the records see the files in any case."""
    keeps = isinstance(user, PermissionsMixin) and user.has_perm(KEEPS_RECORDS)
    return work.files_are_open(is_member=user.is_authenticated, keeps_records=keeps)


def can_add_works(user: Viewer) -> bool:
    return isinstance(user, PermissionsMixin) and user.has_perm("library.add_work")
