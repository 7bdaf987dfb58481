"""What a change of the portfolio asks for afterwards: the names of the two jobs that follow it."""

from typing import Final

RANK_JOB: Final = "portfolio.rank"
COMPARE_JOB: Final = "portfolio.compare"
