"""The life of an assessment: draft, open, closed, published."""

from enum import StrEnum

from assessments.domain.traces import Coverage
from portal.domain.errors import Refusal
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    """Being set up; nobody can answer."""
    OPEN = "open"
    """Respondents answer, and levels may already be settled."""
    CLOSED = "closed"
    """Answers are in; levels are settled."""
    PUBLISHED = "published"
    """The result stands and never changes."""


class AssessmentMove(StrEnum):
    """What can be done to an assessment as a whole."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    PUBLISH = "publish"


_MOVES = {
    (AssessmentState.DRAFT, AssessmentMove.OPEN): AssessmentState.OPEN,
    (AssessmentState.OPEN, AssessmentMove.CLOSE): AssessmentState.CLOSED,
    (AssessmentState.CLOSED, AssessmentMove.REOPEN): AssessmentState.OPEN,
    (AssessmentState.CLOSED, AssessmentMove.PUBLISH): AssessmentState.PUBLISHED,
}

_REFUSED = {
    AssessmentState.DRAFT: gettext_noop("This assessment is still a draft. Open it first."),
    AssessmentState.OPEN: gettext_noop("This assessment is open for answers. Close it first."),
    AssessmentState.CLOSED: gettext_noop(
        "This assessment is closed. It can be reopened or published."
    ),
    AssessmentState.PUBLISHED: gettext_noop(
        "This assessment is published, and what is published does not change. Start a new one."
    ),
}


class MoveRefused(Refusal):
    """The assessment cannot make that move from where it stands."""

    code = "assessment_move_refused"


class NotTakingAnswers(Refusal):
    """The assessment is not open for answers."""

    code = "assessment_not_open"


class NotSettling(Refusal):
    """The assessment's levels cannot be settled where it stands."""

    code = "assessment_not_settling"


class NothingToPublish(Refusal):
    """The assessment has no settled level, so there is no result to publish."""

    code = "assessment_empty"


def allowed_moves(state: AssessmentState) -> tuple[AssessmentMove, ...]:
    """List the moves that an assessment can make.

    Parameters
    ----------
    state
        Where it stands.

    Returns
    -------
    tuple of AssessmentMove
        Empty once it is published.

    Examples
    --------
    >>> [move.value for move in allowed_moves(AssessmentState.CLOSED)]
    ['reopen', 'publish']
    >>> allowed_moves(AssessmentState.PUBLISHED)
    ()
    """
    return tuple(move for origin, move in _MOVES if origin is state)


def moved(state: AssessmentState, move: AssessmentMove) -> AssessmentState:
    """Give the state that a move leads to.

    Parameters
    ----------
    state
        Where the assessment stands.
    move
        What is to be done.

    Returns
    -------
    AssessmentState
        Where it stands afterwards.

    Raises
    ------
    MoveRefused
        When the move is not possible from there.

    Examples
    --------
    >>> moved(AssessmentState.DRAFT, AssessmentMove.OPEN).value
    'open'
    """
    if (state, move) not in _MOVES:
        raise MoveRefused(_(_REFUSED[state]))
    return _MOVES[state, move]


def require_open(state: AssessmentState) -> None:
    """Refuse an answer unless the assessment is open.

    Parameters
    ----------
    state
        Where the assessment stands.

    Raises
    ------
    NotTakingAnswers
        In any state but open.

    Examples
    --------
    >>> require_open(AssessmentState.OPEN)
    """
    match state:
        case AssessmentState.OPEN:
            return
        case AssessmentState.DRAFT:
            raise NotTakingAnswers(_("This assessment has not been opened for answers yet."))
        case AssessmentState.CLOSED:
            raise NotTakingAnswers(_("This assessment is closed and takes no more answers."))
        case AssessmentState.PUBLISHED:
            raise NotTakingAnswers(_(_REFUSED[state]))


def require_settling(state: AssessmentState) -> None:
    """Refuse to settle a level unless the assessment is open or closed.

    Parameters
    ----------
    state
        Where the assessment stands.

    Raises
    ------
    NotSettling
        In a draft, and once published.

    Examples
    --------
    >>> require_settling(AssessmentState.CLOSED)
    """
    if state not in {AssessmentState.OPEN, AssessmentState.CLOSED}:
        raise NotSettling(_(_REFUSED[state]))


def require_something_to_publish(coverage: Coverage) -> None:
    """Refuse to publish a result in which nothing is settled.

    Parameters
    ----------
    coverage
        The coverage of the settled answers.

    Raises
    ------
    NothingToPublish
        When no capability has a level.

    Examples
    --------
    >>> require_something_to_publish(Coverage(answered=1, applicable=30, total=32))
    """
    if coverage.answered == 0:
        sentence = _(
            "No level has been settled, so there is no result to publish. Settle at least one."
        )
        raise NothingToPublish(sentence)
