"""Public holidays: the reviewed file, and importing it into a space."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from community.spaces.actions import holidays, import_holidays, known_holidays
from community.spaces.models import DayException
from community.spaces.timetable import open_days
from tests.factories import places

FILE = Path(holidays.__file__).parent.parent / "data" / "holidays_xk.yaml"
MOVEABLE = ("eid-al-fitr", "eid-al-adha")


def test_the_file_knows_three_years_in_three_languages():
    found = known_holidays()

    assert {one.day.year for one in found} == {2026, 2027, 2028}
    assert all(set(one.names) == {"sq", "en", "de"} for one in found)
    assert all(all(one.names.values()) for one in found)
    assert len({one.key for one in found}) == len(found)
    assert [one.day for one in found] == sorted(one.day for one in found)


def test_feasts_that_follow_the_moon_are_marked_estimated():
    found = {one.key for one in known_holidays() if one.is_estimated}

    named = {f"xk-{year}-{code}" for year in (2026, 2027, 2028) for code in MOVEABLE}
    assert named <= found
    assert all(any(code in key for code in MOVEABLE) for key in found)


def test_the_command_makes_what_is_in_the_file():
    out = StringIO()
    call_command("holiday_file", "2026", "2027", "2028", stdout=out)

    assert out.getvalue() == FILE.read_text(encoding="utf-8")


def test_an_import_closes_the_space_and_doing_it_again_changes_nothing(space):
    first = import_holidays(space, years=[2027])
    again = import_holidays(space, years=[2027])

    days = {one.first for one in DayException.objects.all()}
    assert date(2027, 2, 17) in days
    assert {day.year for day in days} == {2027}
    assert first.added == DayException.objects.count() > 12
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    with translation.override("sq"):
        (day,) = open_days(space, date(2027, 2, 17), date(2027, 2, 17))
        assert (day.is_closed, day.label) == (True, "Dita e Pavarësisë")


def test_a_feast_whose_date_became_known_moves(space, monkeypatch):
    import_holidays(space, years=[2027])
    known = [
        holidays.Holiday("xk-2027-eid-al-fitr", date(2027, 3, 10), one.names, False)
        if one.key == "xk-2027-eid-al-fitr"
        else one
        for one in known_holidays()
        if one.key != "xk-2027-europe-day-observed"
    ]
    monkeypatch.setattr(holidays, "known_holidays", lambda code: known)

    done = import_holidays(space)

    moved = DayException.objects.get(source_key="xk-2027-eid-al-fitr")
    assert (moved.first, moved.last) == (date(2027, 3, 10), date(2027, 3, 10))
    assert moved.is_estimated is False
    assert (done.changed, done.removed) == (1, 1)


def test_hours_that_people_wrote_stay(space):
    import_holidays(space, years=[2027])
    DayException.objects.filter(source_key="xk-2027-europe-day").update(
        opens="10:00", closes="12:00"
    )
    by_hand = DayException.objects.create(
        space=space, first=date(2027, 5, 1), last=date(2027, 5, 1)
    )

    import_holidays(space)

    assert DayException.objects.get(source_key="xk-2027-europe-day").opens is not None
    assert DayException.objects.filter(pk=by_hand.pk).exists()


def test_the_command_names_spaces(space):
    places.space("peja")
    out = StringIO()
    call_command("import_holidays", "prishtina", "--year", "2028", stdout=out)

    assert out.getvalue().startswith("prishtina: 18 added, 0 changed")
    assert not DayException.objects.filter(space__slug="peja").exists()
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import_holidays", "nowhere")


def test_an_unknown_set_is_refused(space):
    with pytest.raises(ValueError, match="zz"):
        import_holidays(space, "zz")
