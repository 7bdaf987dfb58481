"""The overview: every number on it leads to exactly the rows it counts."""

import pytest

from portfolio.domain.stages import Stage
from portfolio.models import UseCase
from portfolio.services.roadmap_items import add_use_cases
from portfolio.services.roadmaps import plan
from tests.builders import NOW, make_scored, make_use_case
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import make_roadmap, published, scored

pytestmark = pytest.mark.django_db


def fill(cast: Cast, *, times: int = 1) -> None:
    for time in range(times):
        make_scored(2 * time + 1, domain=cast.freight, bucket="efficiency", quadrant="do_now")
        make_scored(2 * time + 2, domain=cast.depots, bucket="transformation", quadrant="park")
        make_use_case(domain=cast.retail, stage=Stage.PRODUCTION)


def test_the_lead_reads_the_whole_portfolio(cast: Cast) -> None:
    fill(cast)
    page = cast.client("lead").get("/").context["page"]
    assert (page.total.count, page.scored.count, page.in_production.count) == (3, 2, 1)
    assert page.lead == (
        "Of 3 use cases, 2 are scored; 1 is ready to do now and not in production yet."
    )


def test_numbers_of_the_lead_are_written_as_everywhere(cast: Cast) -> None:
    UseCase.objects.bulk_create(
        UseCase(domain=cast.retail, title=f"Price {number}", created_at=NOW, updated_at=NOW)
        for number in range(1234)
    )
    make_scored(1, domain=cast.freight, quadrant="do_now")
    page = cast.client("lead").get("/").context["page"]
    assert page.lead.startswith("Of 1,235 use cases, 1 are scored;")


@pytest.mark.parametrize(
    ("ideas", "live", "told"),
    [
        (1, 2, "2 have reached production, 1 waits as an idea."),
        (2, 1, "2 wait as ideas, 1 has reached production."),
    ],
)
def test_one_idea_waits_and_two_wait(ideas: int, live: int, told: str, cast: Cast) -> None:
    for stage, count in ((Stage.IDEA, ideas), (Stage.PRODUCTION, live)):
        for _time in range(count):
            make_use_case(domain=cast.retail, stage=stage)
    page = cast.client("lead").get("/").context["page"]
    assert page.funnel.finding.text == told


def test_the_table_of_stages_has_no_times_where_none_are_kept(cast: Cast) -> None:
    fill(cast)
    table = cast.client("lead").get("/").context["funnel"].table
    assert [column.head for column in table.columns] == ["Stage", "Use cases"]


@pytest.mark.parametrize("stage", [Stage.PRODUCTION, Stage.ON_HOLD, Stage.REJECTED])
def test_what_is_done_or_put_aside_is_not_ready_to_do_now(stage: Stage, cast: Cast) -> None:
    make_scored(1, domain=cast.freight, quadrant="do_now", stage=Stage.PILOT)
    make_scored(2, domain=cast.freight, quadrant="do_now", stage=stage)
    page = cast.client("lead").get("/").context["page"]
    assert page.ready.count == 1


def test_use_cases_without_a_rank_wait_for_whoever_may_rate_them(cast: Cast) -> None:
    make_use_case(domain=cast.retail)
    what = [each.what for each in cast.client("retail_owner").get("/").context["page"].waiting]
    assert what == ["Rate 1 use case"]
    assert not cast.client("auditor").get("/").context["page"].waiting


def test_an_owner_is_told_of_the_roadmap_above_that_holds_their_use_cases(cast: Cast) -> None:
    lead = cast.member("lead")
    use_case = scored("Price match", 80, domain=cast.retail)
    roadmap = make_roadmap(lead, domain=cast.root)
    roadmap = add_use_cases(roadmap, [use_case], version=roadmap.version, by=lead, at=NOW)
    client = cast.client("retail_owner")
    assert client.get("/").context["page"].planned_above == ""
    published(plan(roadmap, version=roadmap.version, by=lead, at=NOW), lead)
    told = client.get("/").context["page"].planned_above
    assert told == f"1 of your use cases stands on Roadmap 2026, which {cast.root.name} publishes."
    assert told in client.get("/portfolio/roadmaps/").text
    assert cast.client("freight_owner").get("/").context["page"].planned_above == ""


def test_an_owner_reads_only_their_branch(cast: Cast) -> None:
    fill(cast)
    page = cast.client("retail_owner").get("/").context["page"]
    assert (page.total.count, page.scored.count, page.in_production.count) == (1, 0, 1)


@pytest.mark.parametrize("who", ["lead", "freight_owner", "retail_owner", "auditor"])
def test_every_count_equals_the_list_it_leads_to(who: str, cast: Cast) -> None:
    fill(cast, times=2)
    client = cast.client(who)
    page = client.get("/").context["page"]
    counted = [page.total, page.scored, page.ready, page.in_production]
    counted += [cell for line in page.buckets for cell in (line.total, *line.quadrants)]
    counted += [stage for stage in page.funnel.stages if stage.count]
    counted += list(page.exceptions)
    for each in counted:
        assert client.get(each.url).context["page"].paginator.count == each.count, each


def test_the_overview_costs_the_same_however_many_use_cases_there_are(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = cast.client("lead")
    fill(cast)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get("/")
    fill(cast, times=30)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get("/")


def test_a_contributor_lands_on_their_answers(cast: Cast) -> None:
    assert cast.client("contributor").get("/")["Location"] == "/answers/"


def test_an_administrator_lands_on_people(cast: Cast) -> None:
    assert cast.client("administrator").get("/")["Location"] == "/people/"


def test_a_stranger_is_told_whom_to_ask(cast: Cast) -> None:
    assert "Ask an administrator" in cast.client("stranger").get("/").text
