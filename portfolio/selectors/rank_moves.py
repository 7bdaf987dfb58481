"""Reading what would move a rank: the next place, one better rating, and what unlocks most."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.criteria import ScoringModel
from portfolio.domain.rank_moves import NextPlace, next_place, single_changes
from portfolio.models import UseCase
from portfolio.selectors.unlocks import UnlockItem
from portfolio.selectors.use_case_rows import rank_label

STEP = "step"


def step_item(
    model: ScoringModel,
    ratings: Mapping[str, float],
    *,
    factor: float,
) -> UnlockItem | None:
    """Return the one step up among the ratings that wins most, where there is one."""
    best = next(iter(single_changes(model, ratings, factor=factor)), None)
    if best is None:
        return None
    words = {
        "criterion": _(best.criterion.title),
        "before": f"{best.before:g}",
        "after": best.after,
    }
    return UnlockItem(
        key=STEP,
        what=_("%(criterion)s one step up, from %(before)s to %(after)d") % words,
        meta=_("%(anchor)s Priority %(priority)s")
        % {
            "anchor": _(best.criterion.anchors[best.after]),
            "priority": round(best.priority),
        },
        priority=best.priority,
        step=best,
    )


def with_best_marked(items: Sequence[UnlockItem]) -> list[UnlockItem]:
    """Put what wins most first, and mark it where there is more than one to choose from."""
    ordered = sorted(items, key=lambda item: -(item.priority or 0))
    gains = [item.priority for item in ordered if item.priority is not None]
    if len(gains) < 2:
        return ordered
    return [replace(item, is_best=item.priority == gains[0]) for item in ordered]


def next_place_of(use_case: UseCase) -> NextPlace | None:
    """Return the next better place and how far it is; one query where there is a rank."""
    if use_case.rank is None or use_case.priority is None:
        return None
    better = UseCase.objects.active().filter(rank__lt=use_case.rank, priority__isnull=False)
    row = better.order_by("-rank", "id").values_list("priority", "rank").first()
    if row is None or row[1] is None:
        return None
    found = next_place(use_case.priority, row[0], row[1])
    # A rating since the last ranking may have overtaken it already.
    return found if found is not None and found.points > 0 else None


def next_place_sentence(found: NextPlace | None) -> str:
    """Say how far the next better place is."""
    if found is None:
        return ""
    return ngettext(
        "%(points)d point of priority behind place %(place)d.",
        "%(points)d points of priority behind place %(place)d.",
        found.points,
    ) % {"points": found.points, "place": found.place}


def group_places(use_case: UseCase) -> str:
    """Say where it stands within its bucket and within its domain."""
    row = use_case
    if row.bucket_rank is None:
        return ""
    if row.domain_rank is None:
        return _("Place %(bucket_rank)s in its bucket; none in %(domain)s yet.") % {
            "bucket_rank": rank_label(row.bucket_rank, row.bucket_rank_low, row.bucket_rank_high),
            "domain": row.domain.name,
        }
    return _("Place %(bucket_rank)s in its bucket, %(domain_rank)s in %(domain)s.") % {
        "bucket_rank": rank_label(row.bucket_rank, row.bucket_rank_low, row.bucket_rank_high),
        "domain_rank": rank_label(row.domain_rank, row.domain_rank_low, row.domain_rank_high),
        "domain": row.domain.name,
    }
