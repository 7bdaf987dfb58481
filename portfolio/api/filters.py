"""The filters of lists as parameters for programs."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from portal.api.portal import member_behind
from portfolio.forms.ranking import MatrixFilterForm
from portfolio.selectors.use_cases import domains_to_filter, sources_to_filter


def filter_parameters(form: type[MatrixFilterForm]) -> list[OpenApiParameter]:
    """Describe each filter of a form as a query parameter."""
    return [
        OpenApiParameter(
            name,
            OpenApiTypes.STR,
            description=str(field.label or name.replace("_", " ")),
            enum=[key for key, _label in getattr(field, "choices", ()) if key] or None,
        )
        for name, field in form({}, domains=(), sources=()).fields.items()
    ]


def checked_filters[Form: MatrixFilterForm](request: Request, form: type[Form]) -> Form:
    """Return the filters; a program that asks for what is not there is told so."""
    member = member_behind(request)
    sources = sources_to_filter(member) if request.query_params.get("source") else ()
    asked = form(request.query_params, domains=domains_to_filter(member), sources=sources)
    if not asked.is_valid():
        said = {name: [str(each) for each in told] for name, told in asked.errors.items()}
        raise ValidationError(said)
    return asked
