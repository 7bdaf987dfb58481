"""Reading what is like one use case, or like what somebody is about to register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from portal.domain.roles import Capability, Member
from portfolio.domain.likeness import LOOK, Band, Pair, Text, most_alike, words_of
from portfolio.domain.overlap import LinkKind, ReviewState, link_words
from portfolio.domain.stages import Stage
from portfolio.domain.use_cases import code
from portfolio.models import OverlapPair, UseCase, UseCaseLink, UseCaseSearchText
from portfolio.selectors.overlap import pair_row, with_sides
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
    owner: str = ""
    #: Whether the reader may open its full record; else its entry in the register.
    is_whole: bool = True
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
    is_whole: bool = True
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies near a use case."""

    similar: tuple[SimilarUseCase, ...]
    linked: tuple[LinkedUseCase, ...]


def neighbourhood(use_case: UseCase, member: Member) -> Neighbourhood:
    """Return the most alike use cases of the last comparison, and every link; two queries.

    Of another side that the reader may not read whole only its entry counts, and what reads alike
    in its problem alone is not there.
    """
    known = with_sides(OverlapPair.objects.listed_to(member).present())
    near = known.filter(Q(first=use_case) | Q(second=use_case)).exclude(state=ReviewState.NOT_SAME)
    rows = near.most_alike_first()[:MOST]
    return Neighbourhood(
        tuple(_stored(row, use_case, member) for row in rows), _links(use_case, member)
    )


def similar_to_text(
    member: Member, name: str, purpose: str = "", *, floor: float = LOOK, most: int = MOST
) -> tuple[SimilarUseCase, ...]:
    """Find what reads like a use case that is not registered yet; one query.

    Parameters
    ----------
    member
        Who writes it. What they may not read whole is found by title and outcome alone.
    name, purpose
        What they wrote; a purpose that is missing leaves the name to decide.
    floor
        The lowest score that is told.
    most
        How many to return.
    """
    rows = {row[0]: row for row in _candidates(member, name, purpose)}
    whole = {pk: member.can(Capability.VIEW_PORTFOLIO, row[6]) for pk, row in rows.items()}
    texts = [
        text_of(pk, title, outcome, problem if whole[pk] else "")
        for pk, title, outcome, problem, *_more in rows.values()
    ]
    pairs = most_alike(Text(0, name, purpose), texts, most=most, floor=floor)
    return tuple(_compared(pair, rows[pair.second], is_whole=whole[pair.second]) for pair in pairs)


type _Row = tuple[int, str, str, str, str, str, str, str | None, str | None, bool | None]


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
    listed = UseCase.objects.listed_to(member).active()
    texts = UseCaseSearchText.objects.filter(
        _any_of(stems), use_case__in=listed.order_by().values("pk")
    )
    best = texts.annotate(hits=Coalesce(sum(hits[1:], hits[0]), Value(0))).order_by("-hits", "-pk")
    rows = listed.filter(pk__in=list(best.values_list("pk", flat=True)[:CANDIDATES]))
    owner = (f"business_owner__{part}" for part in ("name", "email", "is_active"))
    names = ("pk", "title", "outcome", "problem", "domain__name", "stage", "domain__path", *owner)
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


def _stored(row: OverlapPair, use_case: UseCase, member: Member) -> SimilarUseCase:
    shown = pair_row(row, member)
    is_first = row.first_id == use_case.pk
    other, side = (row.second, shown.second) if is_first else (row.first, shown.first)
    return SimilarUseCase(
        pk=side.pk,
        code=side.code,
        title=side.title,
        domain=side.domain,
        stage=side.stage,
        score=shown.score,
        band=shown.band,
        words=shown.words,
        owner=_owner(other),
        is_whole=side.is_whole,
        pair_id=row.pk,
        state=shown.state,
    )


def _compared(pair: Pair, row: _Row, *, is_whole: bool) -> SimilarUseCase:
    pk, title, _outcome, _problem, domain, stage, _path, name, email, is_here = row
    return SimilarUseCase(
        pk=pk,
        code=code(pk),
        title=title,
        domain=domain,
        stage=Stage(stage),
        score=round(pair.score * 100),
        band=pair.band,
        words=tuple(dict.fromkeys((*pair.name_words, *pair.purpose_words))),
        owner=(name or email or "") if is_here else "",
        is_whole=is_whole,
    )


def _owner(use_case: UseCase) -> str:
    holder = use_case.business_owner
    return str(holder) if holder and holder.is_active else ""


def _links(use_case: UseCase, member: Member) -> tuple[LinkedUseCase, ...]:
    listed = UseCase.objects.listed_to(member).values("pk")
    rows = UseCaseLink.objects.filter(
        Q(from_case=use_case, to_case__in=listed) | Q(to_case=use_case, from_case__in=listed)
    ).select_related("from_case__domain", "to_case__domain")
    return tuple(_linked(row, use_case, member) for row in rows.order_by("pk"))


def _linked(row: UseCaseLink, use_case: UseCase, member: Member) -> LinkedUseCase:
    is_from = row.from_case_id == use_case.pk
    other = row.to_case if is_from else row.from_case
    kind = LinkKind(row.kind)
    how = link_words(kind, is_from=is_from)
    is_whole = member.can(Capability.VIEW_PORTFOLIO, other.domain.path)
    # A reason may speak of what only one side may read; the reader knows that of their own.
    reason = row.reason if is_whole or (is_from and kind is LinkKind.EXTENDS) else ""
    return LinkedUseCase(
        other.pk,
        other.code,
        other.title,
        kind,
        how,
        reason,
        is_whole,
        is_archived=other.archived_at is not None,
    )
