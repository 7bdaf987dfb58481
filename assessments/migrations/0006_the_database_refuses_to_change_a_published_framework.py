"""Let the database itself refuse to change a framework that was published."""

from django.db import migrations

from assessments.models import framework_guard


def install(apps, schema_editor):
    framework_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    framework_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_campaigns_remind_by_themselves")]

    operations = [migrations.RunPython(install, remove)]
