"""Reading how far an assessment's answers can be relied on, each perspective on its own."""

from dataclasses import dataclass

from assessments.domain.intraclass import Form, Intraclass, intraclass
from assessments.domain.leanings import Leaning, leanings
from assessments.domain.perspectives import Perspective
from assessments.domain.ratings import NotMeasured, ratings
from assessments.domain.reliability import Reliability, reliability
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.said import codes_for
from assessments.selectors.tallies import perspective_of


@dataclass(frozen=True, slots=True)
class PerspectiveReliability:
    """How far the answers from one perspective can be relied on.

    Parameters
    ----------
    alpha
        Krippendorff's, ordinal, or why it cannot be worked out.
    intraclass
        The analysis of variance of those who answered everything, or why there is none.
    leanings
        Who rates higher or lower than the others, under codes, or why nobody can be compared.
    """

    perspective: Perspective
    alpha: Reliability | NotMeasured
    intraclass: Intraclass | NotMeasured
    leanings: tuple[Leaning[str], ...] | NotMeasured

    @property
    def measured(self) -> Reliability | None:
        """The measure, if there is one."""
        return None if isinstance(self.alpha, NotMeasured) else self.alpha

    @property
    def finding(self) -> str:
        """What may be concluded, or why the measure cannot be worked out."""
        if isinstance(self.alpha, NotMeasured):
            return self.alpha.reason.sentence
        return self.alpha.standing.sentence

    @property
    def scatter(self) -> str:
        """What the scatter comes from, or why that cannot be told."""
        if isinstance(self.intraclass, NotMeasured):
            return self.intraclass.reason.sentence
        return self.intraclass.sentence

    @property
    def correlations(self) -> dict[str, float | None]:
        """The intraclass correlations by form; None for one without a value, empty without any."""
        if isinstance(self.intraclass, NotMeasured):
            return {}
        found = {form.value: self.intraclass.correlation(form) for form in Form}
        return {
            form: None if isinstance(each, NotMeasured) else each for form, each in found.items()
        }

    @property
    def leaning(self) -> tuple[Leaning[str], ...]:
        """Who leans; empty also where nobody can be compared."""
        return () if isinstance(self.leanings, NotMeasured) else self.leanings

    @property
    def leaning_sentences(self) -> tuple[str, ...]:
        """Who leans, in sentences that carry codes and never names."""
        return tuple(each.sentence(each.respondent) for each in self.leaning)

    @property
    def not_compared(self) -> str:
        """Why nobody can be compared; empty when somebody can."""
        return self.leanings.reason.sentence if isinstance(self.leanings, NotMeasured) else ""


def reliability_of(assessment: Assessment) -> tuple[PerspectiveReliability, ...]:
    """Return each perspective that gave a level, in the order self, peer, evidence; two queries."""
    asked = dict(
        AssessmentRespondent.objects.filter(assessment=assessment).values_list(
            "user_id", "perspective"
        )
    )
    codes = codes_for(asked, assessment=assessment, purpose="leanings")
    given: dict[Perspective, list[tuple[str, str, float]]] = {}
    rows = Response.objects.filter(assessment=assessment, level__isnull=False)
    # In an order of its own, so that the sums of floats come out alike on every database.
    for user_id, question, level in rows.order_by("user_id", "question").values_list(
        "user_id", "question", "level"
    ):
        # Whoever answered stays invited; anybody else could not be told apart from others.
        if level is not None and user_id in asked:
            side = given.setdefault(perspective_of(asked[user_id]), [])
            side.append((codes[user_id], question, float(level)))
    return tuple(_measured(each, given[each]) for each in Perspective if each in given)


def _measured(
    perspective: Perspective, given: list[tuple[str, str, float]]
) -> PerspectiveReliability:
    table = ratings(given)
    return PerspectiveReliability(
        perspective=perspective,
        alpha=reliability(table.levels),
        intraclass=intraclass(table.levels),
        leanings=leanings(table),
    )
