"""The pages that look at one ranking from several sides, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.domain.page_parts import Tab
from portfolio.domain.second_views import SecondView


def ranking_tabs(current: str) -> list[Tab]:
    """Return the tabs, with the current one marked."""
    labels = {
        "ranking": _("Priority"),
        "robustness": _("Robustness"),
        "ranking-movers": _("Movers"),
    }
    tabs = [
        Tab(label, reverse(f"portfolio:{name}"), None, is_current=name == current)
        for name, label in labels.items()
    ]
    for view in SecondView:
        url = reverse("portfolio:ranking-view", args=[view.value])
        tabs.append(Tab(view.label, url, None, is_current=current == f"ranking-view-{view}"))
    return tabs
