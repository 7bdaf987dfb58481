"""What the form of one use case starts from."""

import re
from decimal import Decimal

import pytest

from portfolio.models import UseCase
from tests.builders import make_use_case
from tests.conftest import Cast


@pytest.mark.parametrize(("kept", "shown"), [("480000.00", "480000"), ("1250.50", "1250.50")])
def test_an_amount_is_shown_as_one_would_type_it(cast: Cast, kept: str, shown: str) -> None:
    use_case = make_use_case(domain=cast.freight)
    UseCase.objects.filter(pk=use_case.pk).update(planned_cost=Decimal(kept))
    html = cast.client("lead").get(f"/portfolio/use-cases/{use_case.pk}/edit/").content.decode()
    field = re.search(r'<input[^>]*name="planned_cost"[^>]*>', html)
    assert field is not None
    assert f'value="{shown}"' in field[0]
