"""What every request passes, outermost first as listed in the settings."""

from cms.core.middleware.admin_transaction import admin_transaction
from cms.core.middleware.input_guard import input_guard
from cms.core.middleware.outage import database_outage
from cms.core.middleware.public_reads import public_reads
from cms.core.middleware.security_headers import security_headers
from cms.core.middleware.site_locale import SiteLocaleMiddleware

__all__ = [
    "SiteLocaleMiddleware",
    "admin_transaction",
    "database_outage",
    "input_guard",
    "public_reads",
    "security_headers",
]
