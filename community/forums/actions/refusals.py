"""Why something is not done, in words for the person who asked."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class RefusedError(Exception):
    """Base: the thing is well formed, but not now or not here. `str()` says why."""


class TopicIsClosedError(RefusedError):
    def __str__(self) -> str:
        return _("This topic is closed. Your text is kept as a draft.")


class TooSoonError(RefusedError):
    """`wait`: seconds until the member may do it again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class TooManyPicturesError(TooSoonError):
    def __str__(self) -> str:
        return _("These are many pictures. Please wait a while.")


class SlowModeError(TooSoonError):
    def __str__(self) -> str:
        minutes = max(1, round(self.wait / 60))
        return ngettext(
            "This topic is in slow mode. You can post again in %(minutes)s minute.",
            "This topic is in slow mode. You can post again in %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}


class EditedMeanwhileError(RefusedError):
    def __str__(self) -> str:
        return _(
            "Somebody has edited this post since you opened it. Your text is below;"
            " compare it with the new version and save again."
        )


class PollIsClosedError(RefusedError):
    def __str__(self) -> str:
        return _("This poll is closed.")


class TopicIsElsewhereError(RefusedError):
    def __str__(self) -> str:
        return _(
            "Meanwhile the topic has become a part of this one. Your text is below;"
            " send it again if it fits here."
        )


class CannotMoveError(RefusedError):
    """`str()` is the reason given."""


def wrong(field: str, message: str, code: str = "invalid") -> ValidationError:
    """An error beside a field of the form."""
    return ValidationError({field: ValidationError(message, code=code)})
