"""The balance, that each of its counts leads to exactly those rows, and its target bands."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import LedgerEntry
from portfolio.domain.buckets import Bucket
from portfolio.models import BalanceTargets, UseCaseTechnique
from tests.builders import make_use_case
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed

PAGE = "/portfolio/balance/"
TARGETS = "/portfolio/balance/targets/"
API = "/api/v1/balance/"
BANDS = {
    "efficiency_low": "30",
    "efficiency_high": "50",
    "augmentation_low": "30",
    "augmentation_high": "50",
    "transformation_low": "5",
    "transformation_high": "20.5",
}


@pytest.fixture
def portfolio(cast: Cast) -> None:
    buckets = list(Bucket)
    stages = ["idea", "assessed", "approved", "pilot", "production", "retired", "on_hold"]
    for number in range(42):
        make_use_case(
            domain=(cast.root, cast.freight, cast.depots, cast.retail)[number % 4],
            bucket=buckets[number % 3],
            stage=stages[number % 7],
            planned_cost=1000 * number if number % 2 else None,
        )


def listed(client: Client, url: str) -> int:
    return int(client.get(url).context["page"].paginator.count)


@pytest.mark.parametrize("query", ["", "?domain={freight}", "?tier=1"])
def test_every_count_leads_to_exactly_as_many_rows(cast: Cast, portfolio: None, query: str) -> None:
    client = cast.client("lead")
    response = client.get(PAGE + query.format(freight=cast.freight.pk))
    context = response.context
    if not context["figure"]:
        assert "No use case matches" in response.text
        return
    entries = [entry for row in [*context["rows"], context["everything"]] for entry in row.entries]
    assert any(entry.url for entry in entries)
    for entry in entries:
        if entry.url:
            assert listed(client, entry.url) == int(entry.shown), entry.url
    assert sum(int(row.all.shown) for row in context["rows"]) == int(
        context["everything"].all.shown
    )


def test_a_domain_with_domains_beneath_it_has_a_row_of_its_own(cast: Cast, portfolio: None) -> None:
    html = unescape(cast.client("lead").get(f"{PAGE}?domain={cast.freight.pk}").text)
    assert f"{cast.freight.name} itself" in html
    assert f"domain={cast.freight.pk}&alone=yes" in html
    assert cast.depots.name in html
    assert cast.retail.name not in html.split("By domain and horizon")[1]


def test_money_says_how_much_of_it_is_known(cast: Cast, portfolio: None) -> None:
    html = cast.client("lead").get(f"{PAGE}?measure=cost").text
    assert "15 of 30 have a planned cost." in html
    assert "nobody has set any yet" in html


def test_programs_read_the_same(cast: Cast, portfolio: None) -> None:
    client = cast.client("lead")
    told = client.get(API).json()
    page = client.get(PAGE).context["found"]
    assert told["all"]["count"] == page.all.count == 30
    assert sum(cell["count"] for cell in told["cells"]) == 30
    assert [each["share"] for each in told["buckets"]] == [each.share for each in page.buckets]
    assert told["targets_version"] == 0
    assert told["crowding_out"] is None
    assert client.get(f"{API}?measure=charm").status_code == 400


def test_visible_ai_that_waits_for_data_work_is_called_out(cast: Cast) -> None:
    assessed(cast.freight, SHORT)
    for _number in range(2):
        row = make_use_case(domain=cast.freight, stage="approved", planned_cost=500)
        UseCaseTechnique.objects.create(use_case=row, technique="generative")
    client = cast.client("lead")
    html = client.get(PAGE).text
    assert "Visible AI crowds out the data work it waits for." in html
    assert "Generative and agentic use cases take 100% of the planned cost." in html
    told = client.get(API).json()["crowding_out"]
    assert (told["visible"], told["waiting"]) == (2, 2)
    assert {each["title"]: each["use_cases"] for each in told["missing"]} == {
        "data access": 2,
        "data quality": 2,
    }


def test_the_lead_sets_bands_with_a_reason_and_the_ledger_keeps_it(
    cast: Cast, portfolio: None
) -> None:
    client = cast.client("lead")
    answer = client.post(TARGETS, BANDS | {"version": "0", "reason": "Agreed in May."})
    assert (answer.status_code, answer.url) == (302, PAGE)
    row = BalanceTargets.objects.get()
    assert row.bands["transformation"] == [0.05, 0.205]
    entry = LedgerEntry.objects.latest("seq")
    assert entry.event == "portfolio.balance_targets.set"
    html = client.get(PAGE).text
    assert "Agreed in May." in html
    assert "Within its band of 30% to 50%." in html


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Say why the bands change."),
        ({"efficiency_low": "90"}, 422, "The lower end lies above the upper end."),
        ({"efficiency_low": "half"}, 422, "“Efficiency, at least” must be a number."),
        ({"efficiency_high": "140"}, 422, "“Efficiency, at most”"),
        (
            {"efficiency_low": "45", "augmentation_low": "45", "transformation_low": "15"},
            422,
            "The lower ends add up to 105%: no portfolio can hold that much.",
        ),
        ({"version": "7"}, 422, "was set since you opened this page"),
    ],
)
def test_bands_that_are_refused_change_nothing(
    cast: Cast, change: dict[str, str], status: int, sentence: str
) -> None:
    said = BANDS | {"version": "0", "reason": "Agreed."} | change
    before = LedgerEntry.objects.count()
    answer = cast.client("lead").post(TARGETS, said)
    assert answer.status_code == status
    assert sentence in unescape(answer.text)
    assert not BalanceTargets.objects.exists()
    assert LedgerEntry.objects.count() == before


def test_a_stale_change_shows_both_versions_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(TARGETS, BANDS | {"version": "0", "reason": "First."})
    mine = BANDS | {"version": "0", "reason": "Mine.", "efficiency_high": "55"}
    answer = client.post(TARGETS, mine)
    assert answer.status_code == 412
    assert 'value="55"' in answer.text
    assert BalanceTargets.objects.get().reason == "First."
    again = client.post(TARGETS, mine | {"version": "1"})
    assert again.status_code == 302
    assert BalanceTargets.objects.latest("version").bands["efficiency"] == [0.3, 0.55]


def test_programs_set_bands_with_the_version_they_read(cast: Cast) -> None:
    client = cast.client("lead")
    first = client.get(f"{API}targets/")
    assert first["ETag"] == '"0"'
    body = {"bands": first.json()["bands"], "reason": "Kept as shipped."}

    def put(data: object, **headers: str) -> int:
        answer = client.put(
            f"{API}targets/", data, content_type="application/json", headers=headers
        )
        return int(answer.status_code)

    assert put(body) == 428
    assert put(body, **{"If-Match": '"4"'}) == 412
    assert put({**body, "bands": body["bands"][:2]}, **{"If-Match": '"0"'}) == 400
    assert not BalanceTargets.objects.exists()
    assert put(body, **{"If-Match": '"0"'}) == 200
    assert BalanceTargets.objects.get().version == 1


def test_nobody_counts_use_cases_they_may_not_see(cast: Cast, portfolio: None) -> None:
    told = cast.client("retail_owner").get(API).json()
    seen = cast.client("retail_owner").get("/api/v1/use-cases/?page_size=1").json()["count"]
    assert told["all"]["count"] <= seen


def test_more_use_cases_take_no_more_queries(cast: Cast, portfolio: None) -> None:
    client = cast.client("lead")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _number in range(12):
        make_use_case(domain=cast.freight)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few) <= 15
