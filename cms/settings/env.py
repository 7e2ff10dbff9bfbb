"""The one place that reads environment variables.

Every reader takes the variable's name and a default. Without a default the variable is
required. An empty value counts as not set: container tools pass on variables that nobody
filled in. All variables are listed in ``docs/operators.md``; a test compares that table
with the calls in the code.
"""

import os
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str | None = None) -> str:
    """Return the variable as it is, without surrounding blanks.

    Raises ImproperlyConfigured when it is not set and ``default`` is None.
    """
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes-or-no variable: 1, true, yes, on / 0, false, no, off.

    Raises ImproperlyConfigured for any other word.
    """
    value = text(name, "").lower()
    if value in TRUE | FALSE:
        return value in TRUE
    if value:
        raise ImproperlyConfigured(
            f"The environment variable {name} is {value!r}; write true or false."
        )
    return default


def number(name: str, default: int | None = None) -> int:
    """Return a whole number that is not negative, written in digits.

    Raises ImproperlyConfigured for anything else, and when it is not set and
    ``default`` is None.
    """
    value = text(name, None if default is None else str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(
            f"The environment variable {name} is {value!r}; write a whole number."
        )
    return int(value)


def items(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return the parts of a comma-separated list, without blanks and empty parts."""
    parts = [part.strip() for part in text(name, "").split(",")]
    return [part for part in parts if part] or list(default)
