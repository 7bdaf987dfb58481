"""Two people who write in the same moment: one of them is refused, and neither sees an error."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from portal.domain.roles import Role
from portfolio.models import UseCase
from portfolio.services import use_case_faults
from portfolio.services.use_case_checks import ReferenceTaken
from portfolio.services.use_cases import change_use_case, register_use_case
from tests.builders import NOW, grant, make_domain, make_root, make_user, member
from tests.conftest import Cast
from tests.portfolio.services.test_use_cases import entries, register, said

LATER = NOW + timedelta(days=1)


def miss_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first look at references see nothing, as when another one commits right after it."""
    monkeypatch.setattr(use_case_faults, "check_reference", lambda _values, *, but=None: None)


def test_a_reference_taken_in_the_same_moment_is_refused_as_well(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(cast, source="register", external_reference="A-1")
    before = (UseCase.objects.count(), UseCase.history.count(), entries())
    miss_once(monkeypatch)
    with pytest.raises(ReferenceTaken) as caught:
        register(cast, source="register", external_reference="A-1")
    assert list(caught.value.fields) == ["external_reference"]
    assert (UseCase.objects.count(), UseCase.history.count(), entries()) == before


def test_a_change_to_a_reference_taken_in_the_same_moment_is_refused_as_well(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(cast, source="register", external_reference="A-1")
    use_case = register(cast, source="register", external_reference="A-2")
    before = entries()
    miss_once(monkeypatch)
    with pytest.raises(ReferenceTaken):
        change_use_case(
            use_case,
            said(cast.freight, source="register", external_reference="A-1"),
            version=1,
            by=cast.member("lead"),
            at=LATER,
        )
    row = UseCase.objects.get(pk=use_case.pk)
    assert (row.external_reference, row.version) == ("A-2", 1)
    assert entries() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_of_two_who_give_a_reference_at_once_one_is_refused() -> None:
    domain = make_domain("Freight")
    person = make_user("Lead")
    grant(person, Role.COE_LEAD, make_root())
    by, start = member(person), Barrier(2)

    def give(_number: int) -> str:
        try:
            start.wait(10)
            register_use_case(
                said(domain, source="register", external_reference="A-1"), by=by, at=NOW
            )
        except ReferenceTaken:
            return "refused"
        finally:
            connections.close_all()
        return "registered"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, range(2))) == ["refused", "registered"]
    assert UseCase.objects.count() == 1
