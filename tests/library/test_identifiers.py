"""Identifiers: what is right comes into one notation, what is wrong is told."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.library import identifiers
from cms.library.identifiers import NOTATIONS, shown_isbn
from cms.library.models import Work
from home.demo.works import load_subjects, load_works
from tests.factories.people import UserFactory


def digits(number: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=number, max_size=number)


RIGHT = [
    ("isbn", "978-92-871-8621-8", "9789287186218"),
    ("isbn", "ISBN 0-306-40615-2", "9780306406157"),
    ("isbn", "080442957X", "9780804429573"),
    ("isbn", "080442957x", "9780804429573"),
    ("isbn", "urn:isbn:9783825231569", "9783825231569"),
    ("isbn", "978\u20133\u20138252\u20133156\u20139", "9783825231569"),
    ("issn", "0002-9602", "0002-9602"),
    ("issn", "ISSN 2434561x", "2434-561X"),
    ("issn", "eISSN: 0022 0515", "0022-0515"),
    ("doi", "10.1257/JEL.50.3.681", "10.1257/jel.50.3.681"),
    ("doi", "https://doi.org/10.1086/225469", "10.1086/225469"),
    ("doi", "http://dx.doi.org/10.1002/%28SICI%291097", "10.1002/(sici)1097"),
    ("doi", "doi: 10.1000/Ä", "10.1000/Ä"),
    ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ("orcid", "000000021694233x", "0000-0002-1694-233X"),
    ("licence", "cc by sa 4.0", "CC-BY-SA-4.0"),
    ("licence", "CC0-1.0", "CC0-1.0"),
    ("licence", "LicenseRef-UDHR", "LicenseRef-UDHR"),
]
WRONG = [
    ("isbn", "978-92-871-8621-9"),
    ("isbn", "9790060115615"),  # a number of printed music
    ("isbn", "97892871862188"),
    ("isbn", "0306406153"),
    ("isbn", "٩٧٨٩٢٨٧١٨٦٢١٨"),
    ("issn", "0002-9603"),
    ("issn", "X002-9602"),
    ("doi", "11.1086/225469"),
    ("doi", "10.1086/"),
    ("doi", "10.1086/a b"),
    ("doi", "https://example.org/10.1086/225469"),
    ("doi", "10.1086/a\u200e"),
    ("orcid", "0000-0002-1825-0098"),
    ("orcid", "0000-0002-1825"),
    ("licence", "all rights reserved"),
    ("licence", "CC-BY-5.0"),
]


@pytest.mark.parametrize(("notation", "text", "expected"), RIGHT)
def test_what_is_right_comes_into_one_notation(notation, text, expected):
    found = NOTATIONS[notation](text)

    assert found == expected
    assert NOTATIONS[notation](found) == expected


@pytest.mark.parametrize(("notation", "text"), WRONG)
def test_what_is_wrong_is_refused(notation, text):
    with pytest.raises(ValidationError):
        NOTATIONS[notation](text)


@given(st.sampled_from(sorted(NOTATIONS)), st.text(max_size=60))
def test_any_text_is_taken_or_refused_and_taken_again(notation, text):
    try:
        found = NOTATIONS[notation](text)
    except ValidationError:
        return

    assert NOTATIONS[notation](found) == found


def one_right_digit(check, first: str, last: str) -> str:
    """The one character that the check takes after `first`."""
    right = []
    for character in last:
        try:
            check(first + character)
        except ValidationError:
            continue
        right.append(character)
    assert len(right) == 1, first
    return right[0]


@given(digits(9))
def test_isbn_10_has_one_check_digit_and_one_isbn_13(first):
    whole = first + one_right_digit(identifiers.isbn, first, "0123456789X")

    assert identifiers.isbn(whole)[:12] == f"978{first}"


@given(digits(9), st.integers(0, 8))
def test_isbn_tells_neighbours_that_changed_places(first, place):
    whole = first + one_right_digit(identifiers.isbn, first, "0123456789X")
    swapped = list(whole)
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]

    if swapped != list(whole) and "X" not in swapped[:9]:
        with pytest.raises(ValidationError):
            identifiers.isbn("".join(swapped))


@given(digits(7))
def test_issn_has_one_check_digit(first):
    last = one_right_digit(identifiers.issn, first, "0123456789X")

    assert identifiers.issn(first + last) == f"{first[:4]}-{first[4:]}{last}"


@given(digits(15), st.integers(0, 14), st.integers(1, 9))
def test_orcid_tells_a_wrong_digit(first, place, off):
    right = first + one_right_digit(identifiers.orcid, first, "0123456789X")
    digit = str((int(right[place]) + off) % 10)

    with pytest.raises(ValidationError):
        identifiers.orcid(right[:place] + digit + right[place + 1 :])


def test_an_isbn_is_shown_with_its_prefix_apart():
    assert shown_isbn("9789287186218") == "978-9287186218"
    assert shown_isbn("") == ""


def form_of(work: Work, **values) -> dict[str, str]:
    """What the form of a work posts."""
    form = {"kind": "book", "languages": "sq", "access": "open", **values}
    for name in ("titles", "contributors"):
        form |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
    for name in ("abstracts", "files", "relations"):
        form |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    return form | {
        "titles-0-locale": "sq",
        "titles-0-text": "Libri",
        "contributors-0-role": "author",
        "contributors-0-family": "Gashi",
    }


@pytest.fixture
def admin(cms_tree, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


ADD = "/admin/snippets/library/work/add/"


def test_the_form_normalises_whatever_is_pasted(admin):
    form = form_of(
        Work(),
        isbn="0-306-40615-2",
        issn="issn 0002 9602",
        doi="https://doi.org/10.1086/ABC",
        licence="cc by 4.0",
    )
    form["contributors-0-orcid"] = "https://orcid.org/0000-0002-1825-0097"

    response = admin.post(ADD, form)

    assert response.status_code == 302
    work = Work.objects.get()
    assert (work.isbn, work.issn) == ("9780306406157", "0002-9602")
    assert (work.doi, work.licence) == ("10.1086/abc", "CC-BY-4.0")
    assert work.contributors.get().orcid == "0000-0002-1825-0097"


def test_the_form_tells_each_error_beside_its_field(admin):
    form = form_of(Work(), isbn="1", issn="2", doi="3", licence="4")
    form["contributors-0-orcid"] = "5"

    response = admin.post(ADD, form)

    errors = response.context["form"].errors
    assert response.status_code == 200
    assert set(errors) == {"isbn", "issn", "doi", "licence"}
    people = response.context["form"].formsets["contributors"]
    assert list(people.forms[0].errors) == ["orcid"]
    assert Work.objects.count() == 0


def test_a_doi_written_in_another_way_is_the_same_doi(admin):
    Work.objects.create(kind="book", doi="10.1086/abc")

    response = admin.post(ADD, form_of(Work(), doi="https://doi.org/10.1086/ABC"))

    assert "There is a work with this DOI." in response.content.decode()


def test_the_records_of_the_demo_are_right(db):
    load_subjects()
    load_works()

    for work in Work.objects.all():
        work.full_clean()
    kept = Work.objects.exclude(isbn="").values_list("isbn", flat=True)
    assert set(kept) == {
        "9789287186218",
        "9789221259527",
        "9780333666128",
        "9783825231569",
    }
