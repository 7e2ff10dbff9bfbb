"""Template words for names of languages and countries, and for dates, in plain words."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django import template
from django.utils import dateformat, formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import (
    get_language_info,
    gettext,
    ngettext,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext_lazy as _

from cms.core.languages import current

register = template.Library()

# Inside a sentence Albanian writes languages small, German and English do not.
IN_A_SENTENCE = {
    "sq": pgettext_lazy("language, inside a sentence", "Albanian"),
    "en": pgettext_lazy("language, inside a sentence", "English"),
    "de": pgettext_lazy("language, inside a sentence", "German"),
}
# Languages of works for which Django has no name under the code of ISO 639-1.
MORE_LANGUAGES = {"la": _("Latin"), "rm": _("Romansh"), "zh": _("Chinese")}
# Codes of ISO 3166-1; XK is the user-assigned code in use for Kosovo.
COUNTRIES = {
    "AL": _("Albania"),
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "CH": _("Switzerland"),
    "DE": _("Germany"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "HR": _("Croatia"),
    "IT": _("Italy"),
    "MK": _("North Macedonia"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "TR": _("Türkiye"),
    "US": _("United States"),
    "XK": _("Kosovo"),
}
RECENT_DAYS = 6
HOURS_TOLD = 12
_MINUTE = timedelta(minutes=1)


@register.filter
def language_name(code: str) -> str:
    """Name of a language (ISO 639-1) as a label in the reader's language, else its code."""
    try:
        name = get_language_info(code)["name_translated"]
    except KeyError:
        return str(MORE_LANGUAGES.get(code, code))
    return name[:1].upper() + name[1:]


@register.filter
def language_in_sentence(code: str) -> str:
    """Name of one of the site's languages as it stands inside a sentence."""
    return str(IN_A_SENTENCE.get(code, code))


@register.filter
def country_name(code: str) -> str:
    return str(COUNTRIES.get(code, code))


@register.filter
def issued_in_words(work: Any) -> str:
    """Date of a work as far as it is known: '1948', 'December 1948', 'c. 1912', '30 BC'."""
    if work.year is None:
        return ""
    text = _known_date(work)
    return (
        pgettext("approximate date", "c. %(date)s") % {"date": text}
        if work.circa
        else text
    )


@register.filter
def long_date(day: date | None) -> str:
    """'5 November 2026' in the reader's language."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if current() == "de":
        return formats.date_format(day, "DATE_FORMAT")
    # Django's English is American, and its Albanian writes "05 Nëntor".
    return _small_month(dateformat.format(day, "j F Y"))


@register.filter
def long_moment(moment: datetime | None) -> str:
    """'5 November 2026, 14:05' in the reader's language and time zone."""
    if moment is None:
        return ""
    end = " Uhr" if current() == "de" else ""
    return f"{long_date(moment)}, {timezone.localtime(moment):%H:%M}{end}"


def _small_month(text: str) -> str:
    return text.lower() if current() == "sq" else text


def _known_date(work: Any) -> str:
    if work.year < 1:
        return gettext("%(year)d BC") % {"year": 1 - work.year}
    if work.month is None:
        return str(work.year)
    if work.day is None:
        return _small_month(dateformat.format(date(work.year, work.month, 1), "F Y"))
    return long_date(date(work.year, work.month, work.day))


@register.filter
def day_in_words(day: date | None) -> SafeString | str:
    """A <time> element: 'today', 'yesterday', '4 days ago', and the date when older."""
    if day is None:
        return ""
    exact = long_date(day)
    age = (timezone.localdate() - day).days
    if not 0 <= age <= RECENT_DAYS:
        return format_html('<time datetime="{}">{}</time>', day.isoformat(), exact)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        day.isoformat(),
        exact,
        _age_in_words(age),
    )


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """A <time> element: 'just now', '5 minutes ago', '3 hours ago', then as days are."""
    if moment is None:
        return ""
    now, zone = timezone.now(), timezone.get_current_timezone()
    minutes = (now - moment) // _MINUTE
    # (told in hours, minutes make no difference, and in days hours make none)
    minutes = minutes if minutes < 60 else min(minutes // 60, HOURS_TOLD) * 60
    today = _day_of(now.replace(second=0, microsecond=0), zone)
    return _told_ago(moment, minutes, current(), zone, today)


# (asked for each moment of a page, within a minute)
@lru_cache(maxsize=512)
def _day_of(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


@lru_cache(maxsize=4096)
def _told_ago(
    moment: datetime, minutes: int, _language: str, _zone: tzinfo, today: date
) -> SafeString:
    """In the active language and zone, which tell what is kept apart."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="minutes"),
        long_moment(moment),
        _time_in_words(moment, minutes, today),
    )


def _time_in_words(moment: datetime, minutes: int, today: date) -> str:
    hours, day = minutes // 60, timezone.localtime(moment).date()
    if minutes < 1:
        return gettext("just now")
    if hours < 1:
        text = ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes)
        return text % {"n": minutes}
    if hours < HOURS_TOLD:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    age = (today - day).days
    return _age_in_words(age) if age <= RECENT_DAYS else long_date(day)


def _age_in_words(days: int) -> str:
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
