"""The triggers with which the database itself refuses to change or delete ledger entries."""

from typing import Any

TABLE = "portal_ledgerentry"
_REFUSAL = "The ledger is append-only."

_SQLITE = (
    (
        f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER ledger_no_delete BEFORE DELETE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    ),
    # INSERT OR REPLACE deletes the old row without asking the trigger above.
    (
        f"CREATE TRIGGER ledger_no_replace BEFORE INSERT ON {TABLE} "  # noqa: S608
        f"WHEN NEW.seq IN (SELECT seq FROM {TABLE}) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    ),
)
_SQLITE_OFF = (
    "DROP TRIGGER IF EXISTS ledger_no_replace",
    "DROP TRIGGER IF EXISTS ledger_no_update",
    "DROP TRIGGER IF EXISTS ledger_no_delete",
)
_POSTGRESQL = (
    (
        "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    ),
    (
        f"CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
    ),
    (
        f"CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
    ),
)
_POSTGRESQL_OFF = (
    f"DROP TRIGGER IF EXISTS ledger_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS ledger_no_truncate ON {TABLE}",
)


def install(connection: Any) -> None:
    """Put the triggers in place; those of an earlier version are replaced."""
    remove(connection)
    _execute(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Take the triggers away; only the migrations do this."""
    _execute(connection, _POSTGRESQL_OFF if connection.vendor == "postgresql" else _SQLITE_OFF)


def is_installed(connection: Any) -> bool:
    """Return whether the database guards the ledger."""
    if connection.vendor == "postgresql":
        question = (
            "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'D' AND tgname IN "
            "('ledger_no_change', 'ledger_no_truncate')"
        )
        wanted = 2
    else:
        question = (
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN "
            "('ledger_no_update', 'ledger_no_delete', 'ledger_no_replace')"
        )
        wanted = 3
    with connection.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0] == wanted)


def _execute(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
