"""What the address of the list of use cases asks for: filters, order, columns, rows a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.domain.roles import Capability, Member
from portal.domain.saved_views import CheckedQuery, ListedPage, keep_views_of
from portfolio.domain.use_case_columns import ChosenColumns, choose
from portfolio.forms.use_case_filters import UseCaseFilterForm
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_cases import UseCaseFilters, domains_to_filter, sources_to_filter

PAGE_SIZES: Final = (25, 50, 100)
USUAL_SIZE: Final = 50
_SHOWN: Final = 40
#: What an address says besides filters; the page and the view are not part of what is kept.
_KEYS: Final = frozenset({"sort", "columns", "per_page", "page", "view"})


@dataclass(frozen=True, slots=True)
class ListAddress:
    """What an address asks for, as far as it is understood, and what of it was left out."""

    form: UseCaseFilterForm
    filters: UseCaseFilters
    order: Order
    columns: ChosenColumns
    size: int
    left_out: list[tuple[str, str]]

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that say the same again; what is usual goes without saying."""
        said = {name: value for name, value in self.form.cleaned_data.items() if value}
        if self.order != self.filters.usual_order:
            said["sort"] = str(self.order)
        if not self.columns.are_usual:
            said["columns"] = str(self.columns)
        if self.size != USUAL_SIZE:
            said["per_page"] = str(self.size)
        return said

    @property
    def query(self) -> str:
        """The query string that says the same again, always in one order."""
        return urlencode(self.parameters, safe=",")


def read_address(query: QueryDict, member: Member, *, shows_form: bool = False) -> ListAddress:
    """Read an address for a member; anything unknown in it is named and left out."""
    # Where no form is shown, a list of choices is read only to check a value against it.
    needs_sources = shows_form or bool(query.get("source"))
    needs_domains = needs_sources or bool(query.get("domain"))
    return understood(
        query,
        domains=domains_to_filter(member) if needs_domains else (),
        sources=sources_to_filter(member) if needs_sources else (),
        shows_form=shows_form,
    )


def understood(
    query: QueryDict,
    *,
    domains: Sequence[tuple[int, str, str]],
    sources: Sequence[str],
    shows_form: bool = False,
) -> ListAddress:
    """Read an address against the domains and sources that it may name."""
    form = UseCaseFilterForm(query, domains=domains, sources=sources, is_shown=shows_form)
    filters = form.as_filters()
    left_out = form.left_out()
    text = query.get("sort", "")
    order = Order.parse(text) if text else filters.usual_order
    if order is None:
        left_out.append((_("Order"), _unknown(text)))
    columns = choose(query.getlist("columns"))
    left_out += [(_("Columns"), _unknown(key)) for key in columns.unknown[:3]]
    size = query.get("per_page", "")
    is_offered = size in {str(each) for each in PAGE_SIZES}
    return ListAddress(
        form,
        filters,
        order or filters.usual_order,
        columns,
        int(size) if is_offered else USUAL_SIZE,
        left_out,
    )


def _unknown(value: str) -> str:
    return _("There is no “%(value)s”.") % {"value": value[:_SHOWN]}


def _checked(member: Member, query: str) -> CheckedQuery:
    try:
        said = QueryDict(query)
    except (TooManyFieldsSent, UnicodeDecodeError):
        return CheckedQuery("", ((_("Address"), _("It says too much, or nothing readable.")),))
    address = read_address(said, member)
    unknown = [key for key in said if key not in UseCaseFilterForm.base_fields and key not in _KEYS]
    nothing = [(key[:_SHOWN], _("There is no such filter.")) for key in unknown]
    return CheckedQuery(address.query, (*nothing, *address.left_out))


keep_views_of(
    ListedPage(
        "use-cases",
        gettext_noop("Use cases"),
        Capability.VIEW_PORTFOLIO,
        "portfolio:use-case-list",
        _checked,
    )
)
