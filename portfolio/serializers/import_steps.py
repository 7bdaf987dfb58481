"""The shapes of an import that is settled step by step, and of saved mappings, for programs."""

from typing import Any

from rest_framework import serializers

from portal.serializers.inputs import InputSerializer
from portfolio.domain.import_answers import DETAIL, LEFT_OUT, LEVELS
from portfolio.domain.import_mappings import FIELDS
from portfolio.domain.import_tables import DELIMITERS, ENCODINGS
from portfolio.models import SavedMapping
from portfolio.selectors.import_steps import ImportStep, SavedMappingRow

MEANINGS = [DETAIL, LEFT_OUT, *LEVELS, *sorted(FIELDS)]


class ImportTableInputSerializer(InputSerializer):
    sheet = serializers.CharField(required=False, allow_blank=True, max_length=100)
    header_row = serializers.IntegerField(required=False, min_value=1)
    encoding = serializers.ChoiceField(required=False, choices=list(ENCODINGS))
    delimiter = serializers.ChoiceField(required=False, choices=list(DELIMITERS))


class ImportColumnsInputSerializer(InputSerializer):
    meanings = serializers.ListField(
        child=serializers.CharField(max_length=40),
        help_text="For each column of the file, in its order: " + ", ".join(MEANINGS) + ".",
    )
    fills_down = serializers.BooleanField(
        default=False, help_text="Whether an empty cell of a domain means the one above it."
    )
    date_formats = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        help_text="Patterns of strptime, beside ISO 8601.",
    )
    decimal_mark = serializers.CharField(
        required=False, allow_blank=True, max_length=1, help_text="A dot, a comma, or nothing."
    )


class ImportWordsInputSerializer(InputSerializer):
    words = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)),
        help_text="Field to word to our value; the empty word of the stage is rows without one.",
    )


class ImportColumnSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    filled = serializers.IntegerField()
    examples = serializers.ListField(child=serializers.CharField())


class ImportWordSerializer(serializers.Serializer[object]):
    field = serializers.CharField()
    word = serializers.CharField(allow_blank=True)
    rows = serializers.IntegerField()
    meaning = serializers.CharField(
        allow_null=True, allow_blank=True, help_text="Null where nobody mapped the word."
    )


class ImportStepSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    state = serializers.CharField()
    rows = serializers.IntegerField()
    header_row = serializers.IntegerField()
    sheet = serializers.CharField()
    sheets = serializers.ListField(child=serializers.CharField())
    encoding = serializers.CharField()
    delimiter = serializers.CharField()
    mapping = serializers.CharField()
    columns = ImportColumnSerializer(many=True)
    words = ImportWordSerializer(many=True)


class SavedMappingInputSerializer(InputSerializer):
    name = serializers.CharField(max_length=100)
    is_shared = serializers.BooleanField(default=False)
    data = serializers.DictField(  # type: ignore[assignment]
        help_text="What a mapping file would say, entry by entry."
    )


class SavedMappingSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    owner = serializers.CharField()
    is_mine = serializers.BooleanField()
    is_shared = serializers.BooleanField()
    version = serializers.IntegerField()


class SavedMappingDetailSerializer(serializers.Serializer[object]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_shared = serializers.BooleanField()
    version = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]


def step_data(step: ImportStep) -> dict[str, Any]:
    """Return an upload that was read, with what its columns and words mean."""
    found = step.survey
    return {
        "id": step.pk,
        "state": step.state,
        "rows": found.rows,
        "header_row": found.header_row,
        "sheet": found.sheet,
        "sheets": list(found.sheets),
        "encoding": found.encoding,
        "delimiter": found.delimiter,
        "mapping": step.mapping_name,
        "columns": [
            {
                "name": column.name,
                "meaning": meaning,
                "filled": column.filled,
                "examples": list(column.examples),
            }
            for column, meaning in step.columns
        ],
        "words": [
            {
                "field": group.field,
                "word": word.text,
                "rows": word.count,
                "meaning": None if word.is_undecided else word.meaning,
            }
            for group in step.words
            for word in group.words
        ],
    }


def saved_mapping_row(row: SavedMappingRow) -> dict[str, Any]:
    """Return one saved mapping of a list."""
    return {
        "id": row.pk,
        "name": row.name,
        "owner": row.owner,
        "is_mine": row.is_mine,
        "is_shared": row.is_shared,
        "version": row.version,
    }


def saved_mapping_data(row: SavedMapping) -> dict[str, Any]:
    """Return one saved mapping with what it says."""
    return {
        "id": row.pk,
        "name": row.name,
        "is_shared": row.is_shared,
        "version": row.version,
        "data": row.data,
    }
