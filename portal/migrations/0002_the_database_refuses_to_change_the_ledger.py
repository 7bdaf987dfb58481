"""The ledger is append-only, and the database is what enforces it."""

from django.db import migrations

from portal.models import ledger_guard


def install(apps, schema_editor):
    ledger_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    ledger_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_the_cellar")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
