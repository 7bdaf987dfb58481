"""The use cases that a query string selects, for what is done with all of them."""

from dataclasses import dataclass

from django.http import QueryDict

from portal.domain.roles import Member
from portfolio.forms.use_case_filters import UseCaseFilterForm
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_cases import UseCaseFilters, domains_to_filter, sources_to_filter


@dataclass(frozen=True, slots=True)
class Selection:
    """What the query string of the list asks for, as far as it is understood."""

    form: UseCaseFilterForm
    filters: UseCaseFilters
    order: Order


def selection_of(query: QueryDict, member: Member) -> Selection:
    """Read the filters and the order of the list of use cases."""
    form = UseCaseFilterForm(
        query, domains=domains_to_filter(member), sources=sources_to_filter(member)
    )
    order = Order.parse(query.get("sort", "")) if query.get("sort") else None
    filters = form.as_filters()
    return Selection(form, filters, order or filters.usual_order)
