"""The shapes of imports for programs."""

from typing import Any, Final

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.import_tables import DELIMITERS, ENCODINGS
from portfolio.models import ImportRun
from portfolio.selectors.import_runs import ImportPage

STATES: Final = list(ImportRun.State.values)


class ImportInputSerializer(InputSerializer):
    file = serializers.FileField(
        allow_empty_file=True, help_text="A CSV or JSON file or an .xlsx workbook, up to 10 MB."
    )
    domain = serializers.IntegerField(
        required=False,
        help_text="The domain its rows hang under; the enterprise when left out.",
    )
    mapping = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="A mapping that ships or was saved; the one that fits when left out.",
    )
    mapping_file = serializers.FileField(
        required=False, help_text="An own mapping file. It goes before the name of one that ships."
    )
    sheet = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="The sheet of a workbook."
    )
    header_row = serializers.IntegerField(
        required=False, min_value=1, help_text="The row that names the columns, from 1."
    )
    encoding = serializers.ChoiceField(
        required=False, choices=list(ENCODINGS), help_text="The encoding of a text file."
    )
    delimiter = serializers.ChoiceField(
        required=False, choices=list(DELIMITERS), help_text="What separates the cells."
    )
    dry_run = serializers.BooleanField(
        default=False, help_text="Only check; the import can be committed afterwards."
    )
    draft = serializers.BooleanField(
        default=False,
        help_text="Only read; table, columns and words are settled before it is checked.",
    )


class ImportErrorSerializer(serializers.Serializer[object]):
    row = serializers.IntegerField(help_text="Line number as a spreadsheet shows it.")
    column = serializers.CharField()
    message = serializers.CharField()


class ImportDomainSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    path = serializers.ListField(
        child=serializers.CharField(), help_text="Names from beneath the enterprise down to it."
    )


class ImportNoteSerializer(serializers.Serializer[object]):
    row = serializers.IntegerField(
        allow_null=True, help_text="Line number; null where the file as a whole is meant."
    )
    column = serializers.CharField()
    message = serializers.CharField()


class ImportReportSerializer(serializers.Serializer[object]):
    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    errors = ImportErrorSerializer(many=True)  # type: ignore[assignment]
    domains_created = ImportDomainSerializer(
        many=True, help_text="Domains that are added, by a check as by an import."
    )
    notes = ImportNoteSerializer(
        many=True, help_text="What is worth knowing; none of it keeps the file out."
    )


class ImportRunSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    filename = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    domain = serializers.IntegerField(allow_null=True)
    mapping = serializers.CharField()
    error = serializers.CharField(help_text="Why the file as a whole was refused.")
    report = ImportReportSerializer(allow_null=True)
    job = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)


class ImportListSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    filename = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    domain = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)


def run_data(run: ImportRun, page: ImportPage) -> dict[str, Any]:
    """Return one import as programs see it."""
    return {
        **list_data(run),
        "sha256": run.sha256,
        "mapping": page.report.mapping_name if page.report else run.mapping_name,
        "error": run.error,
        "report": page.report.summary() if page.report else None,
        "job": run.job_id,
    }


def list_data(run: ImportRun) -> dict[str, Any]:
    """Return one import of a list, without its report."""
    return {
        "id": run.pk,
        "filename": run.filename,
        "state": run.state,
        "domain": run.domain_id,
        "created_at": run.created_at,
        "committed_at": run.committed_at,
    }
