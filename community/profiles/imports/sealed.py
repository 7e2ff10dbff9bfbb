"""What was read of a file on its way between two steps: signed, and kept nowhere."""

from dataclasses import asdict, replace
from typing import Any, Final

from django.core import signing

from community.profiles.imports.draft import Draft

WAITING: Final = 60 * 60  # seconds between the two steps
_SALT = "profile-import"


def seal(draft: Draft, user: Any) -> str:
    """The draft as text that only `unseal` takes, from this member, for an hour."""
    content = asdict(replace(draft, notes=[])) | {"by": user.pk}
    return signing.dumps(content, salt=_SALT, compress=True)


def unseal(text: str, user: Any) -> Draft | None:
    """None when it is too old, changed on its way or another member's."""
    try:
        content = signing.loads(text, salt=_SALT, max_age=WAITING)
    except signing.BadSignature:
        return None
    return Draft(**content) if content.pop("by") == user.pk else None
