"""Bring occupations and skills in step with the files of this version."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from community.profiles.imports.files import (
    DATA,
    FileTexts,
    Taxonomy,
    digest,
    read,
)
from community.profiles.labels import searchable
from community.profiles.models import (
    Label,
    LoadedTaxonomy,
    Occupation,
    Skill,
    SkillGroup,
)
from community.profiles.models.taxonomy import announce_change

BATCH = 1_000
_LOCK = 0x7461_786F  # ("taxo": two installations of one database load one by one)
Step = Callable[[int], None]
Wanted = dict[tuple[str, str], tuple[str, str]]  # (language, folded) → (text, kind)


@dataclass
class LoadReport:
    """Numbers of labels; `changed` are those of another text or kind than before."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def is_loaded(folder: Path = DATA) -> bool:
    """True when the database has these very files, and things from them."""
    told = LoadedTaxonomy.objects.values_list("digest", flat=True).first()
    return told == digest(folder) and Occupation.objects.exists()


@transaction.atomic
def load_taxonomy(folder: Path = DATA, step: Step = lambda done: None) -> LoadReport:
    """Add, reword and remove what comes from the files; leave what people entered.

    A skill that left the files stays, with the labels that staff gave it, since profiles
    may point to it. `step` is told how many things were dealt with.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    taxonomy = read(folder)
    _groups(taxonomy)
    report = LoadReport()
    numbers = _occupations(taxonomy)
    wanted = {numbers[code]: texts for code, texts in taxonomy.occupations.items()}
    _labels("occupation", wanted, report, step)
    slugs = _skills(taxonomy)
    merged = set(Skill.objects.filter(status="merged").values_list("slug", flat=True))
    skills = {slugs[s]: t for s, t in taxonomy.skills.items() if s not in merged}
    _labels("skill", skills, report, step)
    LoadedTaxonomy.objects.update_or_create(pk=1, defaults={"digest": digest(folder)})
    if report.added:
        renew_statistics()
    transaction.on_commit(announce_change)
    return report


def renew_statistics() -> None:
    """Tell PostgreSQL what the tables hold now; it would find out only minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE profiles_label, profiles_skill, profiles_occupation")


def _groups(taxonomy: Taxonomy) -> None:
    rows = [
        SkillGroup(
            code=code,
            position=place,
            **{f"label_{language}": text for language, text in texts.items()},
        )
        for place, (code, texts) in enumerate(taxonomy.groups.items(), start=1)
    ]
    SkillGroup.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["position", "label_sq", "label_en", "label_de"],
    )


def _occupations(taxonomy: Taxonomy) -> dict[str, int]:
    """Numbers by code, after those that are missing were made, level by level."""
    numbers = dict(Occupation.objects.values_list("code", "pk"))
    missing = [code for code in taxonomy.occupations if code not in numbers]
    for level in range(1, 5):
        made = Occupation.objects.bulk_create(
            Occupation(code=code, level=level, parent_id=numbers.get(code[:-1]))
            for code in missing
            if len(code) == level
        )
        numbers |= {one.code: one.pk for one in made}
    return numbers


def _skills(taxonomy: Taxonomy) -> dict[str, int]:
    groups = dict(SkillGroup.objects.values_list("code", "pk"))
    known = set(Skill.objects.values_list("slug", flat=True))
    Skill.objects.bulk_create(
        [
            Skill(slug=slug, group_id=groups[skill.group])
            for slug, skill in taxonomy.skills.items()
            if slug not in known
        ],
        batch_size=BATCH,
    )
    found = Skill.objects.filter(slug__in=taxonomy.skills)
    return dict(found.values_list("slug", "pk"))


def _labels(
    thing: str, things: Mapping[int, FileTexts], report: LoadReport, step: Step
) -> None:
    """Compare all labels of the kind with the files, and write what differs."""
    stored: dict[int, list[Label]] = {number: [] for number in things}
    gone = []
    for label in Label.objects.exclude(**{thing: None}):
        number = getattr(label, f"{thing}_id")
        if number in stored:
            stored[number].append(label)
        elif label.source == Label.Source.FILE:
            gone.append(label.pk)
    fresh: list[Label] = []
    changed: list[Label] = []
    for number, texts in things.items():
        wanted = _wanted(texts, stored[number])
        for label in stored[number]:
            _compare(label, wanted, changed, gone)
        fresh += [
            _label(thing, number, language, folded, text, kind)
            for (language, folded), (text, kind) in wanted.items()
        ]
        step(1)
    # In this order: a word may go from one thing to another, or change its kind.
    Label.objects.filter(pk__in=gone).delete()
    _write(changed)
    Label.objects.bulk_create(fresh, batch_size=BATCH)
    report.added += len(fresh)
    report.changed += len(changed)
    report.removed += len(gone)


def _wanted(texts: FileTexts, stored: Iterable[Label]) -> Wanted:
    """What the files want that people have not replaced or written themselves."""
    by_people = [one for one in stored if one.source != Label.Source.FILE]
    taken = {(one.language, one.folded) for one in by_people}
    preferred = {one.language for one in by_people if one.kind == "preferred"}
    wanted: Wanted = {}
    for language, text in texts.preferred.items():
        kind = "alternative" if language in preferred else "preferred"
        wanted[language, searchable(text)] = (text, kind)
    for language, text in texts.alternatives:
        wanted.setdefault((language, searchable(text)), (text, "alternative"))
    return {place: told for place, told in wanted.items() if place not in taken}


def _compare(
    label: Label, wanted: Wanted, changed: list[Label], gone: list[int]
) -> None:
    """Take what the label satisfies out of `wanted`."""
    if label.source != Label.Source.FILE:
        return
    told = wanted.pop((label.language, label.folded), None)
    if told is None:
        gone.append(label.pk)
    elif told != (label.text, label.kind):
        label.text, label.kind = told
        changed.append(label)


def _write(changed: list[Label]) -> None:
    # Those that step back first: one language has one preferred label at any moment.
    for kind in ("alternative", "preferred"):
        rows = [label for label in changed if label.kind == kind]
        Label.objects.bulk_update(rows, ["text", "kind"], batch_size=BATCH)


def _label(
    thing: str, number: int, language: str, folded: str, text: str, kind: str
) -> Label:
    return Label(
        **{f"{thing}_id": number},
        language=language,
        text=text,
        kind=kind,
        source=Label.Source.FILE,
        folded=folded,
    )
