"""Reading an upload while it is settled: what its columns hold, what they mean, which words."""

from dataclasses import dataclass

from portal.domain.roles import Member
from portfolio.domain.import_answers import Words, meanings_of, words_of
from portfolio.domain.import_mapping_files import read_guessed_data
from portfolio.domain.import_mappings import ImportMapping
from portfolio.domain.import_surveys import Column, Survey
from portfolio.models import ImportRun, SavedMapping
from portfolio.selectors.import_runs import mapping_label


@dataclass(frozen=True, slots=True)
class ImportStep:
    """An upload that was read, as the pages of its steps show it."""

    pk: int
    filename: str
    state: str
    mapping_name: str
    error: str
    survey: Survey
    mapping: ImportMapping
    choices: dict[str, object]

    @property
    def mapping_label(self) -> str:
        """The name of the mapping it began with, in words; nothing for a guess."""
        return mapping_label(self.mapping_name) if self.mapping_name else ""

    @property
    def meanings(self) -> list[str]:
        """What each column means."""
        return meanings_of(self.mapping, self.survey.header)

    @property
    def columns(self) -> tuple[tuple[Column, str], ...]:
        """The columns, each with what it means."""
        return tuple(zip(self.survey.columns, self.meanings, strict=True))

    @property
    def words(self) -> list[Words]:
        """The words of the columns of choices, with what each means."""
        return words_of(self.mapping, self.survey)

    @property
    def fills_down(self) -> bool:
        """Whether an empty cell of a domain means the one above it."""
        return bool(self.mapping.fill_down)


@dataclass(frozen=True, slots=True)
class SavedMappingRow:
    """A saved mapping in a list."""

    pk: int
    name: str
    owner: str
    is_mine: bool
    is_shared: bool
    version: int


def import_step(run: ImportRun) -> ImportStep:
    """Return an upload that was read; its survey and answers are loaded with it."""
    return ImportStep(
        pk=run.pk,
        filename=run.filename,
        state=run.state,
        mapping_name=run.mapping_name,
        error=run.error,
        survey=Survey.from_data(run.survey),
        mapping=read_guessed_data(run.answers),
        choices=dict(run.table_choices),
    )


def saved_mappings(member: Member) -> list[SavedMappingRow]:
    """Return the mappings the member may use, their own first; one query."""
    rows = SavedMapping.objects.visible_to(member).order_by("name", "pk")
    told = rows.values_list("pk", "name", "owner__name", "owner_id", "is_shared", "version")
    found = [
        SavedMappingRow(pk, name, owner, owner_id == member.user_id, is_shared, version)
        for pk, name, owner, owner_id, is_shared, version in told
    ]
    return sorted(found, key=lambda row: not row.is_mine)
