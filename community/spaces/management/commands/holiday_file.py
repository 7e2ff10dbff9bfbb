"""Make the file of holidays anew, for people to review (`data/holidays_xk.yaml`)."""

from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

# By the English name of the package `holidays`: our code, and the names of the law on
# official holidays (No. 03/L-064) in Albanian, with English and German beside it.
NAMES = {
    "New Year's Day": ("new-year", "Viti i Ri", "New Year", "Neujahr"),
    "Orthodox Christmas Day": (
        "orthodox-christmas",
        "Krishtlindjet ortodokse",
        "Orthodox Christmas",
        "Orthodoxe Weihnachten",
    ),
    "Independence Day": (
        "independence-day",
        "Dita e Pavarësisë",
        "Independence Day",
        "Unabhängigkeitstag",
    ),
    "Eid al-Fitr": ("eid-al-fitr", "Bajrami i Madh", "Eid al-Fitr", "Ramadanfest"),
    "Eid al-Adha": ("eid-al-adha", "Bajrami i Vogël", "Eid al-Adha", "Opferfest"),
    "Catholic Easter": (
        "catholic-easter",
        "Pashkët katolike",
        "Catholic Easter",
        "Katholisches Osterfest",
    ),
    "Orthodox Easter": (
        "orthodox-easter",
        "Pashkët ortodokse",
        "Orthodox Easter",
        "Orthodoxes Osterfest",
    ),
    "Constitution Day": (
        "constitution-day",
        "Dita e Kushtetutës",
        "Constitution Day",
        "Verfassungstag",
    ),
    "International Labor Day": (
        "labour-day",
        "Dita Ndërkombëtare e Punës",
        "International Labour Day",
        "Internationaler Tag der Arbeit",
    ),
    "Europe Day": ("europe-day", "Dita e Evropës", "Europe Day", "Europatag"),
    "Catholic Christmas Day": (
        "catholic-christmas",
        "Krishtlindjet katolike",
        "Catholic Christmas",
        "Katholische Weihnachten",
    ),
}
OBSERVED = ("pushim i shtyrë", "day off in lieu", "arbeitsfreier Ersatztag")
HEAD = """\
# Public holidays of Kosovo. Made by `manage.py holiday_file` from the package `holidays`;
# nobody has compared it with the government's list yet: do so before spaces import it.
# Feasts that follow the moon are estimated until the government announces them. Correct
# the date and take `estimated` away; the code stays, so that spaces find the day again.
"""


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Two feasts on one day stand as two."""
        return True


class Command(BaseCommand):
    help = "Print the public holidays of Kosovo as a file to be reviewed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import holidays  # noqa: PLC0415 (for developers; not installed on servers)
        except ImportError as why:
            message = (
                "The package `holidays` is missing: install the development group."
            )
            raise CommandError(message) from why
        days = holidays.country_holidays("XK", years=options["years"], language="en_US")
        rows: list[dict[str, Any]] = []
        for day, text in sorted(days.items()):
            for name in text.split("; "):
                codes = {row["code"] for row in rows if row["date"].year == day.year}
                rows.append(_row(day, name, codes))
        body = yaml.dump(
            {"holidays": rows}, Dumper=_Plain, allow_unicode=True, sort_keys=False
        )
        self.stdout.write(HEAD + body, ending="")


def _row(day: Any, text: str, taken: set[str]) -> dict[str, Any]:
    name, _bracket, remark = text.partition(" (")
    code, *names = NAMES[name]
    is_observed = "observed" in remark
    if is_observed:
        code += "-observed"
        names = [f"{one} ({off})" for one, off in zip(names, OBSERVED, strict=True)]
    # The second of January is called as the first.
    number = next(
        n for n in range(1, 9) if (code if n == 1 else f"{code}-{n}") not in taken
    )
    row = {
        "date": day,
        "code": code if number == 1 else f"{code}-{number}",
        "names": dict(zip(("sq", "en", "de"), names, strict=True)),
    }
    return {**row, "estimated": True} if "estimated" in remark else row
