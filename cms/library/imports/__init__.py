"""What a file would bring into the library: new works, duplicates, errors by line.

Nothing is written here; `actions.import_works` takes the new ones.
"""

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.core.folding import fold
from cms.library.formats import FORMATS, MAX_BYTES, MAX_RECORDS, Record, decoded
from cms.library.formats.bytes import UnreadableFileError
from cms.library.formats.record import UNKNOWN, Item
from cms.library.imports.duplicates import mark_duplicates
from cms.library.imports.rows import DUPLICATE, ERROR, NEW, Draft, Plan, Row
from cms.library.models import (
    Subject,
    SubjectLabel,
    Work,
    WorkAbstract,
    WorkContributor,
    WorkTitle,
)
from cms.library.records import fields_of

__all__ = ["DUPLICATE", "ERROR", "NEW", "Draft", "Plan", "Row", "plan_of"]

MAX_CONTRIBUTORS = 500


def plan_of(content: bytes, file_format: str, code: str) -> Plan:
    """What the bytes of a file hold; `code` is the language of titles that name none.

    Raises UnreadableFileError for a file that is too large or not of this format.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(_("The file is larger than 5 MB."))
    items = list(islice(_items(content, file_format), MAX_RECORDS + 1))
    if len(items) > MAX_RECORDS:
        message = _("The file holds more than %(number)s records. Cut it into parts.")
        raise UnreadableFileError(message % {"number": MAX_RECORDS})
    if not items:
        raise UnreadableFileError(_("The file holds no record of this format."))
    subjects = _Subjects()
    rows = [_row(item, code, subjects) for item in items]
    mark_duplicates(rows)
    return Plan(rows)


def _items(content: bytes, file_format: str) -> Iterator[Item]:
    try:
        yield from FORMATS[file_format].read(decoded(content))
    except RecursionError as wrong:
        raise UnreadableFileError(_("The file is too deep to be read.")) from wrong


def _row(item: Item, code: str, subjects: "_Subjects") -> Row:
    record = item.record
    if record is None:
        return Row(item.line, messages=[item.error])
    _name_languages(record, code)
    row = Row(item.line, title=record.title, year=record.year, people=_people(record))
    row.draft, row.messages = _draft(record, subjects)
    row.state = ERROR if row.draft is None else NEW
    if row.draft:
        row.messages = subjects.unknown_words(record)
    return row


def _people(record: Record) -> str:
    names = [p.literal or p.family for p in record.contributors[:3]]
    more = ["…"] if len(record.contributors) > len(names) else []
    return ", ".join([*names, *more])


def _name_languages(record: Record, code: str) -> None:
    """Texts without a language are in the only one of the work, else in `code`."""
    known = record.languages[0] if len(record.languages) == 1 else code
    if record.title_language == UNKNOWN and UNKNOWN in record.titles:
        title = record.titles.pop(UNKNOWN)
        record.titles = {known: title, **record.titles}
        record.title_language = known
    if record.abstract_language == UNKNOWN and UNKNOWN in record.abstracts:
        abstract = record.abstracts.pop(UNKNOWN)
        record.abstracts = {known: abstract, **record.abstracts}
        record.abstract_language = known


def _draft(record: Record, subjects: "_Subjects") -> tuple[Draft | None, list[str]]:
    """The draft of a record, or why there is none."""
    if not record.title:
        return None, [_("A title is missing.")]
    if len(record.contributors) > MAX_CONTRIBUTORS:
        return None, [_("There are too many contributors.")]
    draft = Draft(
        work=Work(**fields_of(record)),
        titles=[WorkTitle(locale=c, text=t) for c, t in record.titles.items() if t],
        abstracts=[WorkAbstract(locale=c, text=t) for c, t in record.abstracts.items()],
        contributors=[
            WorkContributor(
                sort_order=number,
                role=person.role,
                given="" if not person.family else person.given,
                family=person.family,
                literal="" if person.family else person.literal or person.given,
                orcid=person.orcid,
            )
            for number, person in enumerate(record.contributors)
            if person.family or person.literal or person.given
        ],
        subjects=subjects.of(record),
    )
    problems = list(_problems(draft))
    return (None, problems) if problems else (draft, [])


def _problems(draft: Draft) -> Iterator[str]:
    """Every rule of the fields; those of the database are kept by how drafts are made."""
    things: list[Model] = [draft.work, *draft.titles, *draft.abstracts]
    for thing in [*things, *draft.contributors]:
        try:
            thing.clean_fields(exclude=["work"])
        except ValidationError as wrong:
            for name, messages in wrong.message_dict.items():
                label = getattr(thing._meta.get_field(name), "verbose_name", name)
                yield f"{label}: {' '.join(messages)}"


class _Subjects:
    """The subjects by their codes and by their labels in any language."""

    def __init__(self) -> None:
        self.by_code = {subject.code: subject for subject in Subject.objects.all()}
        labels = SubjectLabel.objects.select_related("subject")
        self.by_label = {fold(label.text): label.subject for label in labels}

    def of(self, record: Record) -> list[Subject]:
        by_code = [self.by_code.get(code) for code in record.subjects]
        by_label = [self.by_label.get(fold(word)) for word in record.keywords]
        known = [subject for subject in [*by_code, *by_label] if subject]
        return list({subject.pk: subject for subject in known}.values())

    def unknown_words(self, record: Record) -> list[str]:
        words = [word for word in record.keywords if fold(word) not in self.by_label]
        if not words:
            return []
        text = ", ".join(words)[:200]
        return [_("Keywords that are no subject here: %(words)s") % {"words": text}]
