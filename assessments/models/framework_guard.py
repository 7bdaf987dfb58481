"""The trigger with which the database itself refuses to change a published framework.

A migration that rebuilds the table on SQLite drops it: such a migration installs it again.
"""

from typing import Any

TABLE = "assessments_frameworkversion"
_REFUSAL = "A published framework never changes."

_SQLITE = (
    (
        f"CREATE TRIGGER framework_is_frozen BEFORE UPDATE ON {TABLE} "
        "WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' "
        "OR NEW.data IS NOT OLD.data OR NEW.sha256 IS NOT OLD.sha256) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    ),
)
_SQLITE_OFF = ("DROP TRIGGER IF EXISTS framework_is_frozen",)
_POSTGRESQL = (
    (
        "CREATE OR REPLACE FUNCTION framework_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    ),
    (
        f"CREATE TRIGGER framework_is_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        "WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' "
        "OR NEW.data IS DISTINCT FROM OLD.data OR NEW.sha256 IS DISTINCT FROM OLD.sha256)) "
        "EXECUTE FUNCTION framework_is_frozen()"
    ),
)
_POSTGRESQL_OFF = (f"DROP TRIGGER IF EXISTS framework_is_frozen ON {TABLE}",)


def install(connection: Any) -> None:
    """Put the trigger in place; that of an earlier version is replaced."""
    remove(connection)
    _execute(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Take the trigger away; only the migrations do this."""
    _execute(connection, _POSTGRESQL_OFF if connection.vendor == "postgresql" else _SQLITE_OFF)


def _execute(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
