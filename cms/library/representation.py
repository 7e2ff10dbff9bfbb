"""What is told of a work besides its page: the bibliographic record as JSON."""

from typing import TYPE_CHECKING, Any

from cms.core.languages import best

if TYPE_CHECKING:
    from cms.library.models import Subject, Work

SHORT = ("publisher", "doi", "access", "circa", "languages")
LONG = (
    "place",
    "container",
    "volume",
    "issue",
    "pages",
    "edition",
    "isbn",
    "issn",
    "licence",
    "rights",
)
PERSON = ("role", "given", "family", "literal", "orcid")


def short_record(work: "Work", code: str) -> dict[str, Any]:
    """What a list shows; labels of subjects in the reader's language `code`."""
    return {
        "work_type": work.kind,
        "issued": work.issued,
        **{name: getattr(work, name) for name in SHORT},
        "contributors": [
            {name: getattr(person, name) for name in PERSON}
            for person in work.contributors.all()
        ],
        "subjects": [
            {"code": subject.code, "label": subject.label_in(code)}
            for subject in work.subjects.all()
        ],
    }


def long_record(work: "Work") -> dict[str, Any]:
    """What the work's own endpoint shows besides the short record."""
    return {
        "titles": {title.locale: title.text for title in work.titles.all()},
        "abstracts": {text.locale: text.text for text in work.abstracts.all()},
        **{name: getattr(work, name) for name in LONG},
        "source_url": work.url,
    }


def broader(subject: "Subject") -> list["Subject"]:
    """The subject and all above it, the nearest first."""
    found: list[Subject] = []
    above: Subject | None = subject
    while above is not None and above not in found:
        found.append(above)
        above = above.parent
    return found


def subject_representation(subject: "Subject", code: str) -> dict[str, Any]:
    """A subject of `with_numbers`, its label in the language `code` or the best other."""
    labels = {label["locale"]: label["text"] for label in subject.told}  # type: ignore[attr-defined]
    language = best(code, labels)
    return {
        "code": subject.code,
        "label": labels[language] if language else subject.code,
        "locale": language or code,
        "labels": labels,
        "parent": subject.parent.code if subject.parent else None,
        "works": subject.number,  # type: ignore[attr-defined]
    }
