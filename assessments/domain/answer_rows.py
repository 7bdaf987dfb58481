"""Answer sheets: the rows of a filled questionnaire, read all or not at all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence
from assessments.domain.frameworks import Framework
from assessments.domain.questions import Question
from assessments.domain.row_errors import RowError, RowsRefused
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

KEY, LAYER, ASKED, ANSWER, COMMENT, CONFIDENCE = COLUMNS = (
    gettext_noop("Key"),
    gettext_noop("Layer"),
    gettext_noop("Question"),
    gettext_noop("Answer"),
    gettext_noop("Comment"),
    gettext_noop("Confidence"),
)
NOT_APPLICABLE = gettext_noop("Does not apply here")
DONT_KNOW = gettext_noop("I cannot say")
_NEEDED = (KEY, ANSWER)
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """What one row of a sheet answers."""

    question: str
    answer: Answered | NotApplicable | DontKnow
    comment: str
    confidence: Confidence | None


def answer_words(question: Question) -> tuple[str, ...]:
    """List what can be chosen in the answer cell of one question.

    Parameters
    ----------
    question
        A question.

    Returns
    -------
    tuple of str
        Each option by number and label, then the two other answers.

    Examples
    --------
    >>> from assessments.domain.questions import Option
    >>> answer_words(Question("a", "Is it?", (Option(0, "No", 0), Option(1, "Yes", 1))))
    ('0 No', '1 Yes', 'Does not apply here', 'I cannot say')
    """
    options = (f"{option.number} {option.label}" for option in question.options)
    return (*options, _(NOT_APPLICABLE), _(DONT_KNOW))


def is_answer_sheet(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether rows are those of an answer sheet.

    Parameters
    ----------
    rows
        The first rows decide.

    Returns
    -------
    bool
        Whether one of them names the columns.
    """
    return _header(rows) is not None


def read_answers(
    rows: Sequence[Sequence[str]], framework: Framework, part: Collection[str], *, longest: int
) -> tuple[SheetAnswer, ...]:
    """Read a filled answer sheet.

    Parameters
    ----------
    rows
        All rows of the sheet, with the one that names the columns among the first.
    framework
        The framework that was asked about.
    part
        Keys of the questions the respondent is asked.
    longest
        How many characters a comment may have.

    Returns
    -------
    tuple of SheetAnswer
        One for each row with an answer. A row without one says nothing.

    Raises
    ------
    RowsRefused
        With every error of every row, by row number and column.
    """
    place = _header(rows)
    if place is None:
        sentence = _("This is no answer sheet: no row names the columns Key and Answer.")
        raise RowsRefused([RowError(1, _(KEY), sentence)])
    names = [_plain(cell) for cell in rows[place]]
    columns = {name: names.index(_plain(_(name))) for name in COLUMNS if _plain(_(name)) in names}
    questions = {each.key: each for each in framework.questions}
    errors: list[RowError] = []
    found: dict[str, SheetAnswer] = {}
    for number, cells in enumerate(rows[place + 1 :], start=place + 2):
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if not any(said.get(name) for name in (ANSWER, COMMENT, CONFIDENCE)):
            continue

        def wrong(column: str, sentence: str, row: int = number) -> None:
            errors.append(RowError(row, _(column), sentence))

        key = said[KEY]
        if key not in questions or key not in part or key in found:
            wrong(KEY, _key_sentence(key, questions, part))
            continue
        before = len(errors)
        answer = _answer(questions[key], said, wrong)
        confidence = _confidence(said.get(CONFIDENCE, ""), wrong)
        comment = said.get(COMMENT, "")
        if len(comment) > longest:
            wrong(COMMENT, _("Use at most {count} characters.", count=longest))
        if answer is not None and len(errors) == before:
            found[key] = SheetAnswer(key, answer, comment, confidence)
    if not errors and not found:
        errors.append(RowError(place + 2, _(ANSWER), _("No row of this sheet has an answer.")))
    if errors:
        raise RowsRefused(errors)
    return tuple(found.values())


type _Wrong = Callable[[str, str], None]


def _header(rows: Sequence[Sequence[str]]) -> int | None:
    wanted = {_plain(_(name)) for name in _NEEDED}
    for place, cells in enumerate(rows[:_LOOKED_AT]):
        if wanted <= {_plain(cell) for cell in cells}:
            return place
    return None


def _plain(text: str) -> str:
    return text.strip().casefold()


def _key_sentence(key: str, questions: Mapping[str, Question], part: Collection[str]) -> str:
    if not key:
        return _("The key of the question is missing. Download the sheet again.")
    if key not in questions:
        return _("This assessment asks nothing under the key “{key}”.", key=key)
    if key not in part:
        return _("“{key}” is not among the questions asked here.", key=key)
    return _("“{key}” stands in the sheet twice.", key=key)


def _answer(
    question: Question, said: Mapping[str, str], wrong: _Wrong
) -> Answered | NotApplicable | DontKnow | None:
    text, comment = _plain(said.get(ANSWER, "")), said.get(COMMENT, "")
    if not text:
        wrong(ANSWER, _("Choose an answer to go with the note."))
        return None
    if text == _plain(_(DONT_KNOW)):
        return DontKnow()
    if text == _plain(_(NOT_APPLICABLE)):
        if not comment:
            wrong(COMMENT, _("Say why it does not apply here."))
            return None
        return NotApplicable(comment)
    for option in question.options:
        names = {str(option.number), option.label, f"{option.number} {option.label}"}
        if text in {_plain(name) for name in names}:
            return Answered(option.number)
    wrong(ANSWER, _("“{text}” is none of the answers to choose from.", text=said[ANSWER][:80]))
    return None


def _confidence(text: str, wrong: _Wrong) -> Confidence | None:
    if not text:
        return None
    for each in Confidence:
        if _plain(text) in {
            str(int(each)),
            _plain(each.label),
            _plain(f"{int(each)} {each.label}"),
        }:
            return each
    wrong(CONFIDENCE, _("Give the confidence from 1 to 3, or nothing."))
    return None
