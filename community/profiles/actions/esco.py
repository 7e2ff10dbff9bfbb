"""Take over the skills and occupations of ESCO in one language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from community.profiles.actions.loading import renew_statistics
from community.profiles.imports.esco import BadLine, EscoRow, esco_rows, kind_of
from community.profiles.labels import searchable, spelling
from community.profiles.models import Label, Occupation, Skill, SkillGroup
from community.profiles.models.taxonomy import announce_change

BATCH = 1_000
GROUP = "esco"
Step = Callable[[int], None]


@dataclass
class EscoReport:
    """How many concepts were new or known, labels added, and which lines are bad."""

    kind: str = ""
    new: int = 0
    known: int = 0
    labels: int = 0
    bad: list[BadLine] = field(default_factory=list)


def import_esco(
    file: Path, language: str, step: Step = lambda done: None
) -> EscoReport:
    """Read the file in batches of 1,000, each in a transaction of its own.

    A skill is known by its address in ESCO, else by a preferred label that reads the
    same in this language; a new one is approved. Occupations become alternative labels
    of their ISCO-08 group. Raises EscoFileError when the file cannot be read: what was
    read until then stays, and importing again goes on from there. `step` is told how
    many lines were read.
    """
    report = EscoReport(kind=kind_of(file))
    take = _take_skills if report.kind == "skill" else _take_occupations
    for batch in _batches(esco_rows(file)):
        good = [row for row in batch if isinstance(row, EscoRow)]
        report.bad += [row for row in batch if isinstance(row, BadLine)]
        with transaction.atomic():
            take(good, language, report)
            transaction.on_commit(announce_change)
        step(len(batch))
    if report.labels:
        renew_statistics()
    return report


def _batches(rows: Iterable[EscoRow | BadLine]) -> Iterator[list[EscoRow | BadLine]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _take_skills(rows: list[EscoRow], language: str, report: EscoReport) -> None:
    # The same concept twice in one file counts once.
    unique = {row.uri: row for row in rows}
    numbers = _known_skills(list(unique.values()), language)
    report.known += len(numbers)
    new = [row for row in unique.values() if row.uri not in numbers]
    numbers |= _new_skills(new)
    report.new += len(new)
    _add_labels(
        "skill",
        [
            (numbers[row.uri], (row.preferred, *row.alternatives))
            for row in unique.values()
        ],
        language,
        report,
    )


def _known_skills(rows: list[EscoRow], language: str) -> dict[str, int]:
    """Numbers by address; skills known by their label get the address."""
    found = Skill.objects.filter(esco_uri__in=[row.uri for row in rows])
    # The words of a merged skill belong to the one that it was merged into.
    stays = Coalesce("merged_into_id", "pk")
    by_uri: dict[str, int] = dict(found.values_list("esco_uri", stays))
    others = {searchable(r.preferred): r.uri for r in rows if r.uri not in by_uri}
    same = Label.objects.filter(
        folded__in=others,
        language=language,
        kind=Label.Kind.PREFERRED,
        skill__status="approved",
        skill__esco_uri=None,
    ).select_related("skill")
    named = {}
    for label in same:
        label.skill.esco_uri = others[label.folded]
        named[label.skill.esco_uri] = label.skill
    Skill.objects.bulk_update(named.values(), ["esco_uri"])
    return by_uri | {uri: skill.pk for uri, skill in named.items()}


def _new_skills(rows: list[EscoRow]) -> dict[str, int]:
    group, _made = SkillGroup.objects.get_or_create(
        code=GROUP,
        defaults={"label_sq": "ESCO", "label_en": "ESCO", "label_de": "ESCO"},
    )
    made = Skill.objects.bulk_create(
        [Skill(slug=_slug(row), group=group, esco_uri=row.uri) for row in rows]
    )
    return {str(skill.esco_uri): skill.pk for skill in made}


def _slug(row: EscoRow) -> str:
    """From label and address: the same in every installation and in any batch."""
    end = slugify(row.uri.rsplit("/", 1)[-1])[-12:].strip("-")
    return f"{slugify(spelling(row.preferred))[:60].strip('-')}-{end}"


def _take_occupations(rows: list[EscoRow], language: str, report: EscoReport) -> None:
    codes = {row.isco for row in rows}
    numbers = dict(Occupation.objects.filter(code__in=codes).values_list("code", "pk"))
    for row in rows:
        if row.isco not in numbers:
            report.bad.append(
                BadLine(row.line, f"There is no ISCO-08 group {row.isco}.")
            )
    good = [row for row in rows if row.isco in numbers]
    report.known += len(good)
    texts = [(numbers[row.isco], (row.preferred, *row.alternatives)) for row in good]
    _add_labels("occupation", texts, language, report)


def _add_labels(
    thing: str,
    texts: list[tuple[int, tuple[str, ...]]],
    language: str,
    report: EscoReport,
) -> None:
    """Add what is missing; the first text is preferred where a skill has none so far."""
    stored: Any = Label.objects.filter(
        language=language, **{f"{thing}__in": {number for number, _texts in texts}}
    ).values_list(f"{thing}_id", "folded", "kind")
    known = {(number, folded) for number, folded, _kind in stored}
    named = {number for number, _folded, kind in stored if kind == "preferred"}
    fresh = []
    for number, words in texts:
        for text in words:
            place = (number, searchable(text))
            if place in known:
                continue
            known.add(place)
            first = number not in named and text == words[0]
            named.add(number)
            kind = Label.Kind.PREFERRED if first else Label.Kind.ALTERNATIVE
            fresh.append(
                Label(
                    **{f"{thing}_id": number},
                    language=language,
                    text=text,
                    kind=kind,
                    source=Label.Source.ESCO,
                    folded=place[1],
                )
            )
    Label.objects.bulk_create(fresh, batch_size=BATCH)
    report.labels += len(fresh)
