"""One use case, read for its pages by a query that is put together once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import User
from portal.selectors.prepared import KEYS_END
from portfolio.models import UseCase
from portfolio.selectors.use_case_details import use_case_seen_by
from tests.builders import make_use_case
from tests.conftest import Cast


def test_it_holds_what_django_would_read(cast: Cast) -> None:
    owned = make_use_case(domain=cast.depots, business_owner=cast.lead, planned_cost=1250)
    read = use_case_seen_by(cast.member("lead"), owned.pk)
    expected = UseCase.objects.select_related("domain", "business_owner").get(pk=owned.pk)
    assert read is not None
    fields = [field.attname for field in UseCase._meta.concrete_fields]
    assert [getattr(read, name) for name in fields] == [getattr(expected, name) for name in fields]
    with CaptureQueriesContext(connection) as sent:
        assert (read.domain, read.domain.path, read.domain.name) == (
            expected.domain,
            expected.domain.path,
            expected.domain.name,
        )
        assert read.business_owner is not None
        assert read.business_owner == cast.lead
        assert (read.business_owner.name, read.business_owner.email) == (
            cast.lead.name,
            cast.lead.email,
        )
        assert read.business_owner.is_active
        assert read.model_owner is None
    assert len(sent) == 0


def test_of_a_person_no_password_travels(cast: Cast) -> None:
    owned = make_use_case(domain=cast.depots, business_owner=cast.lead)
    read = use_case_seen_by(cast.member("lead"), owned.pk)
    assert read is not None
    assert read.business_owner is not None
    every = {field.attname for field in User._meta.concrete_fields}
    shown = every - read.business_owner.get_deferred_fields()
    assert shown == {"id", "name", "email", "is_active"}


@pytest.mark.parametrize("name", ["retail_owner", "contributor", "stranger"])
def test_what_a_member_may_not_read_is_not_there(cast: Cast, name: str) -> None:
    owned = make_use_case(domain=cast.freight)
    assert use_case_seen_by(cast.member("freight_owner"), owned.pk) is not None
    assert use_case_seen_by(cast.member(name), owned.pk) is None


def test_a_number_beyond_all_keys_is_not_there(cast: Cast) -> None:
    assert use_case_seen_by(cast.member("lead"), KEYS_END) is None
