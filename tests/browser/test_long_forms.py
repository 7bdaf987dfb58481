"""Long forms: the way to save stays in reach and hides nothing that has the focus."""

import pytest

from tests.browser import chapters
from tests.browser.conftest import Visit

WHERE = """() => {
  const bar = document.querySelector('.st-actions--stay').getBoundingClientRect();
  const here = document.activeElement, box = here.getBoundingClientRect();
  if (here.closest('.st-actions--stay') || !here.closest('main form')) return 'clear';
  return box.bottom > bar.top + 1 && box.top < bar.bottom ? here.name || here.id : 'clear';
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_no_field_hides_behind_the_bar_that_saves(visit: Visit, width: int) -> None:
    lead = visit("lead", width=width)
    chapters.open_edit(lead)
    page = lead.page
    page.get_by_label("Title", exact=True).focus()
    hidden = []
    for _step in range(25):
        page.keyboard.press("Tab")
        if (place := page.evaluate(WHERE)) != "clear":
            hidden.append(place)
    assert hidden == []
    assert page.get_by_role("button", name="Save use case").is_visible()
    assert lead.complaints() == []
