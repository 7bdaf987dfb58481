"""Fields: the answers of one row read as what a use case remembers, with every complaint kept."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from portal.domain.money import exact_money
from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.import_amounts import Amount, read_money, read_weeks
from portfolio.domain.import_cells import (
    UnreadableCellError,
    clean,
    is_dashes,
    plain,
    quoted,
    read_date,
    read_email,
)
from portfolio.domain.import_lists import items
from portfolio.domain.import_mappings import (
    CHOICES,
    NOTHING,
    REFERENCE,
    AmountField,
    ChoiceField,
    DateField,
    ImportMapping,
    TextField,
)
from portfolio.domain.import_rows import RowError, RowNote, UseCaseRow
from portfolio.domain.import_suggestions import suggest_ratings
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact, Unknown
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique

LONGEST_TITLE = 500
LONGEST_DOMAIN_NAME = 200
LONGEST_REFERENCE = 200
LARGEST_EFFORT = 32_767

_NOTHING = frozenset(map(plain, NOTHING))

_UNKNOWN_CHOICE = {
    ChoiceField.STAGE: gettext_noop("{value} is not a known stage."),
    ChoiceField.TECHNIQUES: gettext_noop("{value} is not a known technique."),
    ChoiceField.IMPACT: gettext_noop("{value} is not a known impact."),
    ChoiceField.AUTONOMY: gettext_noop("{value} is not a known autonomy."),
}


class FieldReader:
    """Reads the answers of one row after the other.

    Parameters
    ----------
    mapping
        How values become ours.
    titles
        Our name of a column to the file's own, for the complaints.
    currency
        The portal's currency, three letters.

    Attributes
    ----------
    errors, notes
        What was wrong in all rows read so far, and what was kept as text or how amounts were
        read that are more than digits.
    refused
        The rows in which something was wrong, as far as they could be read.
    without_stage
        How many rows got the mapping's stage because they state none.
    """

    def __init__(self, mapping: ImportMapping, titles: Mapping[str, str], currency: str) -> None:
        self.mapping = mapping
        self.titles = titles
        self.currency = currency
        self.errors: list[RowError] = []
        self.notes: list[RowNote] = []
        self.refused: Packed[UseCaseRow] = Packed()
        self._row = 0
        self._answers: Mapping[str, str] = {}
        self._kept: dict[str, str] = {}
        self._told: set[tuple[str, bool]] = set()
        self.without_stage = 0

    def read(
        self, row: int, answers: Mapping[str, str], details: Mapping[str, str]
    ) -> UseCaseRow | None:
        """Read one row.

        Parameters
        ----------
        row
            Line number as a spreadsheet shows it.
        answers
            Column to tidied answer, without answers that say nothing.
        details
            Label to answer, for what fills no field.

        Returns
        -------
        UseCaseRow or None
            The use case, still without a made-up reference; None when something is wrong.
        """
        before = len(self.errors)
        use_case = self.whole(row, answers, details)
        if len(self.errors) == before:
            return use_case
        self.refused.append(use_case)
        return None

    def whole(self, row: int, answers: Mapping[str, str], details: Mapping[str, str]) -> UseCaseRow:
        """Read one row as far as it can be, keeping every complaint but not the row."""
        self._row, self._answers, self._kept = row, answers, dict(details)
        evidence = ". ".join(answers[name] for name in self.mapping.evidence if name in answers)
        path = self._domain_path()
        return UseCaseRow(
            row=row,
            source=self.mapping.source,
            reference=self._short(REFERENCE, LONGEST_REFERENCE),
            title=self._title(),
            domain_path=tuple(step for step, _column in path),
            domain_columns=tuple(column for _step, column in path),
            outcome=answers.get(TextField.OUTCOME, ""),
            problem=answers.get(TextField.PROBLEM, ""),
            stage=self._stage(),
            techniques=self._techniques(),
            suggested_techniques=self.mapping.technique_words.suggest(evidence),
            initiated_on=self._date(DateField.INITIATED_ON),
            development_started_on=self._date(DateField.DEVELOPMENT_STARTED_ON),
            live_on=self._date(DateField.LIVE_ON),
            retired_on=self._date(DateField.RETIRED_ON),
            planned_cost=self._money(AmountField.PLANNED_COST),
            planned_benefit=self._money(AmountField.PLANNED_BENEFIT),
            effort_weeks=self._effort(),
            owners=self._owners(),
            impact=self._impact(),
            autonomy=self._autonomy(),
            ratings=suggest_ratings(self.mapping.rating_rules, answers),
            evidence=evidence,
            details=self._kept,
        )

    def complain(self, row: int, name: str, message: str) -> None:
        """Remember what is wrong with a column of a row; no name means the row as a whole."""
        self.errors.append(RowError(row, self.titles.get(name, ""), message))

    def _title(self) -> str:
        title = self._short(TextField.TITLE, LONGEST_TITLE)
        if not title and TextField.TITLE not in self._answers:
            self.complain(self._row, TextField.TITLE, _("The title is missing."))
        return title

    def _short(self, name: str, longest: int) -> str:
        text = clean(self._answers.get(name, ""))
        if len(text) <= longest:
            return text
        message = _(
            "{value} has {length} characters; at most {longest} fit.",
            value=quoted(text),
            length=len(text),
            longest=longest,
        )
        self.complain(self._row, name, message)
        return ""

    def _domain_path(self) -> list[tuple[str, str]]:
        """Names of the domains from the top down, each with the column it comes from.

        An empty lower level means the one above.
        """
        if not self.mapping.domain:
            return []
        top = self.mapping.domain[0]
        if top not in self._answers:
            if not self.mapping.may_lack_domain:
                self.complain(self._row, top, _("The domain is missing."))
            return []
        path: list[tuple[str, str]] = []
        for name in self.mapping.domain:
            text = self._answers.get(name, "")
            separator = self.mapping.domain_separator
            for part in text.replace("›", separator).split(separator) if separator else [text]:
                step = clean(part)
                if len(step) > LONGEST_DOMAIN_NAME:
                    message = _("{value} is too long for the name of a domain.", value=quoted(step))
                    self.complain(self._row, name, message)
                elif step and not (path and plain(path[-1][0]) == plain(step)):
                    path.append((step, self.titles[name]))
        return path

    def _stage(self) -> Stage:
        before = len(self.errors)
        found = self._choice(ChoiceField.STAGE)
        if found:
            return Stage(found)
        if len(self.errors) == before and ChoiceField.STAGE in self.titles:
            self.without_stage += 1
            if self.mapping.default_stage is None:
                message = _(
                    "The stage is missing, and the mapping does not say what such rows are."
                )
                self.complain(self._row, ChoiceField.STAGE, message)
        return self.mapping.default_stage or Stage.IDEA

    def _impact(self) -> Impact | Unknown:
        found = self._choice(ChoiceField.IMPACT)
        return Impact(int(found)) if found else UNKNOWN

    def _autonomy(self) -> Autonomy | Unknown:
        found = self._choice(ChoiceField.AUTONOMY)
        return Autonomy(int(found)) if found else UNKNOWN

    def _choice(self, name: ChoiceField) -> str:
        """Our value for a choice; empty when the row states none or the mapping says so."""
        text = self._answers.get(name, "")
        table = self.mapping.choices[name]
        found = table.look_up(text) if text else table.exact.get("", "")
        if found is None:
            self.complain(self._row, name, _(_UNKNOWN_CHOICE[name], value=quoted(text)))
            return ""
        if text and plain(text) not in (plain(found), plain(CHOICES[name].get(found, ""))):
            self._keep(name, text)
        return found

    def _keep(self, name: str, text: str) -> None:
        """Keep the file's own words beside what was made of them."""
        self._kept[name.replace("_", " ").capitalize()] = text

    def _techniques(self) -> tuple[Technique, ...]:
        """Techniques of a cell that may list several, each once."""
        text = self._answers.get(ChoiceField.TECHNIQUES, "")
        known = self.mapping.choices[ChoiceField.TECHNIQUES]
        found: dict[Technique, None] = {}
        whole = known.look_up(text) if text else None
        for part in items(text) if whole is None else (text,):
            value = known.look_up(part)
            if value is None:
                message = _(_UNKNOWN_CHOICE[ChoiceField.TECHNIQUES], value=quoted(part))
                self.complain(self._row, ChoiceField.TECHNIQUES, message)
            elif value:
                found[Technique(value)] = None
        return tuple(found)

    def _said(self, name: str) -> str:
        """Return a cell that is a day, an amount or an address, or nothing where it says nothing.

        Texts are kept letter by letter in some files; in such a cell a dash is none.
        """
        text = clean(self._answers.get(name, ""))
        return "" if is_dashes(text) or plain(text) in _NOTHING else text

    def _date(self, name: DateField) -> date | None:
        text = self._said(name)
        if not text:
            return None
        try:
            return read_date(text, self.mapping.dates)
        except UnreadableCellError as unreadable:
            if not self.mapping.dates.keep_unreadable:
                self.complain(self._row, name, str(unreadable))
                return None
            self._keep(name, text)
            message = _(
                "{value} is kept as text, as it is not a date that can be read.", value=quoted(text)
            )
            self.notes.append(RowNote(self._row, self.titles[name], message))
            return None

    def _money(self, name: AmountField) -> Decimal | None:
        def read(text: str) -> Amount:
            mark = self.mapping.decimal_mark
            is_yearly = name is AmountField.PLANNED_BENEFIT
            return read_money(text, decimal_mark=mark, currency=self.currency, is_yearly=is_yearly)

        amount = self._attempt(name, read)
        if amount is None:
            return None
        self._say_how_read(name, amount, exact_money(amount.value, self.currency))
        return amount.value

    def _effort(self) -> int | None:
        name = AmountField.EFFORT_WEEKS
        amount = self._attempt(
            name, lambda text: read_weeks(text, decimal_mark=self.mapping.decimal_mark)
        )
        if amount is None:
            return None
        if amount.value > LARGEST_EFFORT:
            message = _("{value} is too large.", value=quoted(self._answers[name]))
            self.complain(self._row, name, message)
            return None
        self._say_how_read(name, amount, f"{amount.value:,}")
        return round(amount.value)

    def _say_how_read(self, name: AmountField, amount: Amount, written: str) -> None:
        """Say once for each column how words are read, and what could be read in two ways."""
        if not (amount.is_ambiguous or amount.has_words):
            return
        told = (name, amount.is_ambiguous)
        if told in self._told:
            return
        self._told.add(told)
        message = _(
            "{value} is read as {amount}, and others of this column likewise.",
            value=quoted(self._answers[name]),
            amount=written,
        )
        if amount.is_ambiguous:
            message += " " + _("If the sign stands before decimals, say so in a mapping file.")
        self.notes.append(RowNote(self._row, self.titles[name], message))

    def _owners(self) -> dict[OwnerRole, str]:
        found = {role: self._attempt(role, read_email) for role in OwnerRole}
        return {role: address for role, address in found.items() if address}

    def _attempt[Read](self, name: str, read: Callable[[str], Read]) -> Read | None:
        """Read a cell that says something, keeping the complaint when it cannot be read."""
        text = self._said(name)
        try:
            return read(text) if text else None
        except UnreadableCellError as unreadable:
            self.complain(self._row, name, str(unreadable))
            return None
