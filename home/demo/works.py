"""The records of the demo's library: subjects and works."""

from django.db import transaction

from cms.library.formats.record import PLAIN
from cms.library.models import (
    Subject,
    SubjectLabel,
    Work,
    WorkAbstract,
    WorkContributor,
    WorkTitle,
)
from home.demo.files import key_of, read, read_all
from home.demo.work_files import add_full_text


def load_subjects() -> None:
    for row in read("library/subjects.yaml"):
        parent = Subject.objects.filter(code=row.get("parent") or "").first()
        subject, made = Subject.objects.get_or_create(
            code=row["code"], defaults={"parent": parent}
        )
        if made:
            SubjectLabel.objects.bulk_create(
                SubjectLabel(subject=subject, locale=code, text=text)
                for code, text in row["labels"].items()
            )


def load_works() -> None:
    for data in read_all("library"):
        uid = key_of(f"library/{data['stem']}")
        if not Work.objects.filter(uid=uid).exists():
            _load(data, uid)


@transaction.atomic
def _load(data: dict, uid) -> None:
    issued = data.get("issued") or {}
    work = Work(
        uid=uid,
        kind=data["type"],
        languages=data.get("languages") or [],
        access=data.get("access") or "open",
        **{part: issued.get(part) for part in ("year", "month", "day")},
        circa=bool(issued.get("circa")),
        **{name: str(data.get(name) or "") for name in PLAIN},
    )
    work.full_clean()
    work.save()
    work.subjects.set(Subject.objects.filter(code__in=data["subjects"]))
    work.save()
    for code, text in data["texts"].items():
        WorkTitle.objects.create(work=work, locale=code, text=text["title"])
        WorkAbstract.objects.create(work=work, locale=code, text=text["abstract"])
    for number, person in enumerate(data.get("contributors") or []):
        WorkContributor.objects.create(work=work, sort_order=number, **person)
    if data.get("full_text"):
        titles = {code: text["title"] for code, text in data["texts"].items()}
        add_full_text(work, data["full_text"], titles)
