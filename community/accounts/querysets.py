from typing import Any

from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager):
    """Creates accounts by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any):
        """A saved account. Raises ValueError when the address is empty."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any):
        staff = {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **{**fields, **staff})

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)
