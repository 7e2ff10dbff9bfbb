"""Reading of the files that occupations and skills come from. Nothing is written here."""

from community.profiles.imports.esco import (
    BadLine,
    EscoFileError,
    EscoRow,
    esco_rows,
    kind_of,
)
from community.profiles.imports.files import (
    FileSkill,
    FileTexts,
    Taxonomy,
    digest,
    read,
)

__all__ = [
    "BadLine",
    "EscoFileError",
    "EscoRow",
    "FileSkill",
    "FileTexts",
    "Taxonomy",
    "digest",
    "esco_rows",
    "kind_of",
    "read",
]
