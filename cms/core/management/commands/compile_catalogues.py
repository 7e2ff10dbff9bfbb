"""Compile the translations in ``locale/`` where they are newer than their binary form.

Django's own ``compilemessages`` needs the program msgfmt; this needs Python alone.
"""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

# The language in which texts stand in the code.
SOURCE = "en"


def compile_stale(folder: Path) -> list[Path]:
    """Write the ``.mo`` file of each ``.po`` file that changed; return those written.

    Fuzzy and obsolete entries are left out, as msgfmt does. A reader never sees half a
    file: each is written beside its place and then moved. Raises OSError for a
    catalogue that is not in the PO format.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(".partial")
        catalogue = polib.pofile(str(source))
        if source.parts[-3] == SOURCE:
            _say_what_stands_in_the_code(catalogue)
        catalogue.save_as_mofile(str(partial))
        partial.replace(target)
        written.append(target)
    return written


def _say_what_stands_in_the_code(catalogue: polib.POFile) -> None:
    """A text without an entry is looked for in the catalogues of all packages, twice;
    there are two dozen of them and fifty texts on a page."""
    for entry in catalogue.untranslated_entries():
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid


class Command(BaseCommand):
    """``manage.py compile_catalogues``"""

    help = "Compile the translations that changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile every folder of LOCALE_PATHS."""
        for folder in settings.LOCALE_PATHS:
            written = compile_stale(Path(folder))
            for path in written if options["verbosity"] else []:
                self.stdout.write(str(path.relative_to(folder)))
