"""Adding evidence on the page: by a plain form or by htmx, and never at the cost of the answer."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Response, ResponseEvidence
from assessments.services.assessments import close_assessment
from assessments.services.response_evidence import add_file, add_link
from portal.domain.file_kinds import LARGEST_FILE
from portal.models import Attachment
from tests.assessments.builders import opened
from tests.builders import NOW
from tests.conftest import Cast
from tests.portal.domain.files import PDF, SCRIPT

LINK = "https://wiki.tessenbrook.example/register"


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor, cast.freight_owner], domain=cast.freight)


def pdf(content: bytes = PDF, name: str = "Policy.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def question(assessment: Assessment, key: str = "owners") -> str:
    return reverse("assessments:answer-question", args=[assessment.pk, key])


def add(client: Client, assessment: Assessment, *, htmx: bool = True, **data: Any) -> Any:
    url = reverse("assessments:evidence-add", args=[assessment.pk, "owners"])
    headers: Any = {"HX-Request": "true"} if htmx else {}
    return client.post(url, data, headers=headers)


def test_a_plain_form_keeps_the_answer_with_what_shows_it(
    cast: Cast, assessment: Assessment
) -> None:
    data = {"answer": "3", "link": LINK, "file": pdf(), "go": "stay"}
    response = cast.client("contributor").post(question(assessment), data)

    assert response["Location"] == f"{question(assessment)}#evidence"
    assert Response.objects.get().level == 3
    assert [row.title for row in ResponseEvidence.objects.order_by("pk")] == [
        "wiki.tessenbrook.example/register",
        "Policy.pdf",
    ]


def test_going_on_takes_what_was_chosen_along(cast: Cast, assessment: Assessment) -> None:
    data = {"answer": "3", "file": pdf(), "go": "next"}
    response = cast.client("contributor").post(question(assessment), data)

    assert response["Location"] == question(assessment, "vision")
    assert Attachment.objects.get().media_type == "application/pdf"


def test_evidence_needs_no_answer(cast: Cast, assessment: Assessment) -> None:
    response = cast.client("contributor").post(question(assessment), {"link": LINK, "go": "next"})

    assert response["Location"] == question(assessment, "vision")
    assert ResponseEvidence.objects.get().link == LINK
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"link": "javascript:alert(1)"}, "Give an address that begins with https://"),
        ({"file": SCRIPT}, "The file holds a web page or a script. Add it as PDF."),
        ({"file": b""}, "The file is empty."),
        ({"file": b"a" * (LARGEST_FILE + 1)}, "The file is larger than 10 MB."),
    ],
)
def test_a_refused_piece_is_told_beside_its_field_and_the_answer_is_kept(
    cast: Cast, assessment: Assessment, data: dict[str, Any], sentence: str
) -> None:
    sent = {name: pdf(each) if name == "file" else each for name, each in data.items()}

    response = cast.client("contributor").post(
        question(assessment), {"answer": "3", "go": "next"} | sent
    )

    assert response.status_code == 422
    assert response.content.decode().count(sentence) == 2
    assert Response.objects.get().level == 3
    assert not ResponseEvidence.objects.exists()


def test_htmx_gets_the_part_back_with_what_was_added(cast: Cast, assessment: Assessment) -> None:
    response = add(cast.client("contributor"), assessment, answer="5", link=LINK, file=pdf())

    part = response.content.decode()
    assert response.status_code == 200
    assert part.strip().startswith('<div class="st-proofs" id="evidence"')
    assert f'href="{LINK}" target="_blank" rel="noopener noreferrer nofollow"' in part
    assert "Policy.pdf" in part
    assert not Response.objects.exists()


@pytest.mark.parametrize("data", [{}, {"link": "data:text/html,a"}])
def test_htmx_gets_the_part_back_with_what_is_wrong(
    cast: Cast, assessment: Assessment, data: Any
) -> None:
    response = add(cast.client("contributor"), assessment, **data)

    assert response.status_code == 422
    assert 'class="st-field__error"' in response.content.decode()
    assert not ResponseEvidence.objects.exists()


def test_by_itself_it_is_a_page(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")

    wrong = add(client, assessment, htmx=False, link="data:,a")
    right = add(client, assessment, htmx=False, link=LINK)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Back to the question" in wrong.content.decode()
    assert right["Location"] == f"{question(assessment)}#evidence"


def test_it_is_removed_by_htmx_and_by_a_plain_form(cast: Cast, assessment: Assessment) -> None:
    who: Any = {"question": "owners", "by": cast.member("contributor"), "at": NOW}
    one = add_link(assessment.pk, link=LINK, **who)
    two = add_file(assessment.pk, content=PDF, name="Policy.pdf", **who)
    client = cast.client("contributor")

    url = reverse("assessments:evidence-remove", args=[assessment.pk, two.pk])
    part = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert ("Policy.pdf" in part, LINK in part) == (False, True)
    response = client.post(question(assessment), {"answer": "2", "remove": str(one.pk)})

    assert response["Location"] == f"{question(assessment)}#evidence"
    assert Response.objects.get().level == 2
    assert not ResponseEvidence.objects.exists()


def test_a_file_is_downloaded_and_not_shown(cast: Cast, assessment: Assessment) -> None:
    row = add_file(
        assessment.pk,
        question="owners",
        content=PDF,
        name="Policy.pdf",
        by=cast.member("contributor"),
        at=NOW,
    )

    response = cast.client("contributor").get(reverse("assessments:evidence-file", args=[row.pk]))

    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Policy.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_link_is_no_file(cast: Cast, assessment: Assessment) -> None:
    who: Any = {"question": "owners", "by": cast.member("contributor"), "at": NOW}
    row = add_link(assessment.pk, link=LINK, **who)

    url = reverse("assessments:evidence-file", args=[row.pk])
    assert cast.client("contributor").get(url).status_code == 404


def test_when_it_is_closed_it_is_shown_and_not_taken(cast: Cast, assessment: Assessment) -> None:
    who: Any = {"question": "owners", "by": cast.member("contributor"), "at": NOW}
    row = add_link(assessment.pk, link=LINK, **who)
    close_assessment(assessment, by=cast.member("lead"), at=NOW)
    client = cast.client("contributor")

    page = client.get(question(assessment)).content.decode()
    added = add(client, assessment, link="https://a.example")
    removed = client.post(reverse("assessments:evidence-remove", args=[assessment.pk, row.pk]))

    assert LINK in page
    assert not re.search('name="(link|file|remove)"', page)
    assert (added.status_code, removed.status_code) == (422, 409)
    assert ResponseEvidence.objects.get() == row


def test_nobody_sees_what_another_respondent_added(cast: Cast, assessment: Assessment) -> None:
    add_link(assessment.pk, question="owners", link=LINK, by=cast.member("freight_owner"), at=NOW)

    assert LINK not in cast.client("contributor").get(question(assessment)).content.decode()
