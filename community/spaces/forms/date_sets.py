"""Dates that come again, asked for by plain controls: no script, in every language, also
in a row that was just added to a form."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.spaces.calendar import BadDateSetError, clean_date_set
from community.spaces.models.fields import Weekday

WEEKLY, MONTHLY, MONTH_DAY, YEARLY, WRITTEN = "weekly", "weekday", "day", "year", "rule"
WAYS = [
    ("", _("No dates that come again")),
    (WEEKLY, _("On weekdays, every so many weeks")),
    (MONTHLY, _("On a weekday of the month, as the last Friday")),
    (MONTH_DAY, _("On the same day of the month")),
    (YEARLY, _("On the same day every year")),
    (WRITTEN, _("As written below")),
]
PLACES = [
    ("1", pgettext_lazy("of the month", "first")),
    ("2", pgettext_lazy("of the month", "second")),
    ("3", pgettext_lazy("of the month", "third")),
    ("4", pgettext_lazy("of the month", "fourth")),
    ("-1", pgettext_lazy("of the month", "last")),
]
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = ("way", "every", "from", "place", "until")
_LINE = re.compile(r"^(DTSTART|RRULE):(\S+)$")


class DateSetWidget(forms.Widget):
    """A choice of ways with what each needs; what it cannot say stands as text.

    The value is the text of RFC 5545 that `clean_date_set` reads.
    """

    template_name = "spaces/widgets/date_set.html"

    class Media:
        css = {"all": ("spaces/date_set.css",)}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = str(value or "")
        context["widget"] |= {
            "text": text,
            "parts": parts_of(text),
            "ways": WAYS,
            "places": PLACES,
            "days": list(zip(CODES, Weekday.labels, strict=True)),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        written = data.get(name, "")
        way = data.get(f"{name}-way", WRITTEN)
        if way == WRITTEN:
            return str(written)
        parts = {part: str(data.get(f"{name}-{part}", "")).strip() for part in _PARTS}
        days = data.getlist(f"{name}-days") if hasattr(data, "getlist") else []
        return text_of({**parts, "days": days}) if way else ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-way" not in data


def text_of(parts: dict[str, Any]) -> str:
    """What was chosen, as a text; wrong choices make a text that is refused."""
    rule = _RULES[parts["way"]](parts) if parts["way"] in _RULES else "FREQ="
    until = parts["until"].replace("-", "")
    lines = [f"RRULE:{rule}" + (f";UNTIL={until}T000000" if until else "")]
    if start := parts["from"].replace("-", ""):
        lines.insert(0, f"DTSTART:{start}T000000")
    return "\n".join(lines)


def _weekly(parts: dict[str, Any]) -> str:
    days = f";BYDAY={','.join(parts['days'])}" if parts["days"] else ""
    return f"FREQ=WEEKLY;INTERVAL={parts['every'] or 1}{days}"


def _on_a_weekday(parts: dict[str, Any]) -> str:
    days = parts["days"] or _day_of(parts["from"])
    named = ",".join(f"{parts['place']}{code}" for code in days)
    return f"FREQ=MONTHLY;INTERVAL={parts['every'] or 1};BYDAY={named}"


def _day_of(text: str) -> list[str]:
    try:
        return [CODES[date.fromisoformat(text).weekday()]]
    except ValueError:
        return []


_RULES = {
    WEEKLY: _weekly,
    MONTHLY: _on_a_weekday,
    MONTH_DAY: lambda parts: f"FREQ=MONTHLY;INTERVAL={parts['every'] or 1}",
    YEARLY: lambda parts: f"FREQ=YEARLY;INTERVAL={parts['every'] or 1}",
}


def parts_of(text: str) -> dict[str, Any]:
    """What the controls show of a text; the way 'rule' when they cannot say it all."""
    if not text:
        return {"way": "", "every": 1, "days": []}
    found = dict(
        match.groups() for line in text.splitlines() if (match := _LINE.match(line))
    )
    rule = dict(
        pair.split("=", 1) for pair in found.get("RRULE", "").split(";") if "=" in pair
    )
    days = [one for one in rule.get("BYDAY", "").split(",") if one]
    place = days[0][:-2] if days else ""
    parts = {
        "way": _way_of(rule, place),
        "every": rule.get("INTERVAL", "1"),
        "from": _iso(found.get("DTSTART", "")),
        "until": _iso(rule.get("UNTIL", "")),
        "place": place or "1",
        "days": [one[-2:] for one in days],
    }
    return parts if _says_all(parts, text) else {**parts, "way": WRITTEN}


def _way_of(rule: dict[str, str], place: str) -> str:
    ways = {
        ("WEEKLY", False): WEEKLY,
        ("MONTHLY", True): MONTHLY,
        ("MONTHLY", False): MONTH_DAY,
        ("YEARLY", False): YEARLY,
    }
    return ways.get((rule.get("FREQ", ""), bool(place)), WRITTEN)


def _says_all(parts: dict[str, Any], text: str) -> bool:
    if parts["way"] == WRITTEN:
        return False
    try:
        return clean_date_set(text_of(parts)) == clean_date_set(text)
    except BadDateSetError:
        return False


def _iso(text: str) -> str:
    """20270501T000000 as the control for dates has it."""
    day = text[:8]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day.isdigit() else ""
