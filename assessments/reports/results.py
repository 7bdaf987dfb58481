"""The assessment report: a published result, and nothing but that, on A4."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.models import ResultSnapshot
from assessments.reports.result_pages import result_context
from portal.reports.marks import Marks
from portal.reports.pdf import Layout

TEMPLATE: Final = "reports/assessment.html"
STYLES: Final = ("css/report.css",)
STEPS: Final = 3

type Tell = Callable[[int, int, str], None]


def build_result_pdf(snapshot: ResultSnapshot, tell: Tell = lambda *_said: None) -> bytes:
    """Build the report of a published result; the same snapshot gives the same bytes.

    Parameters
    ----------
    snapshot
        The result, with its assessment and its framework.
    tell
        Told how far the work is: done, total, and what comes next.

    Raises
    ------
    SnapshotUnreadable
        When the stored result is of a form this version does not read.
    """
    # The reader's language must not decide what the organisation's document says.
    with translation.override(settings.LANGUAGE_CODE):
        tell(0, STEPS, _("Reading the result"))
        marks = Marks()
        html = render_to_string(TEMPLATE, result_context(snapshot, marks))
        tell(1, STEPS, _("Laying out pages"))
        layout = Layout(html, STYLES, rules=marks.rules)
        tell(2, STEPS, _("Writing %(count)s pages") % {"count": layout.page_count})
        return layout.as_bytes()
