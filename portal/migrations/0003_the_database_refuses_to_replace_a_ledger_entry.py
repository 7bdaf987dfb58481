"""SQLite replaces a row without asking the triggers that refuse to delete it; a third one does."""

from django.db import migrations

from portal.models import ledger_guard


def install(apps, schema_editor):
    ledger_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_the_database_refuses_to_change_the_ledger")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
