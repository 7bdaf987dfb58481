"""What processes count together: attempts to sign in, and nothing else."""

from typing import Any

TABLE = "portal_cache"

#: Counts of so many addresses and people are kept; of more, those that ran out go first.
MOST_ENTRIES = 20_000


def caches() -> dict[str, Any]:
    """Return Django's ``CACHES``: a table beside the rest of what is true.

    A cache in memory would count for each process alone, so that a guesser had as many tries more
    as there are processes. One in Redis would let nobody sign in while Redis is away.
    """
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": TABLE,
            "OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES},
        }
    }
