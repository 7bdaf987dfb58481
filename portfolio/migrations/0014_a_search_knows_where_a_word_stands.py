from django.db import migrations

from portfolio.domain.use_cases import search_text

BATCH = 1000


def write_anew(apps, _schema_editor):
    texts = apps.get_model("portfolio", "UseCaseSearchText")
    use_cases = apps.get_model("portfolio", "UseCase")
    rows = use_cases.objects.order_by("pk").values_list(
        "pk", "title", "external_reference", "outcome", "problem"
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        texts.objects.bulk_create(
            [
                texts(use_case_id=pk, text=search_text(f"{title} {reference}", outcome, problem))
                for pk, title, reference, outcome, problem in batch
            ],
            update_conflicts=True,
            unique_fields=["use_case"],
            update_fields=["text"],
        )


class Migration(migrations.Migration):

    dependencies = [("portfolio", "0013_an_import_can_be_undone")]

    # Going back needs no undoing: the words are all there, and how they are parted harms no search.
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
