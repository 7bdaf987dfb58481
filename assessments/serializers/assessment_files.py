"""The shapes of whole assessments as files."""

from typing import Any

from rest_framework import serializers

from assessments.services.assessment_files import LONGEST_REASON, FileFormat
from assessments.services.assessment_import_plans import ImportPlan
from portal.serializers.inputs import InputSerializer


class AssessmentExportInputSerializer(InputSerializer):
    format = serializers.ChoiceField(
        choices=[each.value for each in FileFormat], default=FileFormat.JSON.value
    )
    names = serializers.BooleanField(
        default=False, help_text="Give the respondents' names in place of numbers."
    )
    reason = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why names are needed. The ledger keeps it, and the respondents read it.",
    )


class AssessmentDocumentSerializer(serializers.Serializer[object]):
    schema = serializers.IntegerField(help_text="The version of this document.")
    kind = serializers.CharField()
    assessment = serializers.DictField(
        help_text="Title, domain as names from the enterprise down, partner, campaign, period, "
        "target, systems in production, state and the facilitator's address."
    )
    framework = serializers.DictField(
        help_text="Key, version, SHA-256 of its canonical JSON (RFC 8785), and the data itself."
    )
    respondents = serializers.ListField(
        child=serializers.DictField(),
        help_text="By address, or as respondent-1 and so on where no names were asked for.",
    )
    answers = serializers.ListField(child=serializers.DictField())
    settled = serializers.ListField(child=serializers.DictField())
    evidence = serializers.ListField(
        child=serializers.DictField(), help_text="Links, and files by name and SHA-256."
    )
    result = serializers.DictField(allow_null=True, help_text="As published; null before.")


class AssessmentImportInputSerializer(InputSerializer):
    file = serializers.FileField(
        allow_empty_file=True, help_text="The JSON or .xlsx file of one assessment, up to 10 MB."
    )
    domain = serializers.IntegerField(
        required=False, help_text="Where it goes; the domain that the file names when left out."
    )
    dry_run = serializers.BooleanField(
        default=False, help_text="Only say what the file would become, and what is wrong with it."
    )
    again = serializers.BooleanField(
        default=False, help_text="Import a file that was imported before once more."
    )


class AssessmentImportErrorSerializer(serializers.Serializer[object]):
    table = serializers.CharField(help_text="The sheet, or the key of the list.")
    row = serializers.IntegerField(
        allow_null=True, help_text="As a spreadsheet counts, or the number of the entry, from 1."
    )
    column = serializers.CharField()
    message = serializers.CharField()


class AssessmentImportSerializer(serializers.Serializer[object]):
    sha256 = serializers.CharField(help_text="Of the file.")
    title = serializers.CharField()
    domain_id = serializers.IntegerField(allow_null=True)
    framework = serializers.CharField()
    loads_framework = serializers.BooleanField(help_text="Whether it comes with the file.")
    state = serializers.CharField()
    respondents = serializers.IntegerField()
    answers = serializers.IntegerField()
    settled = serializers.IntegerField()
    links = serializers.IntegerField()
    notes = serializers.ListField(child=serializers.CharField())
    errors = AssessmentImportErrorSerializer(many=True)  # type: ignore[assignment]
    imported_before = serializers.BooleanField()
    assessment_id = serializers.IntegerField(allow_null=True, help_text="Null for a dry run.")


def plan_data(plan: ImportPlan, *, assessment_id: int | None = None) -> dict[str, Any]:
    """Return what a file would become, or became."""
    content = plan.content
    return {
        "sha256": plan.sha256,
        "title": content.set_up.title if content else "",
        "domain_id": plan.domain.pk if plan.domain else None,
        "framework": f"{content.framework.key} {content.framework.version}" if content else "",
        "loads_framework": plan.framework is not None and plan.version is None,
        "state": plan.state.value if plan.state else "",
        "respondents": len(content.respondents) if content else 0,
        "answers": len(content.answers) if content else 0,
        "settled": len(content.settled) if content else 0,
        "links": sum(bool(each.link) for each in content.evidence) if content else 0,
        "notes": list(plan.notes),
        "errors": [
            {
                "table": each.place.sheet,
                "row": each.place.row,
                "column": each.place.column,
                "message": each.sentence,
            }
            for each in plan.errors
        ],
        "imported_before": plan.earlier is not None,
        "assessment_id": assessment_id,
    }
