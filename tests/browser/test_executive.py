"""What an executive reads: a ranking, figures that open to their rows, a result, a PDF."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

FIGURES = """() => [...document.querySelectorAll("main a[href]")]
  .filter((each) => /^\\d+$/.test(each.textContent.trim()))
  .filter((each) => each.getAttribute("href").startsWith("/portfolio/use-cases/"))
  .map((each) => [each.getAttribute("href"), Number(each.textContent)])"""


@pytest.mark.parametrize("place", ["/", "/portfolio/matrix/"])
def test_every_figure_opens_to_as_many_rows(visit: Visit, place: str) -> None:
    executive = visit("executive")
    executive.go(place)
    figures: dict[str, int] = dict(executive.page.evaluate(FIGURES))
    assert len(figures) >= 4
    assert {path: rows_of(executive, path) for path in figures} == figures


def rows_of(visitor: Visitor, path: str) -> int:
    visitor.go(path)
    found = re.search(r"(\d+) use cases?", visitor.page.get_by_role("main").inner_text())
    return int(found[1]) if found else 0


def test_the_matrix_is_drawn_and_has_a_table_twin(visit: Visit) -> None:
    executive = visit("executive")
    executive.go("/portfolio/matrix/")
    expect(executive.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    executive.page.get_by_text("View as table").first.click()
    table = executive.page.locator("main figure table").first
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() >= 40
    assert executive.complaints() == []


def test_the_ranking_opens_to_why_on_the_same_page(visit: Visit) -> None:
    executive = visit("executive")
    executive.go("/portfolio/ranking/")
    executive.page.get_by_role("link", name=re.compile("^Why ")).first.click()
    expect(executive.page.get_by_role("heading", name="Value", exact=True)).to_be_visible()
    assert "selected=" in executive.page.url
    assert executive.complaints() == []


def test_an_executive_reads_results_and_takes_the_board_report_along(visit: Visit) -> None:
    executive = visit("executive", width=390, theme="dark")
    executive.go("/assessments/")
    executive.follow("Group maturity, August 2026")
    expect(executive.page.get_by_role("heading", name="What stands on what")).to_be_visible()
    executive.go("/portfolio/roadmaps/")
    executive.follow("Group AI roadmap")
    executive.page.get_by_role("link", name=re.compile("[Ee]dition 2")).first.click()
    edition = executive.path
    assert executive.complaints() == []
    chapters.download_pdf(executive, edition)


def test_an_executive_is_offered_nothing_that_is_not_theirs_to_do(visit: Visit) -> None:
    executive = visit("executive")
    executive.go("/portfolio/use-cases/")
    expect(executive.page.get_by_role("link", name="Register use case")).to_have_count(0)
    expect(executive.page.get_by_role("link", name="Import")).to_have_count(0)
    answer = executive.go("/portfolio/use-cases/register/")
    assert answer is not None
    assert answer.status in {403, 404}
