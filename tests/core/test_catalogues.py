"""Every string of ours is translated, into each language (bar B10)."""

import os
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

PACKAGES = ("cms", "community", "home")
_PERCENT = re.compile(r"%(?:\((\w+)\))?[sd]")
_BRACE = re.compile(r"{(\w*)}")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """What the sources say now, as a template of a catalogue."""
    if shutil.which("xgettext") is None:
        # On one's own machine only: CI has to have it.
        assert not os.environ.get("CI"), "The catalogue test needs gettext."
        pytest.skip("gettext is not installed")
    copy = tmp_path_factory.mktemp("sources")
    for name in PACKAGES:
        ignored = shutil.ignore_patterns(
            "__pycache__", "static", "locale_admin", "content"
        )
        shutil.copytree(Path(settings.BASE_DIR) / name, copy / name, ignore=ignored)
    (copy / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [str(copy / "locale")])
        call_command("makemessages", locale=["sq"], verbosity=0)
    (file,) = (copy / "locale").rglob("*.po")
    return polib.pofile(str(file))


def catalogue(code):
    file = Path(settings.BASE_DIR) / "locale" / code / "LC_MESSAGES" / "django.po"
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(file))}


def ours(extracted):
    return {
        (entry.msgctxt, entry.msgid): entry for entry in extracted if not entry.obsolete
    }


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text):
    return sorted(_PERCENT.findall(text)) + sorted(_BRACE.findall(text))


def test_there_is_something_to_translate(extracted):
    assert len(ours(extracted)) > 200


@pytest.mark.parametrize("code", ["sq", "de", "en"])
def test_the_catalogue_knows_every_string(extracted, code):
    missing = set(ours(extracted)) - set(catalogue(code))

    assert sorted(msgid for _context, msgid in missing) == []


@pytest.mark.parametrize("code", ["sq", "de"])
def test_every_string_is_translated(extracted, code):
    known = catalogue(code)

    empty = [
        msgid
        for (context, msgid) in ours(extracted)
        if (entry := known.get((context, msgid))) and not all(texts(entry))
    ]

    assert sorted(empty) == []


@pytest.mark.parametrize("code", ["sq", "de", "en"])
def test_nothing_is_left_fuzzy_or_obsolete(code):
    entries = catalogue(code).values()

    assert [e.msgid for e in entries if e.fuzzy or e.obsolete] == []


@pytest.mark.parametrize("code", ["sq", "de", "en"])
def test_translations_keep_the_placeholders(code):
    wrong = [
        entry.msgid
        for entry in catalogue(code).values()
        for text in texts(entry)
        if text
        and placeholders(text)
        not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]

    assert wrong == []


@pytest.mark.parametrize(("code", "forms"), [("sq", 2), ("de", 2)])
def test_plurals_have_all_their_forms(code, forms):
    plural = [entry for entry in catalogue(code).values() if entry.msgid_plural]

    assert plural
    assert [e.msgid for e in plural if len(e.msgstr_plural) != forms] == []
