"""The log of what privileged people do: writing it, and noticing changed standing."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from community.accounts.actions.accounts import coarse, end_sessions
from community.accounts.models import PrivilegedAction, User

KEPT = timedelta(days=3 * 365 + 1)
_Action = PrivilegedAction.Action


@dataclass(frozen=True)
class Standing:
    """What an account may do, and by what it is entered, at one moment."""

    roles: frozenset[str] = frozenset()
    is_superuser: bool = False
    is_staff: bool = False
    is_active: bool = True
    email: str = ""
    password: str = ""


def record_privileged(
    by: User | None,
    action: str,
    *,
    subject: User | None = None,
    target: str = "",
    reason: str = "",
    network: str = "",
) -> PrivilegedAction:
    """Add a line, in the transaction of what it tells of.

    `network` is an address or network, kept as /24 or /64. Raises ValueError for an
    action that the log does not know.
    """
    return PrivilegedAction.objects.create(
        by=by,
        action=_Action(action),
        subject=subject,
        target=target[:200],
        reason=reason[:300],
        network=coarse(network) if network else "",
    )


def standing_of(account: User) -> Standing:
    """As it is stored now, whatever the object says."""
    stored = User.objects.get(pk=account.pk)
    return Standing(
        roles=frozenset(stored.groups.values_list("name", flat=True)),
        is_superuser=stored.is_superuser,
        is_staff=stored.is_staff,
        is_active=stored.is_active,
        email=stored.email,
        password=stored.password,
    )


def note_standing(
    account: User, before: Standing, by: User, *, network: str = "", keep: str = ""
) -> None:
    """After staff changed an account: a line for each change of its standing.

    Closing it, another address or another password end all its sessions at once, save
    the one with the key `keep`.
    """
    now = standing_of(account)
    for action, target in _changes(before, now):
        record_privileged(by, action, subject=account, target=target, network=network)
    entered_by = (before.email, before.password)
    if before.email and (not now.is_active or entered_by != (now.email, now.password)):
        end_sessions(account, keep=keep)


def forget_old_actions() -> int:
    """Delete lines that are older than three years; how many."""
    old = PrivilegedAction.objects.filter(created_at__lt=timezone.now() - KEPT)
    number, _by_model = old.delete()
    return number


def _changes(before: Standing, now: Standing) -> list[tuple[str, str]]:
    """(action, target) of each difference."""
    found: list[tuple[str, str]] = []
    found += [(_Action.ROLE_GIVEN, name) for name in sorted(now.roles - before.roles)]
    found += [(_Action.ROLE_TAKEN, name) for name in sorted(before.roles - now.roles)]
    flags = (
        ("is_superuser", _Action.ALL_RIGHTS_GIVEN, _Action.ALL_RIGHTS_TAKEN),
        ("is_staff", _Action.STAFF_GIVEN, _Action.STAFF_TAKEN),
        ("is_active", _Action.ACCOUNT_OPENED, _Action.ACCOUNT_CLOSED),
    )
    for name, given, taken in flags:
        if getattr(before, name) != getattr(now, name):
            found.append((given if getattr(now, name) else taken, ""))
    if before.email and before.email != now.email:
        found.append((_Action.ADDRESS_CHANGED, ""))
    if before.email and before.password != now.password:
        found.append((_Action.PASSWORD_CHANGED, ""))
    return found
