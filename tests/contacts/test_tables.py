"""Tables of any origin are read, or refused with a sentence."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.imports import (
    MAX_FILE,
    UnreadableTableError,
    guess_columns,
    language_called,
    park_table,
    parked_rows,
    tables,
    tidy_row,
)
from tests.contacts.files import ARTA, TITLES, as_csv, as_xlsx


def read(content: bytes):
    out = io.BytesIO()
    parked = park_table(io.BytesIO(content), len(content), out)
    rows = [row for _position, row in parked_rows(out)]
    assert len(rows) == parked.rows
    return parked.titles, rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_any_office_is_read(encoding, delimiter):
    rows = [TITLES, ["Çlirim Krasniqi", "c@example.org", "", "", "Gjakovë", "Mësues"]]

    titles, found = read(as_csv(rows, delimiter=delimiter, encoding=encoding))

    assert titles == TITLES
    assert found == [(2, rows[1])]


def test_excel_is_read_with_its_numbers_and_days():
    titles, found = read(as_xlsx([TITLES, [*ARTA[:2], 41440001122, *ARTA[3:]]]))

    assert titles == TITLES
    assert found[0][1][2] == "41440001122"


def test_a_line_that_names_the_delimiter_is_no_title():
    titles, found = read(b"sep=;\nE-mail;Emri\na@example.org;Arta\n")

    assert titles == ["E-mail", "Emri"]
    assert found[0][0] == 3


def test_a_table_without_titles_loses_nobody():
    titles, found = read(b"a@example.org,Arta\nb@example.org,Besa\n")

    assert len(titles) == 2
    assert [cells[0] for _n, cells in found] == ["a@example.org", "b@example.org"]


def test_lines_are_those_of_the_file():
    _titles, found = read(
        b'E-mail,Note\na@example.org,"two\nlines"\n\nb@example.org,x\n'
    )

    assert [number for number, _cells in found] == [3, 5]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return out.getvalue()


def other_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


HOSTILE = {
    "empty": b"",
    "blank lines": b"\n\n , \n",
    "titles alone": b"E-mail,Name\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "a programme": b"MZ" + bytes(500),
    "NUL late": b"E-mail\n" + b"a@example.org\n" * 9000 + b"\x00",
    "no text at all": bytes(range(128, 256)) * 20,
    "half of UTF-16": b"\xff\xfe" + "E-mail\na@b.example".encode("utf-16-le")[:-1],
    "a quotation mark without end": b'E-mail,Note\na@example.org,"' + b"x\n" * 200_000,
    "a bomb": bomb(),
    "another archive": other_archive(),
    "half an archive": as_xlsx([TITLES, ARTA])[:900],
    "an archive's head": b"PK\x03\x04" + bytes(60),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_table_is_refused_with_a_sentence(what):
    with pytest.raises(UnreadableTableError, match=r"\w+ \w+"):
        read(HOSTILE[what])


def test_a_workbook_whose_sheet_is_nonsense_is_refused():
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(as_xlsx([TITLES, ARTA])))
    with whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in whole.namelist():
            body = whole.read(name)
            is_sheet = name.startswith("xl/worksheets/")
            changed.writestr(name, b"<a><b></a>" if is_sheet else body)

    with pytest.raises(UnreadableTableError):
        read(out.getvalue())


def test_size_and_rows_have_an_end(monkeypatch):
    with pytest.raises(UnreadableTableError, match="20 MB"):
        park_table(io.BytesIO(b"E-mail"), MAX_FILE + 1, io.BytesIO())
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    read(as_csv([["E-mail"], *[["a@example.org"]] * 3]))
    with pytest.raises(UnreadableTableError, match="3 rows"):
        read(as_csv([["E-mail"], *[["a@example.org"]] * 4]))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    with contextlib.suppress(UnreadableTableError):
        read(content)


@given(st.binary(max_size=60), st.integers(0, 900))
def test_a_spoilt_workbook_is_read_or_refused(noise, place):
    whole = WORKBOOK[:place] + noise + WORKBOOK[place + len(noise) :]
    with contextlib.suppress(UnreadableTableError):
        read(whole)


WORKBOOK = as_xlsx([TITLES, ARTA])


def test_reading_can_go_on_from_any_row():
    out = io.BytesIO()
    content = as_csv([["E-mail"], *[[f"p{n}@example.org"] for n in range(50)]])
    park_table(io.BytesIO(content), len(content), out)
    all_rows = list(parked_rows(out))

    position = all_rows[19][0]

    assert [row for _p, row in parked_rows(out, position)] == [
        row for _p, row in all_rows[20:]
    ]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Name", "E-Mail", "Country"], {"name": 0, "email": 1, "country": 2}),
        (
            ["Nr", "Emri dhe mbiemri", "Posta elektronike", "Shteti", "Gjuha"],
            {"name": 1, "email": 2, "country": 3, "language": 4},
        ),
        (
            ["E-Mail-Adresse", "Vor- und Nachname", "Beruf", "Arbeitgeber", "Ort"],
            {"email": 0, "name": 1, "occupation": 2, "employer": 3, "city": 4},
        ),
        (["E-mail", "EMAIL", ""], {"email": 0}),
    ],
)
def test_columns_are_guessed_in_three_languages(titles, expected):
    assert guess_columns(titles) == expected


def test_languages_by_their_names():
    words = [
        "Shqip",
        "SQ",
        "albanisch",
        "DE-ch",
        "Deutsch",
        "gjermanisht",
        "EN",
        "?",
        "",
    ]

    found = [language_called(word) for word in words]

    assert found == ["sq", "sq", "sq", "de", "de", "de", "en", "", ""]


COLUMNS = {"email": 0, "name": 1}


@pytest.mark.parametrize(
    "text",
    [
        "ARTA@Example.ORG ",
        " <arta@example.org>",
        "ａｒｔａ＠example.org",  # noqa: RUF001
        "ar\u200bta@example.org",
        "\ufeffarta@EXAMPLE.org",
    ],
)
def test_one_address_in_many_spellings(text):
    assert tidy_row(2, [text], COLUMNS).values["email"] == "arta@example.org"


def test_a_domain_is_written_as_dns_knows_it():
    row = tidy_row(2, ["x@zürich.example"], COLUMNS)

    assert row.values["email"] == "x@xn--zrich-kva.example"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["", "Arta"], "no e-mail address"),
        (["arta", "Arta"], "This is no e-mail"),
        (["a@b", "Arta"], "This is no e-mail"),
        (["a b@example.org"], "This is no e-mail"),
        (["a@example.org, b@example.org"], "This is no e-mail"),
        ([f"{'a' * 300}@example.org"], "This is no e-mail"),
        (["a@" + "ä" * 80 + ".example"], "This is no e-mail"),
        (["a@example.org", "A" * 121], "longer than 120"),
        ([], "no e-mail address"),
    ],
)
def test_a_wrong_row_says_why(cells, words):
    row = tidy_row(7, cells, COLUMNS)

    assert (row.line, row.values) == (7, {})
    assert words in row.problem


def test_what_cannot_be_seen_is_dropped():
    row = tidy_row(2, ["a@example.org", "Ar\u202eta\x07  Ga\x00shi"], COLUMNS)

    assert row.values["name"] == "Arta Gashi"
