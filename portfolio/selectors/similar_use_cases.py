"""Reading what is like one use case, or like what somebody is about to register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from portal.domain.roles import Member
from portfolio.domain.likeness import LOOK, Band, Pair, Text, band, most_alike, words_of
from portfolio.domain.overlap import LinkKind, ReviewState, link_words
from portfolio.domain.stages import Stage
from portfolio.domain.use_cases import code
from portfolio.models import OverlapPair, UseCase, UseCaseLink, UseCaseSearchText
from portfolio.selectors.overlap import with_sides
from portfolio.selectors.overlap_inputs import text_of

MOST: Final = 3
#: While a title is being typed it reads less like one that is finished.
HINT: Final = 0.4
CANDIDATES: Final = 100
_TITLE_WORDS: Final = 8
_PURPOSE_WORDS: Final = 4
_LONG: Final = 4
#: A word is looked for by its beginning, so that another ending or a slip near its end is no bar.
_STEM: Final = 5


@dataclass(frozen=True, slots=True)
class SimilarUseCase:
    """A use case that reads alike, and the words that say so."""

    pk: int
    code: str
    title: str
    domain: str
    stage: Stage
    score: int
    band: Band | None
    words: tuple[str, ...]
    pair_id: int | None = None
    state: ReviewState | None = None


@dataclass(frozen=True, slots=True)
class LinkedUseCase:
    """A use case that is linked with another, and how."""

    pk: int
    code: str
    title: str
    kind: LinkKind
    how: str
    reason: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies near a use case."""

    similar: tuple[SimilarUseCase, ...]
    linked: tuple[LinkedUseCase, ...]


def neighbourhood(use_case: UseCase, member: Member) -> Neighbourhood:
    """Return the most alike use cases of the last comparison, and every link; two queries."""
    rows = with_sides(
        OverlapPair.objects.visible_to(member)
        .present()
        .filter(Q(first=use_case) | Q(second=use_case))
        .exclude(state=ReviewState.NOT_SAME)
    )
    found = [
        _stored(row, row.second if row.first_id == use_case.pk else row.first)
        for row in rows.order_by("-score", "pk")[:MOST]
    ]
    return Neighbourhood(tuple(found), _links(use_case, member))


def similar_to_text(
    member: Member, name: str, purpose: str = "", *, floor: float = LOOK, most: int = MOST
) -> tuple[SimilarUseCase, ...]:
    """Find what reads like a use case that is not registered yet; one query.

    Parameters
    ----------
    member
        Who writes it; only what they may see is found.
    name, purpose
        What they wrote; a purpose that is missing leaves the name to decide.
    floor
        The lowest score that is told.
    most
        How many to return.
    """
    rows = {row[0]: row for row in _candidates(member, name, purpose)}
    texts = [
        text_of(pk, title, outcome, problem)
        for pk, title, outcome, problem, *_more in rows.values()
    ]
    pairs = most_alike(Text(0, name, purpose), texts, most=most, floor=floor)
    return tuple(_compared(pair, rows[pair.second]) for pair in pairs)


type _Row = tuple[int, str, str, str, str, str]


def _candidates(member: Member, name: str, purpose: str) -> Sequence[_Row]:
    stems = _stems(name, purpose)
    if not stems:
        return []
    # One narrow scan finds and counts; the use cases of the best are read by their keys.
    hits = [
        Case(
            When(text__contains=stem, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        for stem in stems
    ]
    visible = UseCase.objects.visible_to(member).active()
    texts = UseCaseSearchText.objects.filter(
        _any_of(stems), use_case__in=visible.order_by().values("pk")
    )
    best = texts.annotate(hits=Coalesce(sum(hits[1:], hits[0]), Value(0))).order_by("-hits", "-pk")
    rows = visible.filter(pk__in=list(best.values_list("pk", flat=True)[:CANDIDATES]))
    names = ("pk", "title", "outcome", "problem", "domain__name", "stage")
    return list(rows.order_by("pk").values_list(*names))


def _stems(name: str, purpose: str) -> list[str]:
    said = dict.fromkeys(words_of(name))
    title = [word for word in said if len(word) >= _LONG] or list(said)
    told = sorted({word for word in words_of(purpose) if len(word) > _STEM}, key=_longest_first)
    words = [*title[:_TITLE_WORDS], *told[:_PURPOSE_WORDS]]
    return list(dict.fromkeys(word[:_STEM] for word in words))


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _any_of(stems: Sequence[str]) -> Q:
    found = Q(text__contains=stems[0])
    for stem in stems[1:]:
        found |= Q(text__contains=stem)
    return found


def _stored(row: OverlapPair, other: UseCase) -> SimilarUseCase:
    return SimilarUseCase(
        pk=other.pk,
        code=other.code,
        title=other.title,
        domain=other.domain.name,
        stage=Stage(other.stage),
        score=round(row.score * 100),
        band=band(row.score),
        words=tuple(dict.fromkeys((*row.name_words, *row.purpose_words))),
        pair_id=row.pk,
        state=ReviewState(row.state),
    )


def _compared(pair: Pair, row: _Row) -> SimilarUseCase:
    pk, title, _outcome, _problem, domain, stage = row
    return SimilarUseCase(
        pk=pk,
        code=code(pk),
        title=title,
        domain=domain,
        stage=Stage(stage),
        score=round(pair.score * 100),
        band=pair.band,
        words=tuple(dict.fromkeys((*pair.name_words, *pair.purpose_words))),
    )


def _links(use_case: UseCase, member: Member) -> tuple[LinkedUseCase, ...]:
    visible = UseCase.objects.visible_to(member).values("pk")
    rows = UseCaseLink.objects.filter(
        Q(from_case=use_case, to_case__in=visible) | Q(to_case=use_case, from_case__in=visible)
    ).select_related("from_case", "to_case")
    return tuple(_linked(row, use_case) for row in rows.order_by("pk"))


def _linked(row: UseCaseLink, use_case: UseCase) -> LinkedUseCase:
    is_from = row.from_case_id == use_case.pk
    other = row.to_case if is_from else row.from_case
    kind = LinkKind(row.kind)
    how = link_words(kind, is_from=is_from)
    return LinkedUseCase(other.pk, other.code, other.title, kind, how, row.reason)
