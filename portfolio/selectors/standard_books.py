"""Reading what applies where: the scoring model and the standards down to a domain."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from django.db.models import BigIntegerField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from portal.models import Domain
from portfolio.domain.criteria import DEFAULT_MODEL, Criterion, ScoringModel
from portfolio.domain.domain_standards import Applied, Layer, Standard
from portfolio.domain.priority import Thresholds
from portfolio.domain.standard_edits import standard_from_data
from portfolio.domain.standard_words import stricter_notes
from portfolio.models import DomainStandardVersion, ScoringModelVersion
from portfolio.selectors.scoring_models import parsed_model

_COLUMNS: Final = ("pk", "version", "text", "owner", "name", "path")
_VERSIONS: Final = DomainStandardVersion.objects.annotate(
    text=Cast("data", TextField()),
    owner=F("domain_id"),
    name=F("domain__name"),
    path=F("domain__path"),
)
_STANDARDS: Final = _VERSIONS.filter(is_active=True)
# The model comes along with the standards, so that asking for both costs one query.
_MODEL: Final = (
    ScoringModelVersion.objects.filter(is_active=True)
    .annotate(
        text=Cast("data", TextField()),
        owner=Value(0, output_field=BigIntegerField()),
        name=Value(""),
        path=Value(""),
    )
    .values_list(*_COLUMNS)
)
type _Row = tuple[int, int, str, int, str, str]


@dataclass(frozen=True, slots=True)
class PublishedStandard:
    """The version in force of one domain that asks something, and where that domain lies."""

    pk: int
    path: str
    layer: Layer


class StandardBook:
    """What every domain asks, read once, and what that makes of the scoring model where."""

    def __init__(self, model: ScoringModel, published: Sequence[PublishedStandard]) -> None:
        self.model = model
        self.published = tuple(published)
        self._applied: dict[str, Applied] = {}
        self._thresholds: dict[str, Thresholds] = {}
        self._stamps: dict[str, str] = {}

    @classmethod
    def read(cls) -> "StandardBook":
        """Read the scoring model and the standards of all domains; one query."""
        return cls._of(_MODEL.union(_STANDARDS.values_list(*_COLUMNS), all=True))

    @classmethod
    def read_for(cls, domain_path: str) -> "StandardBook":
        """Read what applies at one place in the tree, the scoring model included; one query."""
        return cls._of(_with_model(_STANDARDS, domain_path))

    @classmethod
    def _of(cls, rows: Iterable[_Row]) -> "StandardBook":
        model, published = DEFAULT_MODEL, []
        for row in rows:
            if row[3] == 0:
                model = parsed_model(row[2])
            elif (each := _published(row)) is not None:
                published.append(each)
        return cls(model, sorted(published, key=lambda each: each.path))

    def at(self, domain_path: str) -> Applied:
        """Return what applies to the use cases of a domain."""
        if domain_path not in self._applied:
            layers = tuple(each.layer for each in self._down_to(domain_path))
            self._applied[domain_path] = Applied(self.model, layers)
        return self._applied[domain_path]

    def thresholds(self, domain_path: str) -> Thresholds:
        """Return where "high" begins in a domain; folded once for each."""
        if domain_path not in self._thresholds:
            self._thresholds[domain_path] = self.at(domain_path).thresholds
        return self._thresholds[domain_path]

    def notes_beneath(self, domain_path: str) -> tuple[str, ...]:
        """Say which domains are stricter than the enterprise, at a domain and beneath it."""
        beneath = [each.path for each in self.published if each.path.startswith(domain_path)]
        notes = [note for path in (domain_path, *beneath) for note in stricter_notes(self.at(path))]
        return tuple(dict.fromkeys(notes))

    def above(self, domain_path: str) -> Applied:
        """Return what applies to a domain from above, its own standard left out."""
        layers = (each.layer for each in self._down_to(domain_path) if each.path != domain_path)
        return Applied(self.model, tuple(layers))

    def stamp(self, domain_path: str) -> str:
        """Name the versions that apply to a domain; empty where only the enterprise speaks."""
        if domain_path not in self._stamps:
            self._stamps[domain_path] = ".".join(str(e.pk) for e in self._down_to(domain_path))
        return self._stamps[domain_path]

    def with_standard(self, domain_path: str, layer: Layer) -> "StandardBook":
        """Return the book as it would be with another standard for one domain."""
        others = [each for each in self.published if each.path != domain_path]
        more = [] if layer.standard.is_empty else [PublishedStandard(0, domain_path, layer)]
        ordered = sorted([*others, *more], key=lambda each: each.path)
        return StandardBook(self.model, ordered)

    @property
    def widest(self) -> ScoringModel:
        """The scoring model with the criteria of all domains after its own, for reading ratings."""
        known = {criterion.key: criterion for criterion in self.model.criteria}
        for each in self.published:
            for criterion in each.layer.standard.criteria:
                known.setdefault(criterion.key, criterion)
        return replace(self.model, criteria=tuple(known.values()))

    def _down_to(self, domain_path: str) -> list[PublishedStandard]:
        return [each for each in self.published if domain_path.startswith(each.path)]


def asked_in(domain_path: str) -> Applied:
    """Return what applies in a domain; one query."""
    return StandardBook.read_for(domain_path).at(domain_path)


def applies_above(domain: Domain) -> Applied:
    """Return what applies to a domain from above; one query."""
    return StandardBook.read_for(domain.path).above(domain.path)


def criteria_ever_asked(domain_path: str) -> Mapping[str, Criterion]:
    """Return every criterion that is asked in a domain or ever was there; one query.

    What was said about a criterion outlives it, and is told by its title.
    """
    found: dict[str, Criterion] = {}
    for row in sorted(_with_model(_VERSIONS, domain_path), key=lambda row: row[1]):
        parsed = parsed_standard(row[2]) if row[3] else parsed_model(row[2])
        found |= {criterion.key: criterion for criterion in parsed.criteria}
    return {criterion.key: criterion for criterion in DEFAULT_MODEL.criteria} | found


def _with_model(rows: QuerySet[DomainStandardVersion], domain_path: str) -> Iterable[_Row]:
    step = Domain.steplen
    line = [domain_path[:end] for end in range(step, len(domain_path) + 1, step)]
    standards = rows.filter(domain__path__in=line)
    return _MODEL.union(standards.values_list(*_COLUMNS), all=True)


def _published(row: _Row) -> PublishedStandard | None:
    pk, version, text, domain_id, domain, path = row
    standard = parsed_standard(text)
    if standard.is_empty:
        return None
    return PublishedStandard(pk, path, Layer(domain_id, domain, version, standard))


# Versions never change, and a content that is known needs no second reading.
@lru_cache(maxsize=256)
def parsed_standard(text: str) -> Standard:
    """Read a stored standard; each content once."""
    return standard_from_data(json.loads(text))
