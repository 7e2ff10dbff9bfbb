"""`manage.py processing_record`: the record of processing activities, as Markdown."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from cms.core.personal_data import Activity, Rule
from community.accounts.personal_data import all_activities, all_rules

BECOMES = {
    "erase": "deleted",
    "anonymise": "what names the person is emptied",
    "keep": "kept",
}
HEAD = """# Record of processing activities

GDPR Article 30; Swiss FADP Article 12; Kosovo Law No. 06/L-082. Made on {day} from the
register of the running system, of which each table with rows about a person must be part.
To be completed and confirmed by counsel.

- Controller: {controller}
- Site: {site}
- Transfers to third countries: none by the system itself; the place of its servers and
  of the mail service is for the controller to state.
- Measures (Article 32): docs/privacy.md and docs/operators.md of the product.
"""


class Command(BaseCommand):
    help = "Writes the record of processing activities (GDPR Article 30) as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--controller",
            default="(name, address and representative are to be filled in)",
            help="Who is responsible: name, address, representative, data protection officer.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write("\n".join(_lines(options["controller"])))


def _lines(controller: str) -> Iterator[str]:
    rules = all_rules()
    yield HEAD.format(
        day=timezone.localdate().isoformat(),
        controller=controller,
        site=settings.SITE_URL,
    )
    for activity, labels in all_activities():
        yield from _activity(activity)
        yield "| Table | Handed out to the person | When the account is erased |"
        yield "| --- | --- | --- |"
        for label in sorted(labels):
            yield _row(label, rules[label])
        yield ""


def _activity(activity: Activity) -> Iterator[str]:
    yield f"## {activity.name}\n"
    yield f"- Purpose: {activity.purpose}"
    yield f"- Legal basis: {activity.basis}"
    yield f"- Persons: {activity.people}"
    yield f"- Recipients: {activity.recipients}"
    yield f"- Kept: {activity.retention}\n"


def _row(label: str, rule: Rule) -> str:
    model = apps.get_model(label)
    fields = [
        str(getattr(f, "verbose_name", f.name))
        for f in map(model._meta.get_field, rule.export)
    ]
    becomes = f"{BECOMES[rule.erasure]}. {rule.reason}".strip(". ")
    return (
        f"| {model._meta.verbose_name} | {', '.join(fields) or 'nothing'} | {becomes} |"
    )
