"""Reading which operating model a domain runs, from its results."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from assessments.domain.answers import NotScored
from assessments.domain.operating_model import Diagnosis, Observed, Table, Witness, diagnose
from assessments.domain.operating_model_table import table_from_data
from assessments.domain.operating_model_words import (
    DESCRIPTIONS,
    FAILURES,
    MODELS,
    SIGNALS,
    advice_sentence,
    close_sentence,
    diagnosis_sentence,
    production_band,
)
from assessments.domain.results import Results, results_from_data
from assessments.domain.snapshots import Plain, from_plain, to_plain
from assessments.models import Assessment, ResultSnapshot
from portal.domain.chart_specs.figures import Finding

TABLE = Path(__file__).resolve().parents[1] / "library" / "operating_model" / "table.yaml"


@cache
def diagnosis_table() -> Table:
    """Return the table that the diagnosis goes by, read once."""
    return table_from_data(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def operating_model_of(assessment: Assessment, results: Results) -> Diagnosis | None:
    """Return which operating model the answers describe; one query at most.

    Beside its own result it reads the latest published ones of the same domain with the other
    frameworks of the table. None for frameworks that the table does not read, and for partners.
    """
    table = diagnosis_table()
    own = results.framework.key
    if own not in table.frameworks or assessment.partner_id is not None:
        return None
    observed = [*observed_in(results), *_elsewhere(assessment, table.frameworks - {own})]
    return diagnose(table, observed, in_production=assessment.in_production)


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal in words, with what it was read from."""

    title: str
    value: float | None
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """A diagnosis as a page and a program read it; texts are empty without a model."""

    found: Diagnosis
    finding: Finding
    closeness: str
    title: str
    runner_up: str
    description: str
    failure: str
    advice: str
    production: str
    signals: tuple[SignalLine, ...]
    fits: tuple[tuple[str, float], ...]
    speaks_for: tuple[tuple[Witness, str], ...]
    speaks_against: tuple[tuple[Witness, str], ...]

    @property
    def is_close(self) -> bool:
        """Whether the two best models are close to each other."""
        return bool(self.closeness)


def diagnosis_page(found: Diagnosis) -> DiagnosisPage:
    """Return a diagnosis in words."""
    return DiagnosisPage(
        found=found,
        finding=Finding(*diagnosis_sentence(found)),
        closeness=close_sentence(found),
        title=_(MODELS[found.model]) if found.model else "",
        runner_up=_(MODELS[found.runner_up]) if found.runner_up else "",
        description=_(DESCRIPTIONS[found.model]) if found.model else "",
        failure=_(FAILURES[found.failure]) if found.failure else "",
        advice=advice_sentence(found),
        production="" if found.in_production is None else production_band(found.in_production),
        signals=tuple(
            SignalLine(_(SIGNALS[each.signal]), each.value, each.witnesses)
            for each in found.signals
        ),
        fits=tuple((_(MODELS[each.model]), each.fit) for each in found.fits),
        speaks_for=tuple((each, _(SIGNALS[each.signal])) for each in found.speaks_for),
        speaks_against=tuple((each, _(SIGNALS[each.signal])) for each in found.speaks_against),
    )


def diagnosis_to_data(found: Diagnosis | None) -> Plain:
    """Return a diagnosis as a snapshot keeps it."""
    return to_plain(found)


def diagnosis_from_data(data: object) -> Diagnosis | None:
    """Return a diagnosis as a snapshot kept it; none where the framework does not tell."""
    return None if data is None else from_plain(Diagnosis, data)


def production_words(assessment: Assessment) -> str:
    """Return how many AI systems run as a range; empty where it was not said."""
    count = assessment.in_production
    return "" if count is None else production_band(count)


def observed_in(results: Results) -> Iterator[Observed]:
    """Return the levels of a result as the diagnosis reads them; what has none is left out."""
    framework = results.framework
    scale = framework.scale
    for each in results.capabilities:
        if not isinstance(each.level, NotScored):
            yield Observed(
                framework.key,
                each.key,
                each.title,
                each.level,
                float(scale.minimum),
                float(scale.maximum),
            )


def _elsewhere(assessment: Assessment, frameworks: frozenset[str]) -> Iterator[Observed]:
    rows = ResultSnapshot.objects.filter(
        assessment__domain=assessment.domain_id,
        assessment__partner=None,
        assessment__framework__key__in=frameworks,
    ).order_by("-assessment__published_at", "-pk")
    if assessment.published_at is not None:
        rows = rows.filter(assessment__published_at__lte=assessment.published_at)
    seen: set[str] = set()
    for data in rows.values_list("data", flat=True):
        results = results_from_data(data)
        if results.framework.key not in seen:
            seen.add(results.framework.key)
            yield from observed_in(results)
