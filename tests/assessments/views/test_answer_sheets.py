from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Response
from tests.assessments.builders import opened
from tests.assessments.services.test_answer_sheets import row, sheet
from tests.conftest import Cast


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("answers.xlsx", content)


def url(name: str, *args: int) -> Any:
    return reverse(f"assessments:{name}", args=args)


def test_a_respondent_takes_their_sheet_along_and_hands_it_in(cast: Cast) -> None:
    spring = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    client = cast.client("contributor")

    page = client.get(url("own-sheet", spring.pk)).content.decode()
    assert url("own-sheet-export", spring.pk) in page
    file = client.get(url("own-sheet-export", spring.pk))
    assert file["Content-Disposition"] == f'attachment; filename="answers-{spring.pk}.xlsx"'
    done = client.post(url("own-sheet", spring.pk), {"file": upload(sheet(row("owners", "3")))})

    assert done["Location"] == url("answer-overview", spring.pk)
    assert Response.objects.get().level == 3


def test_what_is_wrong_stands_on_the_page_by_row_and_column(cast: Cast) -> None:
    spring = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    content = sheet(row("owners", "3"), row("vision", "nine"))

    page = cast.client("contributor").post(url("own-sheet", spring.pk), {"file": upload(content)})

    assert page.status_code == 422
    assert "“nine” is none of the answers to choose from." in page.content.decode()
    assert not Response.objects.exists()


def test_a_facilitator_hands_a_sheet_in_for_somebody(cast: Cast) -> None:
    spring = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    client = cast.client("lead")
    assert "Contributor" in client.get(url("sheet-list", spring.pk)).content.decode()

    content = sheet(row("owners", "3"))
    posted = {"respondent": cast.contributor.pk, "file": upload(content)}
    assert client.post(url("sheet-list", spring.pk), posted).status_code == 302

    assert Response.objects.get().user == cast.contributor
    missing = client.post(url("sheet-list", spring.pk), {"file": upload(content)})
    assert missing.status_code == 422


def test_sheets_come_and_go_over_the_api(cast: Cast) -> None:
    spring = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    me, lead = cast.client("contributor"), cast.client("lead")
    own = reverse("api:own-sheet", args=[spring.pk])

    assert me.get(own).content.startswith(b"PK")
    taken = me.post(own, {"file": upload(sheet(row("owners", "3")))})
    assert taken.json() == {"changed": 1}
    refused = me.post(own, {"file": upload(sheet(row("owners", "nine")))})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["3.Answer"])
    others = {"respondent_id": cast.contributor.pk, "file": upload(sheet(row("owners", "4")))}
    answer = lead.post(reverse("api:sheet-list", args=[spring.pk]), others)
    assert answer.json() == {"changed": 1}
    assert Response.objects.get().level == 4
