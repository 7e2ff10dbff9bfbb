from cms.core.models.media import SiteDocument, SiteImage, SiteRendition
from cms.core.models.pages import BasePage

__all__ = ["BasePage", "SiteDocument", "SiteImage", "SiteRendition"]
