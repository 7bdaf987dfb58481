"""The nouns of the cellar."""

from portal.models.attachments import Attachment
from portal.models.domains import Domain
from portal.models.jobs import Job
from portal.models.ledger import LedgerEntry, LedgerHead
from portal.models.members import RoleGrant, User
from portal.models.publications import Publication
from portal.models.saved_views import SavedView, SavedViewChoice
from portal.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Attachment",
    "Domain",
    "Job",
    "LedgerEntry",
    "LedgerHead",
    "Publication",
    "RoleGrant",
    "SavedView",
    "SavedViewChoice",
    "User",
]
