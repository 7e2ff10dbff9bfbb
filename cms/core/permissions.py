"""Who may see the files that images are made from, and who looks after jobs."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.permissions import policy_registry

from cms.core.models import SiteImage
from cms.core.querysets import Viewer

_ACTIONS = ["choose", "change"]


def can_open_original(user: Viewer, image: SiteImage) -> bool:
    """Those who may put the image on a page, or change it."""
    policy = policy_registry.get_by_type(SiteImage)
    return bool(
        user.is_active
        and policy.user_has_any_permission_for_instance(user, _ACTIONS, image)
    )


def can_keep_jobs(user: Any) -> bool:
    """See the jobs, try again and discard: a permission that groups can have."""
    return bool(
        user.is_active and user.has_perm("django_tasks_database.change_dbtaskresult")
    )


def lacks_second_factor(user: Viewer) -> bool:
    """Staff who must set one up before they may do staff's work, in the API too."""
    return bool(import_string(settings.LACKS_SECOND_FACTOR)(user))
