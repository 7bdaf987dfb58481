"""The job that builds a printable questionnaire: asked for, watched, kept, fetched."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.invitations import Invitation
from assessments.models import Assessment, AssessmentRespondent
from assessments.services.questionnaire_papers import request_paper
from portal.domain.errors import NotAllowed
from portal.domain.jobs import JobState
from portal.models import Job, LedgerEntry, Publication
from portal.tasks import work_once
from tests.assessments.builders import opened
from tests.builders import NOW
from tests.conftest import Cast

HTMX = {"HX-Request": "true"}


def spring(cast: Cast, *layers: str) -> Assessment:
    asked = [
        Invitation(cast.contributor.pk, layers=layers),
        Invitation(cast.freight_owner.pk, layers=layers),
        Invitation(cast.lead.pk),
    ]
    return opened(cast.member("lead"), asked, domain=cast.freight)


def url(name: str, *args: int) -> str:
    return reverse(name, args=args)


def own(client: Client, row: Assessment) -> str:
    page = client.get(url("assessments:own-sheet", row.pk))
    return page.content.decode()


def test_a_respondent_asks_for_the_paper_watches_it_and_fetches_it(cast: Cast) -> None:
    row, client = spring(cast), cast.client("contributor")
    Job.objects.all().delete()
    file = url("assessments:own-questionnaire-pdf", row.pk)
    progress = url("assessments:own-questionnaire-progress", row.pk)
    assert f'<form method="post" action="{file}"' in own(client, row)
    assert client.get(file).status_code == 404

    assert client.post(file)["Location"] == url("assessments:own-sheet", row.pk)
    assert f'hx-get="{progress}"' in own(client, row)
    assert client.get(progress, headers=HTMX).status_code == 200
    assert work_once() == 1

    done = client.get(progress, headers=HTMX)
    assert (done.status_code, f'href="{file}"' in done.content.decode()) == (286, True)
    assert "HX-Refresh" not in done
    answer = client.get(file)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="questionnaire-spring-review-{row.pk}.pdf"'
    )
    entry = LedgerEntry.objects.get(event="portal.publication.stored")
    assert Publication.objects.get().sha256 in bytes(entry.payload).decode()


def test_who_is_asked_the_same_shares_one_paper_and_others_do_not(cast: Cast) -> None:
    row, lead = spring(cast, "data"), cast.client("lead")
    Job.objects.all().delete()
    lead.post(url("assessments:questionnaire-pdf", row.pk, cast.contributor.pk))
    work_once()

    page = lead.get(url("assessments:sheet-list", row.pk)).content.decode()
    for user, is_ready in (
        (cast.contributor, True),
        (cast.freight_owner, True),
        (cast.lead, False),
    ):
        file = url("assessments:questionnaire-pdf", row.pk, user.pk)
        assert (f'href="{file}"' in page) is is_ready
        assert (f'action="{file}"' in page) is not is_ready
        assert lead.get(file).status_code == (200 if is_ready else 404)


def test_a_paper_that_would_say_something_else_is_not_handed_out(cast: Cast) -> None:
    row, client = spring(cast), cast.client("contributor")
    file = url("assessments:own-questionnaire-pdf", row.pk)
    client.post(file)
    work_once()
    assert client.get(file).status_code == 200

    Assessment.objects.filter(pk=row.pk).update(due_on=row.due_on + timedelta(days=7))

    assert client.get(file).status_code == 404
    assert f'action="{file}"' in own(client, row)


def test_asking_twice_while_it_waits_asks_once(cast: Cast) -> None:
    row, client = spring(cast), cast.client("contributor")
    Job.objects.all().delete()
    for _again in range(2):
        client.post(url("assessments:own-questionnaire-pdf", row.pk))
    assert Job.objects.count() == 1


def test_a_paper_of_somebody_who_is_not_asked_any_more_says_so(cast: Cast) -> None:
    row, client = spring(cast), cast.client("contributor")
    Job.objects.all().delete()
    client.post(url("assessments:own-questionnaire-pdf", row.pk))
    AssessmentRespondent.objects.filter(user=cast.contributor).delete()

    work_once()

    job = Job.objects.get()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "Who this questionnaire was for is not asked any more.",
    )
    assert client.get(url("assessments:own-questionnaire-pdf", row.pk)).status_code == 404


def test_a_failed_paper_can_be_asked_for_again(cast: Cast) -> None:
    row, client = spring(cast), cast.client("contributor")
    Job.objects.all().delete()
    file = url("assessments:own-questionnaire-pdf", row.pk)
    client.post(file)
    Job.objects.update(state=JobState.FAILED, error="The disk was full.")
    assert "The questionnaire could not be built. The disk was full." in own(client, row)

    client.post(file)
    assert "could not be built" not in own(client, row)
    work_once()
    assert client.get(file).status_code == 200


def test_programs_have_it_built_and_fetch_it(cast: Cast) -> None:
    row = spring(cast)
    Job.objects.all().delete()
    mine = url("api:own-paper", row.pk)
    theirs = url("api:paper-for", row.pk, cast.contributor.pk)
    me, lead = cast.client("contributor"), cast.client("lead")
    assert me.get(mine).status_code == 404
    asked = me.post(mine)
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    work_once()
    assert me.get(mine).content == lead.get(theirs).content
    assert me.get(mine).content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["retail_owner", "stranger", "executive"])
def test_whom_nobody_asked_and_who_does_not_run_it_can_neither_ask_nor_fetch(
    cast: Cast, who: str
) -> None:
    row = spring(cast)
    cast.client("contributor").post(url("assessments:own-questionnaire-pdf", row.pk))
    work_once()
    Job.objects.all().delete()
    client, of = cast.client(who), (row.pk, cast.contributor.pk)
    for address in (
        url("assessments:own-questionnaire-pdf", row.pk),
        url("assessments:questionnaire-pdf", *of),
        url("api:own-paper", row.pk),
        url("api:paper-for", *of),
    ):
        assert client.get(address).status_code in {403, 404}
        assert client.post(address).status_code in {403, 404}
    assert not Job.objects.exists()


def test_the_service_itself_refuses_whom_it_is_not_for(cast: Cast) -> None:
    row = spring(cast)
    Job.objects.all().delete()
    invitation = row.respondents.get(user=cast.contributor)
    with pytest.raises(NotAllowed):
        request_paper(invitation, by=cast.member("executive"), at=NOW)
    assert not Job.objects.exists()
