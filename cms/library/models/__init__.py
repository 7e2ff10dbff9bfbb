from cms.library.models.files import WorkFile
from cms.library.models.index import LibraryIndexPage
from cms.library.models.pages import LibraryItemPage
from cms.library.models.parts import (
    WorkAbstract,
    WorkContributor,
    WorkRelation,
    WorkTitle,
)
from cms.library.models.subjects import Subject, SubjectLabel
from cms.library.models.works import Work

__all__ = [
    "LibraryIndexPage",
    "LibraryItemPage",
    "Subject",
    "SubjectLabel",
    "Work",
    "WorkAbstract",
    "WorkContributor",
    "WorkFile",
    "WorkRelation",
    "WorkTitle",
]
