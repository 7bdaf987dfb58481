"""How the portal talks to SQLite and to PostgreSQL."""

from typing import Any

import environ

SQLITE_OPTIONS: dict[str, Any] = {
    # A deferred reader that upgrades to a writer fails at once, whatever the timeout says.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL, because a recorded decision may not be lost to a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;"
    ),
}


def databases(url: str) -> dict[str, Any]:
    """Return Django's ``DATABASES`` for one address."""
    database: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = SQLITE_OPTIONS | database.get("OPTIONS", {})
        # Closing the last connection folds the write-ahead log into the file: 2 to 4 ms a request.
        database["CONN_MAX_AGE"] = None
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = {"connect_timeout": 5} | database.get("OPTIONS", {})
    return {"default": database}
