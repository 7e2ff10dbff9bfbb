"""The files of occupations and skills are complete, and their words are sound."""

import re
from collections import Counter

import pytest

from cms.core.languages import CODES
from community.profiles.imports import read
from community.profiles.labels import LONGEST, has_letter, searchable, tidy

FILES = read()
THINGS = FILES.occupations | FILES.skills

# Endings and words that Albanian writes with ë or ç, as they look when it was forgotten.
FORGOTTEN = re.compile(
    r"\b(te|per|perkthim\w*|nje|eshte|shkence|gjuhe\b|pune\b|sherbim\w*|"
    r"mesim\w*|mesues\w*|keshill\w*|percakt\w*|femij\w*|shendet\w*|"
    r"ndertim\w*|Kosoves|nderm\w*|kerkim\w*|pergjith\w*|permir\w*|"
    r"ndihmes|celes\w*|cmim\w*|ceshtj\w*)\b"
)


def texts():
    for key, thing in THINGS.items():
        yield from ((key, code, text) for code, text in thing.preferred.items())
        yield from ((key, code, text) for code, text in thing.alternatives)


def test_isco_has_its_number_of_groups_at_each_level():
    assert Counter(map(len, FILES.occupations)) == {1: 10, 2: 43, 3: 130, 4: 436}


def test_every_group_has_its_parent_and_every_broad_group_a_child():
    codes = set(FILES.occupations)

    assert {code for code in codes if len(code) > 1 and code[:-1] not in codes} == set()
    parents = {code[:-1] for code in codes}
    assert {code for code in codes if len(code) < 4} - parents == set()


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("0310", "Armed forces occupations, other ranks"),
        ("1330", "Information and communications technology service managers"),
        ("2212", "Specialist medical practitioners"),
        ("2512", "Software developers"),
        ("3411", "Legal and related associate professionals"),
        ("5412", "Police officers"),
        ("6340", "Subsistence fishers, hunters, trappers and gatherers"),
        ("7543", "Product graders and testers (excluding foods and beverages)"),
        ("8189", "Stationary plant and machine operators not elsewhere classified"),
        ("9629", "Elementary workers not elsewhere classified"),
    ],
)
def test_codes_bear_the_titles_of_the_ilo(code, title):
    assert FILES.occupations[code].preferred["en"] == title


def test_there_are_enough_skills_in_many_groups():
    filled = {skill.group for skill in FILES.skills.values()}

    assert len(FILES.skills) >= 320
    assert len(filled) >= 16
    assert filled <= set(FILES.groups)


def test_the_commonest_unit_groups_have_words_that_people_type():
    units = {c for c, texts in FILES.occupations.items() if texts.alternatives}

    assert len(units) >= 120
    assert {len(code) for code in units} == {4}
    assert all(
        {language for language, _text in FILES.occupations[code].alternatives}
        == set(CODES)
        for code in units
    )


def test_everything_has_all_three_languages():
    assert {k for k, t in THINGS.items() if set(t.preferred) != set(CODES)} == set()
    assert {k for k, t in FILES.groups.items() if set(t) != set(CODES)} == set()


@pytest.mark.parametrize("language", CODES)
def test_no_two_siblings_share_a_label(language):
    occupations = Counter(
        (len(code), code[:-1], texts.preferred[language])
        for code, texts in FILES.occupations.items()
    )
    skills = Counter(searchable(t.preferred[language]) for t in FILES.skills.values())

    assert {name for name, n in occupations.items() if n > 1} == set()
    assert {name for name, n in skills.items() if n > 1} == set()


def test_labels_are_tidy():
    found = list(texts())

    assert len(found) > 4_000
    assert [t for t in found if tidy(t[2]) != t[2] or len(t[2]) > LONGEST] == []
    assert [t for t in found if not has_letter(t[2])] == []


def test_the_check_of_albanian_sees_what_it_should():
    assert FORGOTTEN.search("Inxhinier te ndertimtarise")
    assert FORGOTTEN.search("ceshtje sociale")
    assert not FORGOTTEN.search("Inxhinierë të ndërtimtarisë")


def test_albanian_is_written_with_its_letters():
    wrong = [t for t in texts() if t[1] == "sq" and FORGOTTEN.search(t[2])]

    assert wrong == []
