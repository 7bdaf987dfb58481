"""Reading which buckets are only suggested, and what speaks for each suggestion."""

from dataclasses import dataclass

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath
from portfolio.domain.bucket_suggestions import Support, support
from portfolio.domain.buckets import Bucket, DecisionSource
from portfolio.domain.use_cases import code
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.use_cases import UseCaseFilters, filtered


@dataclass(frozen=True, slots=True)
class SuggestedRow:
    """A use case whose bucket nobody has decided, with what its description says."""

    pk: int
    version: int
    code: str
    title: str
    domain: str
    reason: str
    support: Support

    @property
    def words(self) -> tuple[str, ...]:
        """The words that speak for the suggested bucket."""
        return self.support.words[self.support.bucket]


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """Some of the suggestions, and which page of them they are."""

    rows: tuple[SuggestedRow, ...]
    total: int
    number: int
    size: int


def suggested(member: Member, filters: UseCaseFilters) -> UseCaseQuerySet:
    """Return the use cases with a suggested bucket that the member may decide about.

    Whoever decides about none reads those of all use cases they may read.
    """
    scope = member.scope(Capability.EDIT_USE_CASE)
    rows = filtered(member, filters).filter(bucket_source=DecisionSource.SUGGESTION)
    if scope.is_everything or not scope.paths:
        return rows
    return rows.filter(beneath("domain__path", scope.paths))


def suggested_page(
    member: Member, filters: UseCaseFilters, *, number: int = 1, size: int = 50
) -> SuggestedPage:
    """Return one page of the suggestions by title; two queries. Beyond the end is the last one."""
    rows = suggested(member, filters)
    total = rows.order_by().count()
    number = max(1, min(number, -(-total // size)))
    columns = ("pk", "version", "title", "domain__name", "bucket", "bucket_reason")
    read = rows.order_by("title", "id").values_list(*columns, "problem", "outcome")
    found = read[(number - 1) * size : number * size]
    return SuggestedPage(
        tuple(
            SuggestedRow(
                pk=pk,
                version=version,
                code=code(pk),
                title=title,
                domain=domain,
                reason=reason,
                support=support(f"{title}\n{problem}\n{outcome}", Bucket(bucket)),
            )
            for pk, version, title, domain, bucket, reason, problem, outcome in found
        ),
        total,
        number,
        size,
    )
