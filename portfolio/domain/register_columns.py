"""Columns of the portal's own export: everything a use case says, in the order of the file."""

from enum import StrEnum
from typing import Final

#: Name of the shipped mapping that reads the portal's own export.
OWN_MAPPING: Final = "steelthread"

#: Name of what reads a list exported as it was seen, and source of the use cases it brings back.
SEEN_MAPPING: Final = "steelthread_list"
SEEN_SOURCE: Final = "steelthread-list"

FORMAT: Final = "steelthread-use-cases"
FORMAT_VERSION: Final = 1

STEP: Final = " › "


class RegisterColumn(StrEnum):
    """What a row of the export holds; a file may call a column by its value or its header."""

    KEY = "key"
    CODE = "code"
    SOURCE = "source"
    REFERENCE = "reference"
    TITLE = "title"
    DOMAIN = "domain"
    OUTCOME = "outcome"
    PROBLEM = "problem"
    STAGE = "stage"
    TECHNIQUES = "techniques"
    BUCKET = "bucket"
    BUCKET_SOURCE = "bucket_decided_by"
    BUCKET_REASON = "bucket_reason"
    BUCKET_ANSWERS = "bucket_answers"
    BUSINESS_OWNER = "business_owner"
    MODEL_OWNER = "model_owner"
    DATA_OWNER = "data_owner"
    TECHNICAL_STEWARD = "technical_steward"
    PLANNED_COST = "planned_cost"
    PLANNED_BENEFIT = "planned_benefit"
    EFFORT_WEEKS = "effort_weeks"
    REACH = "reach"
    INITIATED_ON = "initiated_on"
    DEVELOPMENT_STARTED_ON = "development_started_on"
    LIVE_ON = "live_on"
    RETIRED_ON = "retired_on"
    IMPACT = "impact"
    AUTONOMY = "autonomy"
    LISTING = "listing"
    LISTING_REASON = "listing_reason"
    ARCHIVED_AT = "archived_at"
    REGISTERED_AT = "registered_at"
    VERSION = "version"
    DETAILS = "details"

    @property
    def header(self) -> str:
        """The column as people read it, the same in every language.

        Examples
        --------
        >>> RegisterColumn.BUCKET_SOURCE.header
        'Bucket decided by'
        """
        return self.replace("_", " ").capitalize()


NUMBERS: Final = frozenset(
    {
        RegisterColumn.PLANNED_COST,
        RegisterColumn.PLANNED_BENEFIT,
        RegisterColumn.EFFORT_WEEKS,
        RegisterColumn.REACH,
        RegisterColumn.IMPACT,
        RegisterColumn.AUTONOMY,
        RegisterColumn.VERSION,
    }
)


def written_path(names: tuple[str, ...]) -> str:
    r"""Write the names from beneath the enterprise down to a domain as one text.

    Examples
    --------
    >>> written_path(("Freight", "Yard › dock")), written_path(())
    ('Freight › Yard \\› dock', '')
    """
    return STEP.join(name.replace("\\", "\\\\").replace("›", "\\›") for name in names)


def path_steps(text: str) -> tuple[str, ...]:
    r"""Read what `written_path` wrote, or what somebody typed by its example.

    Examples
    --------
    >>> path_steps("Freight › Yard \\› dock"), path_steps("Freight›Depots"), path_steps(" ")
    (('Freight', 'Yard › dock'), ('Freight', 'Depots'), ())
    """
    steps = [""]
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            steps[-1] += next(letters, "")
        elif letter == "›":
            steps.append("")
        else:
            steps[-1] += letter
    return tuple(step.strip() for step in steps if step.strip())
