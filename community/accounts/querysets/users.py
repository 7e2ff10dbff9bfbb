"""Named reads of accounts, and how one is made."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import connection, models
from django.db.models import Q

from cms.database.prepared import fetched

if TYPE_CHECKING:
    from allauth.usersessions.models import UserSession

    from community.accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    """Accounts, read by who is meant: `User.objects.reached_by("arta@example.org")`."""

    def reached_by(self, address: str) -> "UserQuerySet":
        """Accounts whose login, or confirmed further address, this is; at most one."""
        address = address.lower()
        return self.filter(
            Q(email=address)
            | Q(emailaddress__email=address, emailaddress__verified=True)
        ).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates accounts by e-mail address, which is kept in lower case."""

    use_in_migrations = True

    def get(self, *args: Any, **asked: Any) -> "User":
        """As always; the account with a number, which each request of a member asks for,
        by a statement written by hand, which takes a third of the time."""
        pk = asked.get("pk")
        # (managers of relations inherit this one, and know a part of the accounts only)
        is_plain = type(self) is UserManager and self._db is None
        if args or len(asked) > 1 or type(pk) is not int or not is_plain:
            found: User = super().get(*args, **asked)
            return found
        names = _columns(self.model)
        rows = fetched(_by_number(self.model), (pk,))
        if not rows:
            raise self.model.DoesNotExist
        account: User = self.model.from_db("default", names, rows[0])
        return account

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """A saved account. Raises ValueError when the address is empty."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user: User = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """A saved account that may do everything. Raises ValueError as `create_user`."""
        staff = {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **{**fields, **staff})

    def get_by_natural_key(self, email: str) -> "User":
        """The account with this login. Raises User.DoesNotExist."""
        user: User = self.get(email=email.lower())
        return user


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _by_number(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    return f"SELECT {columns} FROM {model._meta.db_table} WHERE id = %s"  # noqa: S608


def live_sessions(account: "User") -> "list[UserSession]":
    """Where the account is logged in, last used first; rows of dead sessions go."""
    # The model needs the app registry, which is not ready when accounts are loaded.
    model = apps.get_model("usersessions", "UserSession")
    found: list[UserSession] = model.objects.purge_and_list(account)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)
