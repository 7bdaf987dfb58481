"""Give every use case a key by which an export finds it again."""

from itertools import batched
from uuid import uuid4

from django.db import migrations, models


def give_keys(apps, schema_editor):
    UseCase = apps.get_model("portfolio", "UseCase")
    ids = UseCase.objects.filter(key=None).values_list("pk", flat=True)
    for some in batched(list(ids), 500):
        rows = [UseCase(pk=pk, key=uuid4()) for pk in some]
        UseCase.objects.bulk_update(rows, ["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0015_a_domain_may_ask_more_than_the_enterprise"),
    ]

    operations = [
        migrations.AddField(
            model_name="usecase",
            name="key",
            field=models.UUIDField(default=None, editable=False, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="usecase",
            name="key",
            field=models.UUIDField(default=uuid4, editable=False, unique=True),
        ),
    ]
