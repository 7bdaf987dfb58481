"""What changed between two editions of a roadmap: entered, left, moved."""

from portal.domain.wording import gettext as _
from portfolio.domain.editions import Edition, EditionChange, EditionChanges, EditionItem, Plan


def changes_since(previous: Edition, plan: Plan) -> EditionChanges:
    """Compare a plan with the edition before it.

    Parameters
    ----------
    previous
        The edition before.
    plan
        The plan that is to be published.

    Returns
    -------
    EditionChanges
        Items that got a wave and had none, had one and lost it, or are in another one; each in
        the order of the plan it is taken from.
    """
    before, after = _waves(previous.plan), _waves(plan)
    known = {item.key: item for item in [*previous.plan.items, *plan.items]}
    entered = [
        _change(known[key], _("wave {wave}", wave=wave))
        for key, wave in after.items()
        if key not in before
    ]
    left = [_change(known[key], _why(key, plan)) for key in before if key not in after]
    moved = [
        _change(known[key], _("from wave {before} to wave {after}", before=before[key], after=wave))
        for key, wave in after.items()
        if key in before and before[key] != wave
    ]
    return EditionChanges(
        previous.number, previous.published_on, tuple(entered), tuple(left), tuple(moved)
    )


def _waves(plan: Plan) -> dict[str, int]:
    return {item.key: wave.number for wave in plan.waves for item in wave.items}


def _why(key: str, plan: Plan) -> str:
    if any(item.key == key for item in plan.done):
        return _("done")
    for left in plan.left_out:
        if left.item.key == key:
            return _("below the cut line. {reason}", reason=left.reason)
    return _("taken off the roadmap")


def _change(item: EditionItem, words: str) -> EditionChange:
    return EditionChange(item.key, item.title, item.kind, words)
