from cms.library.actions.files import add_file, read_file, read_files_later
from cms.library.actions.imports import ImportClashError, import_works

__all__ = [
    "ImportClashError",
    "add_file",
    "import_works",
    "read_file",
    "read_files_later",
]
