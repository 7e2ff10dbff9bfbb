"""Who may open the files of a work, and who may add works.

The record itself is open to everyone who sees it.
"""

from django.contrib.auth.models import PermissionsMixin
from django.db.models import Q
from django.utils import timezone

from cms.core.querysets import Viewer
from cms.library.models import Work
from cms.library.models.pages import KEEPS_RECORDS


def openable_by(user: Viewer) -> Q:
    """The condition of `can_open_files`, for lists."""
    if isinstance(user, PermissionsMixin) and user.has_perm("library.change_work"):
        return Q()
    access = Work.Access
    opened = Q(access=access.EMBARGO, embargo_until__lte=timezone.localdate())
    members = Q(access=access.MEMBERS) if user.is_authenticated else Q(pk__in=[])
    return Q(access=access.OPEN) | opened | members


def can_open_files(user: Viewer, work: Work) -> bool:
    """By the work's access; those who keep the records see the files in any case."""
    keeps = isinstance(user, PermissionsMixin) and user.has_perm(KEEPS_RECORDS)
    return work.files_are_open(is_member=user.is_authenticated, keeps_records=keeps)


def can_add_works(user: Viewer) -> bool:
    return isinstance(user, PermissionsMixin) and user.has_perm("library.add_work")
