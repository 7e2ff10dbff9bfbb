"""Why something is not done, in words for the person who asked."""

from django.utils.translation import gettext as _


class RefusedError(Exception):
    """Base: the thing is well formed, but not now or not for you. `str()` says why."""


class CannotJoinError(RefusedError):
    """`str()` is the reason given."""


class AlreadyMemberError(RefusedError):
    def __str__(self) -> str:
        return _("You belong to this network already.")


class CannotInviteError(RefusedError):
    """`str()` is the reason given."""


class LastLeadError(RefusedError):
    def __str__(self) -> str:
        return _(
            "A network needs somebody who leads it. Make another member lead first."
        )
