"""What askers send: bodies whose members are known by name, and parameters."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from cms.core.api.problems import UnconditionalProblem, invalid

LARGEST = 2**31 - 1
BIGGEST = 2**63 - 1
LONGEST_KEY = 80  # characters
_KEY = re.compile(rf"[\x20-\x7e]{{1,{LONGEST_KEY}}}\Z")
NOTHING_HAS_IT = -1


class JsonParser(JSONParser):
    """What is nested deeper than can be read is a 400, as all else that is no JSON."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as wrong:
            raise ParseError(_("The body cannot be read.")) from wrong


# (no docstring: it would be that of every input in the description of the API)
class StrictSerializer(serializers.Serializer):
    # Members that are not known are refused by name, not left out.

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such member.")] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)


class NothingSerializer(StrictSerializer):
    """Nothing is to be said."""


def checked(form: serializers.Serializer) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def id_field(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST, **kwargs)


# Parameters -------------------------------------------------------------------------------


def asked_number(
    request: Request, name: str, default: int, least: int = 1, most: int = LARGEST
) -> int:
    """A whole number of the query; another thing is a 400."""
    text = request.query_params.get(name, str(default))
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    if not is_number or not least <= int(text) <= most:
        message = _("Give a number from %(least)s to %(most)s.")
        raise invalid(name, message % {"least": least, "most": most})
    return int(text)


def asked_choice(request: Request, name: str, known: Any, default: str = "") -> str:
    """One of these words, or the default."""
    text: str = request.query_params.get(name, default)
    if text != default and text not in known:
        message = _("Unknown value. Known ones: %(names)s.")
        raise invalid(name, message % {"names": ", ".join(known)})
    return text


# Headers ----------------------------------------------------------------------------------


def matched_number(request: Request) -> int | None:
    """The version in `If-Match`, None without the header or for `*`, which is any.

    NOTHING_HAS_IT for what is no such number.
    """
    told = request.headers.get("If-Match", "*").strip()
    if told == "*":
        return None
    number = told.strip('"')
    is_number = number.isascii() and number.isdigit() and len(number) <= 10
    return int(number) if is_number else NOTHING_HAS_IT


def required_match(request: Request) -> int | None:
    """The same where a change must say what it changes: without the header a 428."""
    if "If-Match" not in request.headers:
        raise UnconditionalProblem
    return matched_number(request)


def sent_key(request: Request) -> str:
    """`Idempotency-Key`: what was sent twice with the same one is done once. '' without;
    a 400 for what cannot be kept."""
    text: str | None = request.headers.get("Idempotency-Key")
    if text is None:
        return ""
    if not _KEY.match(text):
        message = _("Give 1 to %(limit)s plain letters, digits and signs.")
        raise invalid("Idempotency-Key", message % {"limit": LONGEST_KEY})
    return text
