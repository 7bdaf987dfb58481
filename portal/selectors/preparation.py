"""Reading whether the database is the one this version of the portal was written for."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.settings.caches import TABLE

#: Databases that were found prepared: they stay so as long as this process lives.
_prepared: set[str] = set()


def is_prepared() -> bool:
    """Tell whether every migration is applied and the table of shared counts is there.

    The answer costs a walk over all migrations until it is yes, and nothing from then on.
    """
    if connection.alias not in _prepared and _is_migrated() and _has_shared_counts():
        _prepared.add(connection.alias)
    return connection.alias in _prepared


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_shared_counts() -> bool:
    return TABLE in connection.introspection.table_names()
