"""How often the API may be asked: generously, and by everybody alike.

By network for visitors, by account for members. Many members may share one network, so
what they do together has a limit that is as many times larger.
"""

import functools
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from cms.core.limits import Allowance, client_network

MEMBERS_OF_A_NETWORK = 5


class ApiRate(BaseThrottle):
    """`API_RATE` requests a minute; 0 is no limit."""

    seconds = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        most = settings.API_RATE
        if most:
            self.seconds = max(
                _allowance(action, most * times).wait(subject)
                for action, times, subject in _counted(request)
            )
        return self.seconds == 0

    def wait(self) -> int:
        return self.seconds


def _counted(request: Request) -> list[tuple[str, int, str]]:
    """(what is counted, how many times the usual, of whom)."""
    network = client_network(request._request)
    if not request.user.is_authenticated:
        return [("api-visitor", 1, network)]
    return [
        ("api-member", 1, str(request.user.pk)),
        ("api-members", MEMBERS_OF_A_NETWORK, network),
    ]


@functools.cache
def _allowance(action: str, most: int) -> Allowance:
    return Allowance(action, most, settings.WEB_WORKERS)
