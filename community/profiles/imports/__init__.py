"""Reading of files: the taxonomy's own, ESCO's, and those members bring of themselves.

Nothing is written here.
"""

from community.profiles.imports.comparison import (
    MAX_FILE,
    Change,
    changes_of,
    read_profile_file,
    skills_called,
)
from community.profiles.imports.draft import Draft, UnreadableFileError
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
from community.profiles.imports.sealed import seal, unseal

__all__ = [
    "MAX_FILE",
    "BadLine",
    "Change",
    "Draft",
    "EscoFileError",
    "EscoRow",
    "FileSkill",
    "FileTexts",
    "Taxonomy",
    "UnreadableFileError",
    "changes_of",
    "digest",
    "esco_rows",
    "kind_of",
    "read",
    "read_profile_file",
    "seal",
    "skills_called",
    "unseal",
]
