"""The pages of use cases: list, export, registration, change, detail, stage, archive, search."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.models import LedgerEntry
from portfolio.models import UseCase
from portfolio.services.use_case_inputs import UseCaseInput
from portfolio.services.use_cases import register_use_case
from tests.builders import NOW, make_scored, make_use_case
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"
HIDDEN = {"csrfmiddlewaretoken", "kept_for", "draft", "draft_version"}
HTMX = {"headers": {"HX-Request": "true"}}


def said(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Dock scheduling",
        "outcome": "Trailers wait half as long.",
        "domain": cast.freight.pk,
        "stage": "idea",
    } | fields


def page(response: Any) -> str:
    return response.content.decode()


def rows_of(response: Any) -> list[str]:
    return re.findall(r'class="st-table__name" href="[^"]+">([^<]+)<', page(response))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("executive", 200),
        ("lead", 200),
        ("freight_owner", 200),
        ("board", 200),
        ("auditor", 200),
        ("contributor", 404),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_the_list(cast: Cast, name: str, status: int) -> None:
    client = cast.client(name)
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}export/csv/").status_code == status


def test_a_visitor_signs_in_first(cast: Cast) -> None:
    response = Client().get(LIST)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={LIST}")


def test_the_list_shows_rank_ties_scores_and_owners(cast: Cast) -> None:
    make_scored(
        3, low=2, high=5, title="Yard & dock plan", domain=cast.freight, business_owner=cast.lead
    )
    html = page(cast.client("lead").get(LIST))
    assert '<td class="n is-wide">2–5</td>' in html
    assert "Yard &amp; dock plan" in html
    assert '<span class="st-strong">97</span>' in html
    assert 'title="Business owner: Lead"' in html
    assert "Data owner vacant" in html


def test_the_doors_to_registration_are_shown_to_those_who_may_use_them(cast: Cast) -> None:
    url = reverse("portfolio:use-case-create")
    assert f'href="{url}"' in page(cast.client("freight_owner").get(LIST))
    assert f'href="{url}"' not in page(cast.client("auditor").get(LIST))


def test_htmx_gets_the_rows_alone_and_a_plain_request_the_page(cast: Cast) -> None:
    make_use_case(title="Yard plan")
    part = cast.client("lead").get(LIST, **HTMX)
    whole = cast.client("lead").get(LIST)
    assert "<html" not in page(part)
    assert rows_of(part) == rows_of(whole) == ["Yard plan"]
    assert "HX-Request" in part["Vary"]


def test_filters_and_order_work_by_plain_links(cast: Cast) -> None:
    make_scored(1, title="First", bucket="augmentation", domain=cast.freight)
    make_scored(2, title="Second", bucket="augmentation", domain=cast.depots)
    make_scored(3, title="Third", domain=cast.freight)
    lead = cast.client("lead")
    query = f"?bucket=augmentation&domain={cast.freight.pk}&sort=-rank"
    response = lead.get(LIST + query)
    assert rows_of(response) == ["Second", "First"]
    assert "Bucket: <b>Augmentation</b>" in page(response)
    assert 'aria-sort="descending"' in page(response)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?stage=nope", "Stage: There is no “nope”. It was left out."),
        ("?domain=9999", "Domain: There is no “9999”. It was left out."),
        ("?sort=domain__path", "Order: There is no “domain__path”. It was left out."),
        ("?tier=<b>", "Risk tier: There is no “&lt;b&gt;”. It was left out."),
    ],
)
def test_an_unknown_value_is_named_and_left_out(cast: Cast, query: str, sentence: str) -> None:
    make_use_case(title="Yard plan")
    for options in ({}, HTMX):
        response = cast.client("lead").get(LIST + query, **options)
        assert response.status_code == 200
        assert sentence in page(response)
        assert rows_of(response) == ["Yard plan"]


def test_nothing_in_the_address_reaches_the_database_as_a_lookup(cast: Cast) -> None:
    make_use_case(title="Yard plan")
    response = cast.client("lead").get(LIST + "?created_by__password__startswith=a&pk=0&page=x")
    assert rows_of(response) == ["Yard plan"]


def test_a_domain_one_may_not_see_is_no_choice(cast: Cast) -> None:
    make_use_case(domain=cast.freight)
    html = page(cast.client("freight_owner").get(f"{LIST}?domain={cast.retail.pk}"))
    assert "It was left out." in html
    assert "Retail" not in html


def test_each_empty_list_says_why(cast: Cast) -> None:
    lead = cast.client("lead")
    assert "No use cases yet" in page(lead.get(LIST))
    make_use_case(domain=cast.retail)
    assert "No use case matches" in page(lead.get(f"{LIST}?q=nothing"))
    assert "Not yours to see" in page(cast.client("freight_owner").get(LIST))


@pytest.mark.parametrize("count", [10, 200])
def test_the_list_takes_the_same_queries_at_any_length(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for rank in range(1, count + 1):
        make_scored(rank, domain=cast.freight, business_owner=cast.lead)
    client = cast.client("lead")
    with django_assert_max_num_queries(9):
        client.get(LIST)
    with django_assert_max_num_queries(6):
        client.get(f"{LIST}?bucket=efficiency&sort=-value", **HTMX)


def test_the_export_holds_the_rows_columns_and_order_of_the_list(cast: Cast) -> None:
    make_scored(2, title="=cmd()", domain=cast.freight, business_owner=cast.lead)
    make_scored(1, title="First", domain=cast.freight)
    make_use_case(title="Elsewhere", domain=cast.retail)
    query = f"?domain={cast.freight.pk}&sort=-priority"
    lead = cast.client("lead")
    response = lead.get(f"{LIST}export/csv/{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["Use case"] for row in table] == ["First", "'=cmd()"]
    assert [row["Use case"].lstrip("'") for row in table] == rows_of(lead.get(LIST + query))
    assert (table[1]["Rank"], table[1]["Priority"], table[1]["Business owner"]) == (
        "2",
        "98",
        "Lead",
    )


def test_the_spreadsheet_holds_texts_as_texts_also_once_it_is_saved_as_csv(cast: Cast) -> None:
    make_use_case(title="=1+1", domain=cast.freight)
    response = cast.client("lead").get(f"{LIST}export/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:3] == ["Rank", "Use case", "Id"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=1+1", "s")


def test_an_export_holds_what_the_member_may_see(cast: Cast) -> None:
    make_use_case(title="Theirs", domain=cast.retail)
    response = cast.client("freight_owner").get(f"{LIST}export/csv/")
    assert b"Theirs" not in b"".join(response.streaming_content)


def test_registering_leads_to_what_there_is_left_to_say(cast: Cast) -> None:
    client = cast.client("freight_owner")
    response = client.post(f"{LIST}register/", said(cast, business_owner=cast.lead.pk))
    row = UseCase.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{row.pk}/#tasks")
    assert (row.title, row.stage, row.tier, row.business_owner) == (
        "Dock scheduling",
        "idea",
        None,
        cast.lead,
    )
    html = page(client.get(f"{LIST}{row.pk}/"))
    assert 'id="tasks"' in html
    assert "0 of 8 parts" in html
    assert f'href="{LIST}{row.pk}/edit/#money"' in html
    assert f'href="{LIST}{row.pk}/rate/"' in html


def test_a_registration_asks_four_things_and_names_the_reader_as_owner(cast: Cast) -> None:
    html = page(cast.client("freight_owner").get(f"{LIST}register/"))
    asked = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', html.split("<main")[1])
    assert [name for name in asked if name not in HIDDEN] == [
        "title",
        "outcome",
        "domain",
        "business_owner",
    ]
    assert re.search(rf'<option value="{cast.freight_owner.pk}" selected>', html)


def test_who_registers_owns_what_names_nobody(cast: Cast) -> None:
    cast.client("freight_owner").post(f"{LIST}register/", said(cast))
    assert UseCase.objects.get().business_owner == cast.freight_owner


def test_what_is_left_to_say_is_shown_to_those_who_may_say_it(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, impact=2)
    url = f"{LIST}{use_case.pk}/"
    assert "Begun" in page(cast.client("freight_owner").get(url))
    assert 'id="tasks"' not in page(cast.client("auditor").get(url))
    use_case.archived_at = NOW
    use_case.save()
    assert 'id="tasks"' not in page(cast.client("freight_owner").get(url))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("lead", 200),
        ("freight_owner", 200),
        ("executive", 403),
        ("auditor", 403),
        ("stranger", 404),
    ],
)
def test_who_reaches_the_registration(cast: Cast, name: str, status: int) -> None:
    client = cast.client(name)
    assert client.get(f"{LIST}register/").status_code == status
    if status != 200:
        assert client.post(f"{LIST}register/", said(cast)).status_code == status
        assert not UseCase.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Enter a title."),
        ({"domain": "999"}, "Choose one of the domains in the list."),
        ({"business_owner": "999"}, "Choose somebody from the list."),
    ],
)
def test_a_wrong_answer_comes_back_beside_its_field_with_everything_kept(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    response = cast.client("freight_owner").post(f"{LIST}register/", said(cast, **fields))
    assert response.status_code == 422
    assert "There is a problem" in page(response)
    assert sentence in page(response)
    assert "Trailers wait half as long." in page(response)
    assert not UseCase.objects.exists()


def test_a_domain_of_somebody_else_is_not_offered(cast: Cast) -> None:
    response = cast.client("freight_owner").post(
        f"{LIST}register/", said(cast, domain=cast.retail.pk)
    )
    assert response.status_code == 422
    assert not UseCase.objects.exists()


def edit_url(use_case: UseCase) -> str:
    return f"{LIST}{use_case.pk}/edit/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"planned_cost": "-5"}, "must be 0 or more."),
        (
            {"live_on": "2026-03-01", "retired_on": "2026-02-01"},
            "It was retired before it went live.",
        ),
        ({"bucket_override": "transformation"}, "Say why it belongs in this bucket."),
    ],
)
def test_a_wrong_change_comes_back_beside_its_field_with_everything_kept(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    use_case = registered(cast)
    sent = changed(cast, 1, outcome="Nobody waits.", **fields)
    response = cast.client("freight_owner").post(edit_url(use_case), sent)
    assert response.status_code == 422
    assert "There is a problem" in page(response)
    assert sentence in page(response)
    assert "Nobody waits." in page(response)
    assert UseCase.objects.get().version == 1


def test_an_edit_says_everything_in_one_sitting(cast: Cast) -> None:
    use_case = registered(cast)
    sent = changed(
        cast,
        1,
        techniques=["vision", "nlp"],
        planned_cost="120000",
        impact="3",
        autonomy="3",
        bucket_person_does_better="yes",
    )
    response = cast.client("freight_owner").post(edit_url(use_case), sent)
    row = UseCase.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{row.pk}/")
    assert (row.tier, row.bucket, row.planned_cost) == (3, "augmentation", 120_000)


def changed(cast: Cast, version: int, **fields: Any) -> dict[str, Any]:
    return said(cast, version=version) | fields


def registered(cast: Cast) -> UseCase:
    return register_use_case(
        UseCaseInput(
            domain=cast.freight,
            title="Dock scheduling",
            outcome="Trailers wait half as long.",
            problem="Trailers queue.",
        ),
        by=cast.member("freight_owner"),
        at=NOW,
    )


def test_an_edit_starts_from_what_is_there_and_saves_what_changed(cast: Cast) -> None:
    use_case = registered(cast)
    owner = cast.client("freight_owner")
    assert "Trailers queue." in page(owner.get(edit_url(use_case)))
    response = owner.post(
        edit_url(use_case), changed(cast, 1, title="Dock plan", problem="Queues.")
    )
    assert response.status_code == 302
    row = UseCase.objects.get()
    assert (row.title, row.problem, row.version) == ("Dock plan", "Queues.", 2)


def test_two_people_writing_at_once_lose_nothing(cast: Cast) -> None:
    use_case = registered(cast)
    cast.client("lead").post(
        edit_url(use_case), changed(cast, 1, title="Their title", problem="Their problem.")
    )
    mine = changed(cast, 1, title="My title", problem="Trailers queue.", outcome="My outcome.")
    response = cast.client("freight_owner").post(edit_url(use_case), mine)

    html = page(response)
    assert response.status_code == 412
    assert "Lead saved it" in html
    assert 'value="My title"' in html
    assert "Their title" in html
    assert "Their problem.</textarea>" in html
    assert "Not touched, so theirs is kept" in html
    assert '<input type="hidden" name="version" value="2"' in html
    assert UseCase.objects.get().title == "Their title"

    again = mine | {"version": 2, "problem": "Their problem."}
    assert cast.client("freight_owner").post(edit_url(use_case), again).status_code == 302
    row = UseCase.objects.get()
    assert (row.title, row.problem, row.outcome) == ("My title", "Their problem.", "My outcome.")


def test_an_owner_who_left_can_be_kept_or_replaced(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, data_owner=cast.auditor)
    cast.auditor.is_active = False
    cast.auditor.save()
    html = page(cast.client("lead").get(edit_url(use_case)))
    assert f'<option value="{cast.auditor.pk}" selected>Auditor, who left</option>' in html


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("lead", 200),
        ("freight_owner", 200),
        ("executive", 403),
        ("retail_owner", 404),
        ("stranger", 404),
    ],
)
def test_who_reaches_the_edit(cast: Cast, name: str, status: int) -> None:
    use_case = make_use_case(domain=cast.freight)
    client = cast.client(name)
    assert client.get(edit_url(use_case)).status_code == status
    if status != 200:
        assert client.post(edit_url(use_case), changed(cast, 1)).status_code == status
        assert not LedgerEntry.objects.exists()


def test_the_page_of_a_use_case_tells_it_whole(cast: Cast) -> None:
    use_case = make_scored(
        1,
        title="Dock scheduling",
        domain=cast.depots,
        business_owner=cast.lead,
        impact=3,
        autonomy=3,
        tier=3,
        planned_cost=780_000,
        source="fleet register",
        external_reference="A-1",
        external_details={"Vendor": "In house"},
    )
    html = page(cast.client("lead").get(f"{LIST}{use_case.pk}/"))
    for words in (
        use_case.code,
        "Harbour group › Freight › Depots",
        "There is no data owner.",
        "Tier 3, Evidence and the board.",
        "Priority <strong>99</strong>.",
        "1st",
        "€780k",
        "fleet register",
        "In house",
    ):
        assert words in html


def test_a_source_is_told_in_words(cast: Cast) -> None:
    list_of_freight = f"spreadsheet-{cast.freight.pk}"
    told = {
        "us-federal-inventory-2024": "US federal inventory 2024",
        "spreadsheet": "Lists of the whole enterprise",
        list_of_freight: "Lists of Freight",
        f"spreadsheet-{cast.retail.pk}": "Lists of another domain",
        "fleet register": "fleet register",
    }
    client = cast.client("lead")
    for number, (source, words) in enumerate(told.items()):
        row = make_use_case(domain=cast.depots, source=source, external_reference=f"A-{number}")
        html = page(client.get(f"{LIST}{row.pk}/"))
        assert f"<dt>Imported from</dt><dd>{words}</dd>" in html
    html = page(client.get(f"{LIST}?source={list_of_freight}"))
    assert f'<option value="{list_of_freight}" selected>Lists of Freight</option>' in html
    assert "Source: <b>Lists of Freight</b>" in html


def test_a_use_case_without_scores_says_so(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    client = cast.client("lead")
    assert "It has no rank yet." in page(client.get(f"{LIST}{use_case.pk}/"))
    why = page(client.get(f"{LIST}{use_case.pk}/standing/"))
    assert "Not scored: no value criterion is rated yet." in why


def test_hostile_words_stay_words(cast: Cast) -> None:
    use_case = make_use_case(
        title="<script>alert(1)</script>",
        outcome="<img src=x>",
        external_details={"<b>": "<i>"},
        source="x",
        external_reference="1",
    )
    for url in (LIST, f"{LIST}{use_case.pk}/", f"{LIST}{use_case.pk}/edit/", "/search/?q=script"):
        html = page(cast.client("lead").get(url))
        assert "<script>alert" not in html
        assert "<img src=x>" not in html
        assert "<b>" not in html.partition("more detail")[2]


@pytest.mark.parametrize("name", ["retail_owner", "contributor", "stranger"])
def test_a_use_case_of_another_domain_does_not_exist(cast: Cast, name: str) -> None:
    use_case = make_use_case(domain=cast.freight)
    client = cast.client(name)
    assert client.get(f"{LIST}{use_case.pk}/").status_code == 404
    for action in ("stage", "archive", "restore"):
        assert client.post(f"{LIST}{use_case.pk}/{action}/").status_code == 404


@pytest.mark.parametrize("details", [0, 60])
def test_the_page_of_a_use_case_stays_within_its_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, details: int
) -> None:
    use_case = make_scored(
        1,
        domain=cast.depots,
        business_owner=cast.lead,
        external_details={str(number): "x" for number in range(details)},
    )
    client = cast.client("lead")
    with django_assert_max_num_queries(8):
        client.get(f"{LIST}{use_case.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"{LIST}{use_case.pk}/standing/", headers={"HX-Request": "true"})


def test_the_page_of_a_use_case_says_where_it_stands_and_loads_why(cast: Cast) -> None:
    use_case = make_scored(1, domain=cast.depots, title="Sort returns by photo")
    client = cast.client("lead")
    html = page(client.get(f"{LIST}{use_case.pk}/"))
    assert f'hx-get="{LIST}{use_case.pk}/standing/" hx-trigger="load"' in html
    assert f'href="{LIST}{use_case.pk}/standing/"' in html
    assert "What would move it" not in html
    whole = page(client.get(f"{LIST}{use_case.pk}/standing/"))
    assert "<title>Why this rank" in whole
    assert "Sort returns by photo" in whole
    part = page(client.get(f"{LIST}{use_case.pk}/standing/", headers={"HX-Request": "true"}))
    assert part.strip().startswith('<section class="st-panel"')
    assert "Ratings and evidence" in part


def test_a_stage_is_changed_from_the_page(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    client = cast.client("freight_owner")
    moved = {"stage": "on_hold", "reason": "No budget.", "version": 1}
    assert client.post(f"{LIST}{use_case.pk}/stage/", moved).status_code == 302
    assert UseCase.objects.get().stage == "on_hold"


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"stage": "assessed", "version": 2}, 409, "already in the stage assessed"),
        ({"stage": "production", "version": 2}, 409, "cannot go from assessed to production"),
        ({"stage": "idea", "version": 1}, 412, "Somebody changed this use case since you opened"),
        ({"stage": "", "version": 2}, 422, "There is a problem"),
    ],
)
def test_a_refused_stage_comes_back_with_what_was_typed(
    cast: Cast, said: dict[str, Any], status: int, sentence: str
) -> None:
    use_case = make_use_case(domain=cast.freight, stage="assessed", version=2)
    client = cast.client("freight_owner")
    url = f"{LIST}{use_case.pk}/stage/"
    answer = client.post(url, {**said, "reason": "The yard opens in May."})
    html = page(answer)
    assert answer.status_code == status
    assert html.count("There is a problem") == 1
    assert sentence in html
    assert "The yard opens in May." in html
    assert '<input type="hidden" name="version" value="2" id="id_version">' in html
    row = UseCase.objects.get()
    assert (row.stage, row.version, LedgerEntry.objects.count()) == ("assessed", 2, 0)


def test_a_refused_stage_that_cannot_follow_is_asked_for_anew(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    url = f"{LIST}{use_case.pk}/stage/"
    answer = cast.client("lead").post(url, {"stage": "production", "version": 1})
    assert '<option value="" selected>Choose a stage</option>' in page(answer)


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_what_changed_meanwhile_is_not_archived(cast: Cast, version: str) -> None:
    use_case = make_use_case(domain=cast.freight, version=2)
    answer = cast.client("lead").post(f"{LIST}{use_case.pk}/archive/", {"version": version})
    assert answer.status_code == 412
    assert "so it was not archived" in page(answer)
    assert '<input type="hidden" name="version" value="2">' in page(answer)
    row = UseCase.objects.get()
    assert (row.archived_at, row.version, LedgerEntry.objects.count()) == (None, 2, 0)


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_what_changed_meanwhile_is_not_restored(cast: Cast, version: str) -> None:
    use_case = make_use_case(domain=cast.freight, archived_at=NOW, version=2)
    url = f"{LIST}{use_case.pk}/restore/?version={version}"
    answer = cast.client("lead").post(url)
    assert answer.status_code == 412
    assert "so it was not restored" in page(answer)
    row = UseCase.objects.get()
    assert (row.archived_at, row.version, LedgerEntry.objects.count()) == (NOW, 2, 0)


def test_archiving_offers_to_undo_it(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, title="Dock scheduling")
    client = cast.client("freight_owner")
    response = client.post(f"{LIST}{use_case.pk}/archive/", {"version": 1}, follow=True)
    restore = f"{LIST}{use_case.pk}/restore/?version=2"
    assert f'action="{restore}"' in page(response)
    assert rows_of(response) == []
    assert "Archived" in page(client.get(f"{LIST}{use_case.pk}/"))
    client.post(restore)
    assert UseCase.objects.get().archived_at is None


@pytest.mark.parametrize("action", ["stage", "archive", "restore"])
def test_a_reader_may_not_change_what_they_see(cast: Cast, action: str) -> None:
    use_case = make_use_case(domain=cast.freight, archived_at=NOW if action == "restore" else None)
    response = cast.client("auditor").post(
        f"{LIST}{use_case.pk}/{action}/", {"stage": "assessed", "version": 1}
    )
    assert response.status_code == 403
    assert UseCase.objects.get().version == 1
    assert cast.client("auditor").get(f"{LIST}{use_case.pk}/{action}/").status_code == 405


def test_the_search_finds_use_cases_and_domains(cast: Cast) -> None:
    row = make_use_case(title="Freight forecast", domain=cast.depots)
    html = page(cast.client("lead").get("/search/?q=freight"))
    assert f"{LIST}{row.pk}/" in html
    assert f"?domain={cast.freight.pk}" in html


def test_the_search_of_another_domain_finds_the_entry_and_no_more(cast: Cast) -> None:
    row = make_use_case(title="Freight forecast", domain=cast.depots)
    other = cast.client("retail_owner")
    html = page(other.get("/search/?q=freight"))
    assert f"/portfolio/register/{row.pk}/" in html
    assert f"{LIST}{row.pk}/" not in html
    assert "?domain=" not in html
    UseCase.objects.update(listing="domain", listing_reason="A bid")
    html = page(other.get("/search/?q=freight"))
    assert "Freight forecast" not in html
    assert "Nothing found" in html


def test_the_search_without_a_word_asks_for_one(cast: Cast) -> None:
    make_use_case(title="Freight forecast")
    html = page(cast.client("lead").get("/search/"))
    assert "Type a word" in html
    assert "Freight forecast" not in html
