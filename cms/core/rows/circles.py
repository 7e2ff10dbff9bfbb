"""Circles of readers: what a restriction asks for, and what a reader has.

'login' is the circle of everybody who has logged in, 'group:5' that of a group,
'perm:library.change_work' of those who hold a permission, 'password' of superusers alone:
who knows the password of a page opens it by its address, but no list may mention it.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.conf import settings
from django.contrib.auth.models import PermissionsMixin
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from cms.core.rows.memo import PerVersion
from cms.core.rows.version import announce, seen

Circles = frozenset[str]
_known: PerVersion[Circles] = PerVersion(5_000)

LOGIN = "login"
PASSWORD = "password"  # noqa: S105 (the name of a circle)
NOBODY: Circles = frozenset()
# More circles than this around one thing are not told apart: each of them is closed.
MOST = 6


def group(pk: int) -> str:
    return f"group:{pk}"


def permission(name: str) -> str:
    return f"perm:{name}"


def restrictions() -> list[tuple[str, Circles]]:
    """(tree path, circles of which one lets in) of every view restriction; two queries."""
    found = PageViewRestriction.objects.select_related("page").prefetch_related(
        "groups"
    )
    return [(one.page.path, _let_in(one)) for one in found]


def _let_in(restriction: PageViewRestriction) -> Circles:
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return frozenset({LOGIN})
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return frozenset(group(one.pk) for one in restriction.groups.all()) | {PASSWORD}
    return frozenset({PASSWORD})


def circles_of_request(request: HttpRequest) -> Circles:
    """The asker's circles, asked once; without a session cookie nothing is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOBODY
    known: Circles | None = request.__dict__.get("_circles")
    if known is None:
        known = request.__dict__["_circles"] = circles_of(request.user)
    return known


def circles_of(user: Any) -> Circles:
    """The circles that this user is in, from memory until groups or content change."""
    if not user.is_authenticated:
        return NOBODY
    name = (user.pk, user.is_active, getattr(user, "is_superuser", False))
    return _known.get(seen(), name, lambda: _asked(user))


def forget_readers() -> None:
    """After a change of groups or permissions: in all processes when it is committed."""
    _known.version = -1
    transaction.on_commit(lambda: announce(0))


def _asked(user: Any) -> Circles:
    """Four queries for a member."""
    found = {LOGIN, *(permission(p) for p in _permissions() if user.has_perm(p))}
    if isinstance(user, PermissionsMixin):
        closing = PageViewRestriction.groups.through.objects
        rows = (
            closing.all()
            if user.is_superuser
            else closing.filter(group__in=user.groups.all())
        )
        found |= {group(pk) for pk in rows.values_list("group_id", flat=True)}
        if user.is_superuser:
            found.add(PASSWORD)
    return frozenset(found)


def _permissions() -> set[str]:
    """Names of the permissions that kinds of page make a difference by."""
    from cms.core.rows.kinds import page_kinds  # noqa: PLC0415 (needs the registry)

    return {name for kind in page_kinds() for name in kind.row_permissions}


def subsets(circles: Circles) -> list[Circles]:
    """Every combination of circles that one reader may be in."""
    told_apart = sorted(circles)[:MOST]
    found = [
        frozenset(chosen)
        for size in range(len(told_apart) + 1)
        for chosen in combinations(told_apart, size)
    ]
    return [chosen for chosen in found if _is_possible(chosen, circles)]


def _is_possible(chosen: Circles, circles: Circles) -> bool:
    """Who is in any circle has logged in."""
    return not chosen or LOGIN not in circles or LOGIN in chosen


def lets_in(alternatives: Iterable[Circles], chosen: Circles) -> bool:
    """True when each restriction lets a reader of these circles in."""
    return all(one & chosen for one in alternatives)
