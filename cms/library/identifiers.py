"""Identifiers of works and people: checked, and brought into one notation.

Every function takes what people paste (with a prefix, an address, hyphens, spaces) and
returns the notation that we keep; it raises ValidationError when the identifier is none.
What it returns comes back unchanged from a second call.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_LENGTH = 300
_ISBN_PREFIX = re.compile(r"^(urn:isbn:|isbn(-1[03])?:?)", re.IGNORECASE)
_ISSN_PREFIX = re.compile(r"^(urn:issn:|e?-?issn(-l)?:?)", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"^https?://((dx|www)\.)?doi\.org/", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"^(urn:)?doi:\s*", re.IGNORECASE)
_DOI = re.compile(r"^10\.[0-9]{4,9}(\.[0-9]+)*/\S+$")
_ORCID_PREFIX = re.compile(r"^(https?://(www\.)?orcid\.org/|orcid:?)", re.IGNORECASE)
# Dashes and spaces, also those that word processors put in their place.
_GAPS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212-]+")
_UPPER = {ord(c): ord(c.lower()) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

_CC_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "3.0-IGO", "4.0")
_CC_KINDS = ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
# Codes of https://spdx.org/licenses/ that texts, data and films carry.
LICENCES = (
    *(f"CC-{kind}-{version}" for kind in _CC_KINDS for version in _CC_VERSIONS),
    *("CC0-1.0", "CC-PDDC", "CC-PDM-1.0"),
    *("ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0"),
    *("OGL-UK-3.0", "etalab-2.0", "GFDL-1.2-or-later", "GFDL-1.3-or-later"),
    *("MIT", "Apache-2.0", "BSD-3-Clause", "GPL-3.0-only", "GPL-3.0-or-later"),
)
_LICENCE_BY_FOLDED = {re.sub(r"[\s_-]+", "-", c).lower(): c for c in LICENCES}
_OWN_LICENCE = re.compile(r"^LicenseRef-[A-Za-z0-9.-]+$")


def isbn(text: str) -> str:
    """Thirteen digits without hyphens; an ISBN-10 becomes its ISBN-13 (ISO 2108)."""
    digits = _GAPS.sub("", _ISBN_PREFIX.sub("", text.strip())).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits) and _is_multiple_of_11(digits):
        return isbn_13_of(digits)
    is_book = digits.startswith(("978", "979")) and not digits.startswith("9790")
    if (
        re.fullmatch(r"[0-9]{13}", digits)
        and is_book
        and _mod_10(digits[:12]) == int(digits[12])
    ):
        return digits
    message = _("This is not an ISBN: a digit is wrong, missing or too many.")
    raise ValidationError(message, code="isbn")


def isbn_13_of(isbn_10: str) -> str:
    """The ISBN-13 of ten characters whose check digit was found right."""
    first = f"978{isbn_10[:9]}"
    return f"{first}{_mod_10(first)}"


def shown_isbn(digits: str) -> str:
    """'978-9287186218': the prefix apart. Where the other hyphens belong, a long table
    of the publishers' ranges would have to say."""
    return (
        f"{digits[:3]}-{digits[3:]}" if re.fullmatch(r"[0-9]{13}", digits) else digits
    )


def issn(text: str) -> str:
    """'0002-9602', checked by ISO 3297."""
    digits = _GAPS.sub("", _ISSN_PREFIX.sub("", text.strip())).upper()
    if re.fullmatch(r"[0-9]{7}[0-9X]", digits) and _is_multiple_of_11(digits):
        return f"{digits[:4]}-{digits[4:]}"
    message = _("This is not an ISSN: a digit is wrong, missing or too many.")
    raise ValidationError(message, code="issn")


def doi(text: str) -> str:
    """'10.1086/225469': lower case, without an address or 'doi:' before it.

    DOIs are equal when their ASCII letters differ in case alone (DOI Handbook, 2.4).
    """
    bare = _DOI_PREFIX.sub("", text.strip())
    if _DOI_ADDRESS.match(bare):
        bare = unquote(_DOI_ADDRESS.sub("", bare))
    bare = bare.strip().translate(_UPPER)
    if _DOI.match(bare) and bare.isprintable():
        return bare
    message = _("This is not a DOI. One looks like 10.1086/225469.")
    raise ValidationError(message, code="doi")


def orcid(text: str) -> str:
    """'0000-0002-1825-0097', checked by ISO 7064 MOD 11-2."""
    bare = _ORCID_PREFIX.sub("", text.strip()).rstrip("/")
    digits = _GAPS.sub("", bare).upper()
    if (
        re.fullmatch(r"[0-9]{15}[0-9X]", digits)
        and _mod_11_2(digits[:15]) == digits[15]
    ):
        return "-".join(digits[n : n + 4] for n in range(0, 16, 4))
    message = _("This is not an ORCID: a digit is wrong, missing or too many.")
    raise ValidationError(message, code="orcid")


def licence(text: str) -> str:
    """The SPDX code as SPDX writes it; 'LicenseRef-…' is a code of one's own."""
    bare = text.strip()
    known = _LICENCE_BY_FOLDED.get(re.sub(r"[\s_-]+", "-", bare).lower())
    if known or _OWN_LICENCE.match(bare):
        return known or bare
    message = _(
        "This licence code is not known. Give one of SPDX, such as CC-BY-4.0, "
        "or describe the rights in words in the field “rights”."
    )
    raise ValidationError(message, code="licence")


NOTATIONS: dict[str, Callable[[str], str]] = {
    "isbn": isbn,
    "issn": issn,
    "doi": doi,
    "orcid": orcid,
    "licence": licence,
}


def _mod_10(digits: str) -> int:
    """The check digit of twelve digits, weighted 1 and 3 in turn."""
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits))
    return -total % 10


def _is_multiple_of_11(digits: str) -> bool:
    """Whether digits weighted n … 1, with X for 10 at the end, are a multiple of 11."""
    values = [10 if d == "X" else int(d) for d in digits]
    return sum(v * w for w, v in enumerate(reversed(values), start=1)) % 11 == 0


def _mod_11_2(digits: str) -> str:
    """The check character of fifteen digits (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)
