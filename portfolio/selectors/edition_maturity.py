"""Reading what assessments say about a roadmap's domain, and about those beneath it."""

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from assessments.domain.results import Results, results_from_data
from assessments.models import ResultSnapshot
from assessments.selectors.results import latest_snapshots
from portal.models import Domain
from portfolio.domain.editions import EditionDomain, EditionLayer, EditionMaturity


def maturity_of(domain: Domain) -> tuple[EditionMaturity | None, tuple[EditionDomain, ...]]:
    """Return the assessment that speaks for a domain, and the levels of all assessed beneath.

    Its own speaks for it, else that of its nearest ancestor, else the latest beneath it.
    """
    rows = [
        row
        for row in latest_snapshots().defer(None)
        if _is_above(row, domain) or row.assessment.domain.path.startswith(domain.path)
    ]
    if not rows:
        return None, ()
    above = [row for row in rows if _is_above(row, domain)]
    speaks = (
        max(above, key=lambda row: len(row.assessment.domain.path))
        if above
        else max(rows, key=lambda row: (row.created_at, row.pk))
    )
    results = {row.pk: results_from_data(row.data) for row in rows}
    beneath = [row for row in rows if row.assessment.domain.path.startswith(domain.path)]
    maturity = EditionMaturity(
        domain=speaks.assessment.domain.name,
        title=speaks.assessment.title,
        published_on=_day(speaks),
        results=results[speaks.pk],
    )
    return maturity, tuple(
        EditionDomain(row.assessment.domain.name, _day(row), _layers(results[row.pk]))
        for row in beneath
    )


def _is_above(row: ResultSnapshot, domain: Domain) -> bool:
    return str(domain.path).startswith(row.assessment.domain.path)


def _day(row: ResultSnapshot) -> str:
    return (row.assessment.published_at or row.created_at).date().isoformat()


def _layers(results: Results) -> tuple[EditionLayer, ...]:
    return tuple(
        EditionLayer(layer.title, _known(layer.raw), _known(layer.effective), _known(layer.target))
        for layer in results.layers
    )


def _known(figure: Figure) -> float | None:
    return None if isinstance(figure, NotScored) else figure
