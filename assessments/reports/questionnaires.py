"""The questionnaire on paper: the layers somebody is asked about, with room to tick and write."""

from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.answer_rows import DONT_KNOW, NOT_APPLICABLE
from assessments.domain.confidence import Confidence
from assessments.selectors.responses import AskedQuestion, Questionnaire
from portal.reports.pdf import build_pdf

TEMPLATE: Final = "reports/questionnaire.html"
STYLES: Final = ("css/report.css", "css/questionnaire.css")


def questionnaire_pdf(mine: Questionnaire) -> bytes:
    """Build the PDF of one respondent's questionnaire, without what they answered.

    Parameters
    ----------
    mine
        What is asked of them.

    Returns
    -------
    bytes
        A tagged file (PDF/UA-1); the same questionnaire gives the same bytes.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return build_pdf(questionnaire_html(mine), stylesheets=STYLES)


def questionnaire_html(mine: Questionnaire) -> str:
    """Write the whole document as HTML."""
    return render_to_string(TEMPLATE, _context(mine))


def _context(mine: Questionnaire) -> dict[str, Any]:
    layers: dict[str, list[AskedQuestion]] = {}
    for key in mine.part:
        asked = mine.question(key)
        if asked is not None:
            layers.setdefault(asked.layer_title, []).append(asked)
    assessment = mine.assessment
    return {
        "assessment": assessment,
        "organisation": settings.ORGANISATION,
        "footer": f"{assessment.title} · {settings.ORGANISATION}",
        "lang": settings.LANGUAGE_CODE,
        "layers": list(layers.items()),
        "others": (_(NOT_APPLICABLE), _(DONT_KNOW)),
        "confidences": [each.label for each in Confidence],
    }
