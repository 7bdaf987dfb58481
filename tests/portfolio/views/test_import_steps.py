"""The pages on which an upload is settled: table, columns, words, and the mapping that is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.tasks import work_once
from portfolio.models import ImportRun, SavedMapping, UseCase
from tests.conftest import Cast
from tests.portfolio.uploads import workbook

PAGE = "/portfolio/use-cases/imports/"
LIST = b"""Our list
What we want,Where,How far
Plan yard moves,Freight,up and running
Read letters,Retail,
"""


def sent(cast: Cast, content: bytes = LIST, filename: str = "list.csv") -> tuple[Client, str]:
    client = cast.client("lead")
    data = {"file": SimpleUploadedFile(filename, content), "domain": cast.root.pk}
    url: str = client.post(PAGE, data).url
    return client, url.removesuffix("table/")


def columns(*meanings: str) -> dict[str, str]:
    said = {f"column_{place}": meaning for place, meaning in enumerate(meanings)}
    return said | {"dates": "keep", "decimal_mark": ""}


def test_a_person_goes_from_the_table_to_the_import_and_back_again(cast: Cast) -> None:
    client, url = sent(cast)
    text = client.get(f"{url}table/").text
    assert '<tr aria-current="true"><td class="n st-muted">2</td>' in text
    assert 'value="2"' in text
    assert "Find out (UTF-8)" in text

    text = client.get(f"{url}columns/").text
    assert "Plan yard moves · Read letters" in text
    assert '<option value="title" selected>Title</option>' in text
    answer = client.post(f"{url}columns/", columns("title", "domain", "stage"))
    assert answer.url == f"{url}words/"

    text = client.get(answer.url).text
    assert "Stage, from “How far”" in text
    assert "2 words, 2 to choose" in text
    answer = client.post(answer.url, {"stage_0": "production", "stage_1": "idea"})
    assert answer.url == url
    text = client.get(url).text
    assert "Import 2 rows" in text
    assert f'href="{url}words/"' in text
    assert '<option value="production" selected>' in client.get(f"{url}words/").text

    client.post(f"{url}commit/")
    work_once()
    assert dict(UseCase.objects.values_list("title", "stage")) == {
        "Plan yard moves": "production",
        "Read letters": "idea",
    }
    # Steps of a file that was imported lead to what came of it.
    assert client.get(f"{url}columns/").url == url
    text = client.get(url).text
    assert "Undo this import" in text
    assert client.post(f"{url}undo/").url == url
    assert "This import was undone." in client.get(url).text
    assert UseCase.objects.count() == 0


def test_the_table_is_read_again_in_another_way(cast: Cast) -> None:
    client, url = sent(cast)
    said = {"header_row": 1, "encoding": "cp1252", "delimiter": ""}
    assert client.post(f"{url}table/", said).url == f"{url}table/"
    text = client.get(f"{url}columns/").text
    assert "Our list" in text
    answer = client.post(f"{url}table/", said | {"header_row": 99})
    assert answer.status_code == 422
    assert "No row of the file names its columns." in answer.text


def test_a_sheet_is_chosen_among_the_visible_ones(cast: Cast) -> None:
    def prepare(book: Any) -> None:
        for title, state in (("Secret", "hidden"), ("Second", "visible")):
            sheet = book.create_sheet(title)
            sheet.append(["Title", "Domain"])
            sheet.append([f"Plan of {title}", "Freight"])
            sheet.sheet_state = state

    content = workbook(["Title", "Domain"], ["Plan of the first", "Freight"], prepare=prepare)
    client, url = sent(cast, content, "list.xlsx")
    text = client.get(f"{url}table/").text
    assert '<option value="Second">Second</option>' in text
    assert "Secret" not in text
    client.post(f"{url}table/", {"sheet": "Second", "header_row": 1})
    assert "Plan of Second" in client.get(f"{url}columns/").text


@pytest.mark.parametrize(
    ("meanings", "sentence"),
    [
        (("detail", "domain", "stage"), "Choose the column that holds the title."),
        (("title", "title", "stage"), "Another column means this too."),
    ],
)
def test_columns_that_cannot_be_meant_are_told_beside_them(
    cast: Cast, meanings: tuple[str, ...], sentence: str
) -> None:
    client, url = sent(cast)
    answer = client.post(f"{url}columns/", columns(*meanings))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text


def test_a_mapping_is_kept_shared_and_removed(cast: Cast) -> None:
    client, url = sent(cast)
    client.post(f"{url}columns/", columns("title", "domain", "stage"))
    client.post(f"{url}words/", {"stage_0": "production", "stage_1": "idea"})
    assert client.post(f"{url}mapping/", {"name": "Our list"}).url == url
    saved = SavedMapping.objects.get()
    assert saved.data["default_stage"] == "idea"
    assert "Our list" in client.get(PAGE).text
    file = client.get(f"{PAGE}mappings/saved/{saved.pk}/").text
    assert "[values.stage]" in file
    assert '"up and running" = "production"' in file
    client, again = sent(cast)
    assert '<option value="stage" selected>' in client.get(f"{again}columns/").text

    other = cast.client("freight_owner")
    assert other.get(f"{PAGE}mappings/saved/{saved.pk}/").status_code == 404
    client.post(f"{PAGE}mappings/saved/{saved.pk}/share/")
    assert other.get(f"{PAGE}mappings/saved/{saved.pk}/").status_code == 200
    assert other.post(f"{PAGE}mappings/saved/{saved.pk}/remove/").status_code == 403
    client.post(f"{PAGE}mappings/saved/{saved.pk}/remove/")
    assert not SavedMapping.objects.exists()


def test_an_upload_is_cancelled_from_its_check(cast: Cast) -> None:
    client, url = sent(cast, b"Title\nPlan\n")
    client.post(f"{url}check/")
    assert "Cancel this import" in client.get(url).text
    assert client.post(f"{url}cancel/").url == PAGE
    assert "Nothing of it was kept." in client.get(url).text
    assert ImportRun.objects.get().content is None
    assert UseCase.objects.count() == 0


def test_the_steps_belong_to_who_uploaded_the_file(cast: Cast) -> None:
    _client, url = sent(cast)
    other = cast.client("freight_owner")
    for step in ("table", "columns", "words"):
        assert other.get(f"{url}{step}/").status_code == 404


def test_steps_take_few_statements_however_long_the_file(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for content in (LIST, LIST + b"Row,Freight,idea\n" * 400):
        client, url = sent(cast, content)
        for step in ("table", "columns", "words"):
            with django_assert_max_num_queries(9):
                assert client.get(f"{url}{step}/").status_code == 200
