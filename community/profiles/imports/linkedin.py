"""The archive that LinkedIn gives its members ("Get a copy of your data"). Pure.

Tables are read in memory and never beyond a limit; nothing is unpacked to a disk.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from community.profiles.imports.draft import MOST, Draft, UnreadableFileError

MAX_PARTS = 500
MAX_TABLE = 8 * 1024 * 1024  # bytes of one table, unpacked
MAX_RATIO = 200
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# All that a damaged archive has been seen to raise.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError,
    OSError, ValueError, LookupError, ArithmeticError,
)  # fmt: skip
_WEBSITE = re.compile(r"https?://[^\s,\]\"<>]{4,400}")
_TABLES = (
    "profile", "positions", "education", "skills", "languages", "certifications",
    "email addresses", "phonenumbers",
)  # fmt: skip
Row = dict[str, str]
Tables = dict[str, list[tuple[int, Row]]]


def read_linkedin(content: bytes) -> Draft:
    """Raises UnreadableFileError for another archive, a damaged or a locked one."""
    draft = Draft()
    tables = _opened(draft, content)
    if not tables:
        raise UnreadableFileError(_("This archive is none of LinkedIn's."))
    for where, row in _rows(draft, tables, "profile"):
        _profile(draft, row, where)
    _positions(draft, tables)
    _education(draft, tables)
    _certifications(draft, tables)
    for where, row in _rows(draft, tables, "skills"):
        draft.add_skill(row.get("name"), where)
    for where, row in _rows(draft, tables, "languages"):
        draft.add_language(row.get("name"), row.get("proficiency"), where)
    _contacts(draft, tables)
    return draft


def _opened(draft: Draft, content: bytes) -> Tables:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _tables(draft, archive)
    except (NotImplementedError, RuntimeError) as odd:
        raise UnreadableFileError(_locked()) from odd
    except _BROKEN as broken:
        raise UnreadableFileError(_damaged()) from broken


def _contacts(draft: Draft, tables: Tables) -> None:
    for where, row in _rows(draft, tables, "email addresses"):
        if row.get("primary", "").lower() == "yes":
            draft.put_email(row.get("email address"), where)
    for where, row in _rows(draft, tables, "phonenumbers"):
        draft.put("phone", row.get("number"), where)


def _profile(draft: Draft, row: Row, where: str) -> None:
    name = f"{row.get('first name', '')} {row.get('last name', '')}"
    draft.put("name", name.strip(), where)
    draft.put("headline", row.get("headline"), where)
    draft.put("summary", row.get("summary"), where)
    draft.put_birth_year(row.get("birth date"), where)
    places = [part.strip() for part in row.get("geo location", "").split(",")]
    if len(places) > 1:
        draft.put("city", places[0], where)
        draft.put_country(places[-1], where)
    elif places[0]:
        draft.put_country(places[0], where)
    for address in _WEBSITE.findall(row.get("websites", "")[:5_000]):
        draft.add_link("", address, where)


def _positions(draft: Draft, tables: Tables) -> None:
    for where, row in _rows(draft, tables, "positions"):
        values = {
            "title": row.get("title"),
            "organisation": row.get("company name"),
            "place": row.get("location"),
            "text": row.get("description"),
            "start_year": row.get("started on"),
            "end_year": row.get("finished on"),
        }
        draft.add("experience", values, where)
        if not row.get("finished on"):
            draft.put("position", row.get("title"), where)
            draft.put("employer", row.get("company name"), where)


def _education(draft: Draft, tables: Tables) -> None:
    for where, row in _rows(draft, tables, "education"):
        values = {
            "degree": row.get("degree name") or row.get("school name"),
            "school": row.get("school name"),
            "field": row.get("notes"),
            "start_year": row.get("start date"),
            "end_year": row.get("end date"),
        }
        draft.add("education", values, where)


def _certifications(draft: Draft, tables: Tables) -> None:
    for where, row in _rows(draft, tables, "certifications"):
        values = {
            "title": row.get("name"),
            "issuer": row.get("authority"),
            "number": row.get("license number"),
            "year": row.get("started on"),
        }
        draft.add("licences", values, where)


def _rows(draft: Draft, tables: Tables, table: str) -> Iterator[tuple[str, Row]]:
    name = f"{table.capitalize()}.csv"
    for _number, (line, row) in draft.few(tables.get(table, []), name):
        yield f"{name}:{line}", row


def _tables(draft: Draft, archive: zipfile.ZipFile) -> Tables:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFileError(_locked())
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise UnreadableFileError(_damaged())
    if any(map(_is_odd_name, names)):
        raise UnreadableFileError(_damaged())
    tables: Tables = {}
    for part in parts:
        name = part.filename.lower()
        if name.removesuffix(".csv") in _TABLES and name.endswith(".csv"):
            rows = _table(draft, part.filename, _read(archive, part))
            tables[name.removesuffix(".csv")] = rows
    return tables


def _is_odd_name(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.compress_type not in _PACKED:
        raise UnreadableFileError(_damaged())
    small = 100_000 + MAX_RATIO * part.compress_size
    if part.file_size > min(MAX_TABLE, small):
        raise UnreadableFileError(_too_large())
    with archive.open(part) as packed:
        content = packed.read(MAX_TABLE + 1)
    if len(content) > MAX_TABLE:
        raise UnreadableFileError(_too_large())
    return content


def _table(draft: Draft, name: str, content: bytes) -> list[tuple[int, Row]]:
    """(line, row by lower-case titles), one more than are taken so that it is told."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableFileError(
            _("%(file)s in the archive is not in UTF-8.") % {"file": name[:40]}
        ) from wrong
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    rows: list[tuple[int, Row]] = []
    try:
        titles = [title.strip().lower() for title in next(lines, [])]
        for cells in lines:
            if any(cells):
                rows.append((lines.line_num, _row(titles, cells)))
            if len(rows) > MOST:
                break
    except csv.Error:
        draft.note(f"{name}:{lines.line_num}", _("From here on it cannot be read."))
    return rows


def _row(titles: list[str], cells: list[str]) -> Row:
    return {title: cell.strip() for title, cell in zip(titles, cells, strict=False)}


def _locked() -> str:
    return _("The archive has a password or is packed in an unusual way.")


def _damaged() -> str:
    return _("The archive is damaged. Download it once more.")


def _too_large() -> str:
    return _("The archive is far larger unpacked than it seems.")
