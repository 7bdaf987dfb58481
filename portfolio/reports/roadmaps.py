"""The roadmap PDF: an edition, and nothing but the edition, on A4."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.reports.marks import Marks
from portal.reports.pdf import Layout
from portfolio.domain.editions import Edition, edition_from_data
from portfolio.models import RoadmapEdition
from portfolio.reports.roadmap_pages import roadmap_context

TEMPLATE: Final = "reports/roadmap.html"
STYLES: Final = ("css/report.css",)
STEPS: Final = 4

type Tell = Callable[[int, int, str], None]


def build_roadmap_pdf(edition: RoadmapEdition, tell: Tell = lambda *_said: None) -> bytes:
    """Build the PDF of an edition from its snapshot; the same edition gives the same bytes.

    Parameters
    ----------
    edition
        A published edition.
    tell
        Told how far the work is: done, total, and what comes next.

    Raises
    ------
    SnapshotUnreadable
        When the stored edition is of a form this version does not read.
    """
    # The reader's language must not decide what the organisation's document says.
    with translation.override(settings.LANGUAGE_CODE):
        tell(0, STEPS, _("Reading the edition"))
        snapshot = edition_from_data(edition.data)
        tell(1, STEPS, _("Drawing figures and tables"))
        marks = Marks()
        html = roadmap_html(edition, snapshot, marks)
        tell(2, STEPS, _("Laying out pages"))
        layout = Layout(html, STYLES, rules=marks.rules)
        tell(3, STEPS, _("Writing %(count)s pages") % {"count": layout.page_count})
        return layout.as_bytes()


def roadmap_html(edition: RoadmapEdition, snapshot: Edition, marks: Marks) -> str:
    """Write the whole document as HTML."""
    return render_to_string(TEMPLATE, roadmap_context(edition, snapshot, marks))
