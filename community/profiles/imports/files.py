"""Our own files in `data/`: see the README there."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cms.core.languages import CODES

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = (
    "isco08.csv",
    "occupation_alternatives.csv",
    "skill_groups.csv",
    "skills.csv",
    "skill_alternatives.csv",
)


@dataclass
class FileTexts:
    """Labels of one thing: preferred ones by language, alternatives in their order."""

    preferred: dict[str, str]
    alternatives: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class FileSkill(FileTexts):
    group: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """All files: groups of skills, occupations by code, skills by slug."""

    groups: dict[str, dict[str, str]]
    occupations: dict[str, FileTexts]
    skills: dict[str, FileSkill]


def digest(folder: Path = DATA) -> str:
    """SHA-256 over all files; it changes with any of them."""
    whole = hashlib.sha256()
    for name in FILES:
        content = (folder / name).read_bytes()
        whole.update(f"{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def read(folder: Path = DATA) -> Taxonomy:
    """Raises OSError for a missing file, KeyError for a line about an unknown thing."""
    groups = {row["code"]: _texts(row) for row in _rows(folder / "skill_groups.csv")}
    occupations = {
        row["code"]: FileTexts(_texts(row)) for row in _rows(folder / "isco08.csv")
    }
    skills = {
        row["slug"]: FileSkill(_texts(row), group=row["group"])
        for row in _rows(folder / "skills.csv")
    }
    for row in _rows(folder / "occupation_alternatives.csv"):
        texts = occupations[row["code"]]
        texts.alternatives.append((row["language"], row["text"]))
    for row in _rows(folder / "skill_alternatives.csv"):
        texts = skills[row["slug"]]
        texts.alternatives.append((row["language"], row["text"]))
    return Taxonomy(groups, occupations, skills)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _texts(row: dict[str, str]) -> dict[str, str]:
    return {code: row[code] for code in CODES if row.get(code)}
