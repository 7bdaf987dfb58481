"""The questionnaire on paper: the layers somebody is asked about, with room to tick and write."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.answer_rows import DONT_KNOW, NOT_APPLICABLE
from assessments.domain.confidence import Confidence
from assessments.selectors.responses import AskedQuestion, Questionnaire
from portal.reports.pdf import Layout

TEMPLATE: Final = "reports/questionnaire.html"
STYLES: Final = ("css/report.css", "css/questionnaire.css")
STEPS: Final = 3

type Tell = Callable[[int, int, str], None]


def questionnaire_pdf(mine: Questionnaire, tell: Tell = lambda *_said: None) -> bytes:
    """Build the PDF of one respondent's questionnaire, without what they answered.

    Parameters
    ----------
    mine
        What is asked of them.
    tell
        Told how far the work is: done, total, and what comes next.

    Returns
    -------
    bytes
        A tagged file (PDF/UA-1); the same questionnaire gives the same bytes.
    """
    with translation.override(settings.LANGUAGE_CODE):
        tell(0, STEPS, _("Reading the questions"))
        html = questionnaire_html(mine)
        tell(1, STEPS, _("Laying out pages"))
        layout = Layout(html, STYLES)
        tell(2, STEPS, _("Writing %(count)s pages") % {"count": layout.page_count})
        return layout.as_bytes()


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
