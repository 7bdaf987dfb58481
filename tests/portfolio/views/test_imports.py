"""The pages of an import: upload, check, import, and who sees them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.domain.jobs import JobState
from portal.models import Domain, Job
from portal.tasks import work_once
from portfolio.models import ImportRun, UseCase
from tests.conftest import Cast

PAGE = "/portfolio/use-cases/imports/"
LIST = b"Title,Domain,Stage,Vendor\nPlan yard moves,Freight,Pilot,In house\nSort,Claims,Idea,\n"
BAD = LIST + b"Route vans,Freight,Someday,\n"
LARGE = LIST + b"".join(b"Row %d,Freight,Idea,%s\n" % (n, b"x" * 60) for n in range(800))


def send(client: Client, domain: Domain, content: bytes = LIST, **more: Any) -> Any:
    file = SimpleUploadedFile(more.pop("name", "list.csv"), content)
    return client.post(PAGE, {"file": file, "domain": domain.pk} | more)


def run_url(cast: Cast, content: bytes = LIST, **more: Any) -> str:
    return checked(cast.client("lead"), cast.root, content, **more)


def checked(client: Client, domain: Domain, content: bytes = LIST, **more: Any) -> str:
    """Upload a file, take its table, columns and words as they are, and have it checked."""
    table: str = send(client, domain, content, **more).url
    url = table.removesuffix("table/")
    client.post(f"{url}check/")
    return url


def test_the_form_offers_the_domains_into_which_one_may_import(cast: Cast) -> None:
    text = cast.client("freight_owner").get(PAGE).text
    assert f'<option value="{cast.freight.pk}">' in text
    assert f'<option value="{cast.retail.pk}">' not in text
    assert '<option value="federal_inventory_2024">Federal inventory 2024</option>' in text
    assert 'enctype="multipart/form-data"' in text
    assert "Earlier imports" not in text


def test_a_list_is_uploaded_checked_and_imported(cast: Cast) -> None:
    client = cast.client("lead")
    url = checked(client, cast.root)
    text = client.get(url).text
    for words in (
        "What will happen",
        "<b>new</b> use cases",
        "Plan yard moves",
        "1 more column is kept as a detail",
        "Import 2 rows",
        "<b>domain</b> is added",
        "<li>Claims</li>",
    ):
        assert words in text
    assert UseCase.objects.count() == 0

    assert client.post(f"{url}commit/").url == url
    text = client.get(url).text
    assert "On its way" in text
    assert f'<a href="{url}">' in text
    work_once()
    text = client.get(url).text
    assert "What happened" in text
    assert '?source=spreadsheet">See the use cases of this source' in text
    assert UseCase.objects.count() == 2
    assert "Plan yard moves" in client.get("/portfolio/use-cases/?source=spreadsheet").text
    assert "Imported" in client.get(PAGE).text


def test_a_large_list_is_checked_while_the_page_says_how_far_it_is(cast: Cast) -> None:
    client = cast.client("lead")
    url = checked(client, cast.root, LARGE)
    job = Job.objects.get()
    text = client.get(url).text
    assert f'hx-get="/jobs/{job.pk}/"' in text
    assert "Import 802 rows" not in text
    work_once()
    assert "Import 802 rows" in client.get(url).text


def test_errors_are_listed_with_row_and_column_and_keep_everything_out(cast: Cast) -> None:
    url = run_url(cast, BAD)
    client = cast.client("lead")
    text = client.get(url).text
    assert "“Someday” is not a known stage." in text
    assert "of 3 rows <b>has errors</b>" in text
    assert "Check again" in text
    assert "commit/" not in text
    answer = client.post(f"{url}commit/")
    assert answer.status_code == 409
    assert UseCase.objects.count() == 0
    assert "Has errors" in client.get(PAGE).text


def test_beside_each_error_stands_where_to_mend_it(cast: Cast) -> None:
    url = run_url(cast, b"Title,Domain,Stage,Cost\nPlan,Freight,Someday,much\n,Freight,Idea,1\n")
    text = cast.client("lead").get(url).text
    assert f'<td><a href="{url}words/">Words</a></td>' in text
    assert f'<td><a href="{url}columns/">Columns</a>, or the file</td>' in text
    assert "<td>The file</td>" in text
    assert "What would happen" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Title,Stage\na,b\n", "<b>row has errors</b>, the only one"),
        (b"Title,Stage\na,b\nc,d\n", "of 2 rows <b>have errors</b>"),
    ],
)
def test_how_many_rows_have_errors_reads_as_a_sentence(
    cast: Cast, content: bytes, words: str
) -> None:
    assert words in cast.client("lead").get(run_url(cast, content)).text


def test_the_first_rows_show_amounts_as_they_will_be_stored(cast: Cast) -> None:
    content = b"Title,Domain,Planned cost,Effort\nPlan,Freight,EUR 5m,1200\nSort,Freight,,\n"
    client = cast.client("lead")
    url = run_url(cast, content)
    text = client.get(url).text
    assert '<th scope="col" class="n">Planned cost</th>' in text
    assert "Planned benefit" not in text
    cost, effort = '<td class="n" data-label="Planned cost">', 'data-label="Effort in weeks">'
    assert f'{cost}€5,000,000</td><td class="n" {effort}1,200</td></tr>' in text
    assert f'{cost}–</td><td class="n" {effort}–</td></tr>' in text
    client.post(f"{url}commit/")
    work_once()
    stored = UseCase.objects.order_by("title").values_list("planned_cost", "effort_weeks")
    assert list(stored) == [(5_000_000, 1_200), (None, None)]


def test_a_source_that_nobody_named_is_said_in_words(cast: Cast) -> None:
    client = cast.client("lead")
    assert "<dd>Lists of the whole enterprise</dd>" in client.get(run_url(cast)).text
    url = checked(client, cast.freight, b"Title\nPlan\n")
    assert "<dd>Lists of Freight</dd>" in client.get(url).text


def test_errors_come_as_a_file_without_formulas(cast: Cast) -> None:
    url = run_url(cast, b"Title,Domain,=Stage\n=1+1,Freight,Idea\n,Freight,Idea\n")
    answer = cast.client("lead").get(f"{url}errors/")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines == ["Row,Column,What is wrong", "3,Title,The title is missing."]
    assert answer["Content-Disposition"].startswith("attachment")
    ImportRun.objects.update(
        report={"read": 1, "errors": [{"row": 2, "column": "=cmd", "message": "@x"}]}
    )
    lines = b"".join(cast.client("lead").get(f"{url}errors/")).decode("utf-8-sig").splitlines()
    assert lines[1] == "2,'=cmd,'@x"


def test_notes_stand_apart_from_errors(cast: Cast) -> None:
    url = run_url(cast, b"Title,Domain\nPlan,Freight\nPlan,Freight\nSort,Freight,stray\n")
    text = cast.client("lead").get(url).text
    assert "Notes, for you to look at" in text
    assert "A note is no error: it keeps nothing out." in text
    assert "Rows 2 and 3 say the same in every cell" in text
    assert "“stray” stands beneath no column name and is left out." in text
    assert "What to mend" not in text
    assert "Import 3 rows" in text


def test_new_domains_are_listed_by_their_paths_with_what_they_resemble(cast: Cast) -> None:
    url = run_url(cast, b"Title,Domain\nPlan,Retail > Online\nSort,Frieght\n")
    client = cast.client("lead")
    listed = (
        "<li>Frieght</li>",
        "<li>Retail › Online</li>",
        "Frieght is a new domain, and there is Freight already.",
    )
    text = client.get(url).text
    for words in listed:
        assert text.count(words) == 1
    client.post(f"{url}commit/")
    work_once()
    text = client.get(url).text
    for words in listed[:2]:
        assert words in text


def test_a_domain_owner_is_told_of_a_missing_domain_with_the_nearest_name(cast: Cast) -> None:
    client = cast.client("freight_owner")
    text = client.get(checked(client, cast.freight, b"Title,Domain\nPlan,Depot\n")).text
    assert (
        "There is no domain “Depot” beneath Freight. A CoE lead or an administrator can add it. "
        "The nearest name there is: Freight › Depots."
    ) in text
    assert "commit/" not in text


def test_columns_without_a_meaning_are_named_once(cast: Cast) -> None:
    text = cast.client("lead").get(run_url(cast)).text
    words = "1 column means nothing to the portal and is kept as a detail: “Vendor”."
    assert text.count(words) == 1


def test_only_the_first_hundred_errors_are_shown(cast: Cast) -> None:
    content = b"Title,Domain,Stage\n" + b"A,Freight,Odd\n" * 130
    text = cast.client("lead").get(run_url(cast, content)).text
    assert text.count("“Odd” is not a known stage.") == 100
    assert "30 more are in the CSV file." in text


def test_a_file_can_be_checked_again(cast: Cast) -> None:
    url = run_url(cast, BAD)
    client = cast.client("lead")
    assert client.post(f"{url}check/").url == url
    assert "On its way" in client.get(url).text
    work_once()
    assert "“Someday” is not a known stage." in client.get(url).text


def test_a_file_that_brings_nothing_new_says_so(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(f"{run_url(cast)}commit/")
    work_once()
    text = client.get(run_url(cast)).text
    assert "Everything in this file is here already." in text
    assert "commit/" not in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“list.csv” is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is a workbook in the old .xls format."),
        (b"PK\x03\x04 cut off", "The workbook is damaged"),
        (b"Title,Domain\n", "has no rows below them"),
        (b"a" * (10 * 1024 * 1024 + 1), "files of up to 10 MB can be imported"),
    ],
    ids=["empty", "xls", "truncated", "no rows", "oversized"],
)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_is_not_kept(
    cast: Cast, content: bytes, sentence: str
) -> None:
    answer = send(cast.client("lead"), cast.root, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert (ImportRun.objects.count(), Job.objects.count()) == (0, 0)


def test_an_oversized_file_is_never_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_args: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("portfolio.forms.imports.ImportForm.as_input", read)
    answer = send(cast.client("lead"), cast.root, b"a" * (10 * 1024 * 1024 + 1))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"file": ""}, "Choose a file."),
        ({"domain": "999999"}, "Choose a domain into which you may import."),
        ({"mapping": "unheard"}, "Choose one of the answers under"),
        (
            {"mapping_file": SimpleUploadedFile("m.toml", b"source = ")},
            "The mapping file is not valid TOML",
        ),
        (
            {"mapping_file": SimpleUploadedFile("m.toml", b"x" * (256 * 1024 + 1))},
            "A mapping file has at most 256 kB.",
        ),
    ],
    ids=["no file", "foreign domain", "unknown mapping", "broken mapping", "huge mapping"],
)
def test_what_is_missing_is_said_beside_its_field(
    cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    client = cast.client("lead")
    data = {"file": SimpleUploadedFile("list.csv", LIST), "domain": cast.root.pk} | fields
    answer = client.post(PAGE, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not ImportRun.objects.exists()


def test_an_own_mapping_file_goes_first(cast: Cast) -> None:
    mapping = SimpleUploadedFile(
        "m.toml", b'source = "yards"\n[columns]\ntitle = "Vendor"\noutcome = "Title"\n'
    )
    content = b"Title,Vendor\nFewer moves,Yard plan\n"
    url = run_url(cast, content, mapping_file=mapping, mapping="federal_inventory_2024")
    text = cast.client("lead").get(url).text
    assert "Own mapping" in text
    assert "<dd>Yards</dd>" in text


def test_a_shipped_mapping_comes_as_a_file_to_start_from(cast: Cast) -> None:
    answer = cast.client("freight_owner").get(f"{PAGE}mappings/federal_inventory_2024/")
    assert answer["Content-Disposition"] == 'attachment; filename="federal_inventory_2024.toml"'
    assert b'source = "us-federal-inventory-2024"' in answer.content
    assert cast.client("lead").get(f"{PAGE}mappings/unheard/").status_code == 404


def test_a_large_file_without_titles_goes_back_to_its_columns(cast: Cast) -> None:
    url = run_url(cast, b"Colour,Hue\n" + b"1,2\n" * 20_000)
    client = cast.client("lead")
    work_once()
    assert client.get(url).url == f"{url}table/"
    assert "No column holds the title." in client.get(f"{url}table/").text
    answer = client.post(f"{url}columns/", {"column_0": "detail", "column_1": "domain"})
    assert answer.status_code == 422
    assert "Choose the column that holds the title." in answer.text


def test_a_job_that_gave_up_can_be_started_again_by_a_button(cast: Cast) -> None:
    url = run_url(cast)
    client = cast.client("lead")
    client.post(f"{url}commit/")
    Job.objects.update(state=JobState.FAILED, error="Gave up after 5 attempts: OSError.")
    text = client.get(url).text
    assert "Gave up after 5 attempts: OSError." in text
    assert f'action="{url}commit/"' in text
    client.post(f"{url}commit/")
    work_once()
    assert UseCase.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("executive", 403),
        ("board", 403),
        ("administrator", 404),
        ("contributor", 404),
        ("stranger", 404),
        ("lead", 200),
        ("freight_owner", 200),
    ],
)
def test_who_may_open_the_form(cast: Cast, name: str, status: int) -> None:
    client = cast.client(name)
    assert client.get(PAGE).status_code == status
    if status != 200:
        assert send(client, cast.freight).status_code == status
        assert not ImportRun.objects.exists()


def test_an_upload_is_seen_by_its_owner_and_the_centre_and_an_auditor_alone(cast: Cast) -> None:
    owner = cast.client("freight_owner")
    url = checked(owner, cast.freight, b"Title\nPlan\n")
    assert owner.get(url).status_code == 200
    assert cast.client("lead").get(url).status_code == 200
    assert "commit/" not in cast.client("lead").get(url).text
    for name in ("lead", "auditor"):
        assert cast.client(name).get(f"{url}errors/").status_code == 200
        assert cast.client(name).post(f"{url}commit/").status_code == 403
    for name in ("retail_owner", "executive", "administrator", "stranger"):
        client = cast.client(name)
        assert client.get(url).status_code == 404, name
        assert client.get(f"{url}errors/").status_code == 404, name
        for step in ("commit", "check"):
            assert client.post(f"{url}{step}/").status_code == 404, name
    assert Client().get(url).status_code == 302
    assert UseCase.objects.count() == 0


def test_an_upload_that_was_dropped_is_gone(cast: Cast) -> None:
    url = run_url(cast)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=2))
    run_url(cast)
    assert cast.client("lead").get(url).status_code == 404


def test_pages_take_few_statements_however_long_the_file(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("lead")
    for content in (LIST, LIST + b"Row,Freight,Idea,\n" * 300):
        url = checked(client, cast.root, content)
        with django_assert_max_num_queries(10):
            client.get(url)
        with django_assert_max_num_queries(10):
            client.get(PAGE)
