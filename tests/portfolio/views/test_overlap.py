"""The pages of overlap: the queue, one pair, what is near a use case, and the question."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.models import Job
from portfolio.domain.overlap import ReviewState
from portfolio.models import JoinedRegistration, OverlapPair, UseCase, UseCaseLink
from portfolio.services.overlap import link_pair, tell_apart
from portfolio.services.overlap_runs import compare_portfolio
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, SLOTS_AGAIN, found_pair

pytestmark = pytest.mark.django_db
LIST = reverse("portfolio:overlap-list")
CREATE = reverse("portfolio:use-case-create")


@pytest.fixture
def pair(cast: Cast) -> OverlapPair:
    return found_pair(cast.freight, cast.retail)


def at(pair: OverlapPair) -> str:
    return reverse("portfolio:overlap-pair", args=[pair.pk])


def body(response: Any) -> str:
    return response.content.decode()


def test_the_queue_shows_both_sides_and_why(pair: OverlapPair, cast: Cast) -> None:
    page = body(cast.client("lead").get(LIST))
    for told in ("Dynamic delivery slots", "Dynamic delivery time slots", "Freight", "Retail"):
        assert told in page
    assert "delivery, dynamic, slots" in page
    assert "Likely the same" in page
    assert at(pair) in page
    assert "Compare now" in page


def test_the_queue_is_cut_by_its_filters_and_tabs(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("lead")
    assert at(pair) not in body(client.get(LIST, {"band": "look"}))
    assert "No pair matches" in body(client.get(LIST, {"band": "look"}))
    assert at(pair) in body(client.get(LIST, {"across": "yes", "domain": cast.retail.pk}))
    assert at(pair) not in body(client.get(LIST, {"state": "merged"}))
    assert at(pair) in body(client.get(LIST, {"state": "nonsense"}))


def test_htmx_gets_the_rows_alone(pair: OverlapPair, cast: Cast) -> None:
    part = body(cast.client("lead").get(LIST, headers={"HX-Request": "true"}))
    assert at(pair) in part
    assert "<html" not in part


def test_an_empty_queue_says_why(cast: Cast) -> None:
    assert "Not compared yet" in body(cast.client("lead").get(LIST))
    compare_portfolio(at=NOW)
    assert "Nothing to review" in body(cast.client("lead").get(LIST))


def test_a_reader_sees_a_pair_and_no_form(pair: OverlapPair, cast: Cast) -> None:
    page = body(cast.client("executive").get(at(pair)))
    assert "Side by side" in page
    assert "You may read this pair, not decide it." in page
    assert "Record decision" not in page


def test_deciding_leads_to_the_next_pair_and_can_be_undone(pair: OverlapPair, cast: Cast) -> None:
    one, two = make_use_case(domain=cast.depots, **RAIL), make_use_case(domain=cast.depots, **RAIL)
    compare_portfolio(at=NOW)
    after = OverlapPair.objects.get(first=one, second=two)
    client = cast.client("lead")
    sent = {"decision": "not_same", "reason": "Parcels, not pallets.", "version": pair.version}
    response = client.post(at(pair), sent)
    assert response.headers["Location"] == at(after)
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == ("not_same", "Parcels, not pallets.")
    undo = reverse("portfolio:overlap-take-back", args=[pair.pk])
    assert f"{undo}?version={pair.version}" in body(client.get(at(after)))
    assert client.post(f"{undo}?version={pair.version}").status_code == 302
    pair.refresh_from_db()
    assert pair.state == ReviewState.OPEN


@pytest.mark.parametrize(
    ("decision", "state", "archived"),
    [
        ("keep_first", "merged", "second"),
        ("keep_second", "merged", "first"),
        ("link", "linked", ""),
    ],
)
def test_every_decision_does_what_its_card_says(
    decision: str, state: str, archived: str, pair: OverlapPair, cast: Cast
) -> None:
    response = cast.client("lead").post(at(pair), {"decision": decision, "version": 1})
    assert response.headers["Location"] == LIST
    pair.refresh_from_db()
    assert pair.state == state
    gone = UseCase.objects.filter(archived_at__isnull=False).values_list("pk", flat=True)
    assert list(gone) == ([getattr(pair, archived).pk] if archived else [])


def test_a_form_that_lacks_something_comes_back_as_it_was(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("lead")
    response = client.post(at(pair), {"decision": "not_same", "version": 1})
    assert response.status_code == 422
    assert "Say what makes it different." in body(response)
    response = client.post(at(pair), {"version": 1})
    assert "Choose what they are." in body(response)
    assert OverlapPair.objects.get().state == ReviewState.OPEN


def test_a_pair_that_changed_meanwhile_comes_back_with_what_was_said(
    pair: OverlapPair, cast: Cast
) -> None:
    sent = {"decision": "link", "reason": "Same data.", "version": 9}
    response = cast.client("lead").post(at(pair), sent)
    assert response.status_code == 412
    assert "This pair changed since you opened it" in body(response)
    assert "Same data." in body(response)
    assert 'name="version" value="1"' in body(response)


def test_a_side_one_may_not_archive_is_offered_with_the_reason(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.depots)
    page = body(cast.client("freight_owner").get(at(pair)))
    assert "You may not change the other one" not in page
    assert page.count('name="decision"') == 4


def test_what_a_pair_was_decided_stands_on_its_page(pair: OverlapPair, cast: Cast) -> None:
    lead = cast.member("lead")
    tell_apart(pair, reason="Parcels, not pallets.", version=1, by=lead, at=NOW)
    page = body(cast.client("executive").get(at(pair)))
    assert "Parcels, not pallets." in page
    assert "Take back" not in page
    assert "Take back" in body(cast.client("lead").get(at(pair)))


def test_an_owner_proposes_and_the_other_owner_settles_it(pair: OverlapPair, cast: Cast) -> None:
    freight, retail = cast.client("freight_owner"), cast.client("retail_owner")
    page = body(freight.get(at(pair)))
    assert "You speak for your side. The owner of Retail and the CoE leads see" in page
    assert "Record decision" not in page
    assert reverse("portfolio:register-entry", args=[pair.second_id]) in page
    assert reverse("portfolio:use-case-detail", args=[pair.second_id]) not in page
    assert freight.post(at(pair), {"proposal": "not_same", "version": 1}).status_code == 422
    assert freight.post(at(pair), {"version": 1}).status_code == 422
    stale = freight.post(at(pair), {"proposal": "link", "version": 7, "reason": "Same data."})
    assert stale.status_code == 412
    assert "Same data." in body(stale)
    sent = freight.post(at(pair), {"proposal": "link", "version": 1, "reason": "Same data."})
    assert sent.headers["Location"] == at(pair)
    page = body(freight.get(at(pair)))
    assert "Proposed so far" in page
    assert "Withdraw proposal" in page
    page = body(retail.get(at(pair)))
    assert "The other side proposes this. Saying the same settles it." in page
    assert "Freight owner" not in page
    assert "Withdraw proposal" not in page
    assert "Freight owner" in body(cast.client("lead").get(at(pair)))
    assert "1 proposal waits for what you say" in body(cast.client("lead").get(LIST))
    done = retail.post(at(pair), {"proposal": "link", "version": 2}, follow=True)
    assert "both agree, linked" in body(done)
    assert OverlapPair.objects.get().state == ReviewState.LINKED


def test_a_proposal_is_withdrawn_on_the_page(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("freight_owner")
    client.post(at(pair), {"proposal": "keep_second", "version": 1})
    url = reverse("portfolio:overlap-withdraw", args=[pair.pk])
    assert client.post(url, {"version": 1}).status_code == 412
    assert client.post(url, {"version": 2}).headers["Location"] == at(pair)
    assert not OverlapPair.objects.get().is_proposed


def test_the_queue_of_an_owner_says_what_its_figures_leave_out(
    pair: OverlapPair, cast: Cast
) -> None:
    page = body(cast.client("freight_owner").get(LIST))
    assert at(pair) in page
    assert "entry only" in page
    assert "1 more open pair reaches into a domain" in page
    assert "over 2 use cases" not in page
    assert "over 2 use cases" in body(cast.client("lead").get(LIST))


def test_comparing_now_asks_for_one_job(cast: Cast) -> None:
    client = cast.client("lead")
    for _n in range(2):
        assert client.post(reverse("portfolio:overlap-compare")).headers["Location"] == LIST
    assert Job.objects.get().kind == "portfolio.compare"


def test_the_page_of_a_use_case_loads_what_is_near_it(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("lead")
    near = reverse("portfolio:use-case-similar", args=[pair.first_id])
    detail = reverse("portfolio:use-case-detail", args=[pair.first_id])
    assert f'hx-get="{near}"' in body(client.get(detail))
    assert f'href="{near}"' in body(client.get(detail))
    link_pair(pair, version=1, by=cast.member("lead"), at=NOW, reason="Same data.")
    part = body(client.get(near, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "Linked with" in part
    assert "Dynamic delivery time slots" in part
    assert "<html" in body(client.get(near))


def test_a_title_being_typed_shows_what_exists(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    url = reverse("portfolio:use-case-similar-typed")
    htmx = {"HX-Request": "true"}
    part = body(cast.client("lead").get(url, {"title": "dynamic deliv"}, headers=htmx))
    assert row.title in part
    assert body(cast.client("lead").get(url, {"title": "Rail"}, headers=htmx)).strip() == ""
    assert f'hx-get="{url}"' in body(cast.client("lead").get(CREATE))


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    return {**SLOTS_AGAIN, "domain": cast.retail.pk, "stage": "idea", **more}


def test_registering_what_exists_is_asked_about_once(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    client = cast.client("lead")
    response = client.post(CREATE, said(cast))
    assert response.status_code == 409
    page = body(response)
    for told in ("Something like this is registered already", row.code, "Join it", "Extend it"):
        assert told in page
    assert SLOTS_AGAIN["outcome"] in page
    assert UseCase.objects.count() == 1

    asked = {"overlap_asked": "1", "overlap_use_case": row.pk}
    response = client.post(CREATE, said(cast, **asked))
    assert (response.status_code, UseCase.objects.count()) == (422, 1)
    assert "Choose what yours is to it." in body(response)
    response = client.post(CREATE, said(cast, **asked, overlap_answer="different"))
    assert (response.status_code, UseCase.objects.count()) == (422, 1)
    assert "Say what makes it different." in body(response)

    sent = said(cast, **asked, overlap_answer="different", overlap_reason="Pallets, by rail.")
    response = client.post(CREATE, sent)
    new = UseCase.objects.exclude(pk=row.pk).get()
    page_of_it = reverse("portfolio:use-case-detail", args=[new.pk])
    assert response.headers["Location"] == f"{page_of_it}#tasks"
    assert OverlapPair.objects.get().reason == "Pallets, by rail."


def test_who_joins_is_led_to_what_exists(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    answer = {"overlap_asked": "1", "overlap_answer": "join", "overlap_use_case": row.pk}
    response = cast.client("lead").post(CREATE, said(cast, **answer))
    assert response.headers["Location"] == reverse("portfolio:use-case-detail", args=[row.pk])
    assert UseCase.objects.count() == 1
    assert JoinedRegistration.objects.get().domain == cast.retail


def test_who_extends_gets_a_link(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    answer = {"overlap_asked": "1", "overlap_answer": "extend", "overlap_use_case": row.pk}
    cast.client("lead").post(CREATE, said(cast, **answer))
    assert UseCaseLink.objects.get().to_case == row


def test_what_is_like_nothing_is_registered_at_once(cast: Cast) -> None:
    make_use_case(domain=cast.freight, **SLOTS)
    response = cast.client("lead").post(CREATE, said(cast, **RAIL))
    assert (response.status_code, UseCase.objects.count()) == (302, 2)


@pytest.mark.parametrize("count", [2, 12])
def test_the_number_of_queries_does_not_grow_with_the_queue(
    count: int, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make_use_case(domain=cast.freight, **SLOTS)
    compare_portfolio(at=NOW)
    for _n in range(count):
        make_use_case(domain=cast.retail, **SLOTS_AGAIN)
    compare_portfolio(at=NOW)
    for name in ("retail_owner", "lead"):
        client = cast.client(name)
        client.get(LIST)
        with django_assert_max_num_queries(15):
            client.get(LIST)
    first = OverlapPair.objects.order_by("-score", "pk").first()
    assert first is not None
    with django_assert_max_num_queries(8):
        client.get(at(first))
