"""Who gets what from every address: the rows of all rooms, each told by whose file it is in."""

from tests.access.api_rows import API
from tests.access.assessment_rows import ASSESSMENTS
from tests.access.portfolio_rows import PORTFOLIO
from tests.access.roadmap_rows import ROADMAPS
from tests.access.shell_rows import CELLAR, SIGN_IN
from tests.access.statuses import Row

__all__ = ["ROWS", "Row"]

ROWS = (*CELLAR, *SIGN_IN, *ASSESSMENTS, *PORTFOLIO, *ROADMAPS, *API)
