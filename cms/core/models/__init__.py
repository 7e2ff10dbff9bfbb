from cms.core.models.counters import RateCount
from cms.core.models.jobs import PeriodicRun, WorkerBeat
from cms.core.models.media import SiteDocument, SiteImage, SiteRendition
from cms.core.models.pages import BasePage
from cms.core.models.rows import ContentRow, ContentVersion

__all__ = [
    "BasePage",
    "ContentRow",
    "ContentVersion",
    "PeriodicRun",
    "RateCount",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "WorkerBeat",
]
