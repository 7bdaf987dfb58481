"""What was typed outlives the end of a session, for whoever typed it and for nobody else."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.services.framework_drafts import draft_copy
from portal.models import LedgerEntry
from portal.web.kept_forms import KEPT, LARGEST, LONGEST_NAME, MOST_FILES, mark_for
from portfolio.models import ImportRun, UseCase
from portfolio.services.scoring_drafts import begin_draft
from tests.assessments.builders import KEYS, campaign, closed, load_small, opened, published
from tests.builders import NOW, PASSWORD, make_use_case
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import make_roadmap

REGISTER = "/portfolio/use-cases/register/"


def sign_in(client: Client, user: Any, page: str) -> Any:
    sent = {"login": user.email, "password": PASSWORD, "next": page}
    return client.post(reverse("account_login"), sent)


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "title": "Dock scheduling",
        "outcome": "Trailers wait half as long.",
        "domain": cast.freight.pk,
        "kept_for": mark_for(cast.lead.pk),
    } | more


def test_an_edit_comes_back_after_the_sign_in_and_keeps_its_version(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, title="Yard plan")
    url, client = f"/portfolio/use-cases/{use_case.pk}/edit/", Client()
    sent = client.post(url, typed(cast, version=1))
    assert (sent.status_code, sent["Location"]) == (302, f"/account/login/?next={url}")
    assert "What you typed is kept for you" in client.get(sent["Location"]).text
    assert sign_in(client, cast.lead, url)["Location"] == url
    theirs = {**typed(cast, version=1), "title": "Gate plan"}
    assert cast.client("freight_owner").post(url, theirs).status_code == 302
    back = client.get(url)
    assert back.status_code == 200
    assert "Your session ended before this was saved." in back.text
    assert "Dock scheduling" in back.text
    assert '<input type="hidden" name="version" value="1" id="id_version">' in back.text
    saved = client.post(url, typed(cast, version=1))
    assert saved.status_code == 412
    assert (UseCase.objects.get().title, LedgerEntry.objects.count()) == ("Gate plan", 1)
    assert "Your session ended" not in client.get(url).text


def test_a_registration_and_a_rating_come_back_too(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    rate = f"/portfolio/use-cases/{use_case.pk}/rate/"
    for url, said, words in (
        (REGISTER, typed(cast), "Trailers wait half as long."),
        (rate, typed(cast, version=1, strategic_fit_evidence="Board paper 7"), "Board paper 7"),
    ):
        client = Client()
        client.post(url, said)
        sign_in(client, cast.lead, url)
        back = client.get(url)
        assert words in back.text
        assert words not in client.get(f"{url}?fresh=1").text
    assert LedgerEntry.objects.count() == 0


def test_a_form_with_a_file_keeps_its_text_and_names_the_file(cast: Cast) -> None:
    url, client = "/portfolio/use-cases/imports/", Client()
    said = {
        "domain": cast.freight.pk,
        "mapping": "federal_inventory_2024",
        "kept_for": mark_for(cast.lead.pk),
        "file": SimpleUploadedFile("yards <b>.csv", b"Title\nYard plan\n"),
        "mapping_file": SimpleUploadedFile("own.toml", b""),
    }
    sent = client.post(url, said)
    assert "A file has to be chosen again." in client.get(sent["Location"]).text
    assert "Yard plan" not in str(dict(client.session))
    sign_in(client, cast.lead, url)
    back = client.get(url)
    assert back.status_code == 200
    assert "Files are not kept: choose “yards &lt;b&gt;.csv”, “own.toml” again." in back.text
    assert f'<option value="{cast.freight.pk}" selected>' in back.text
    assert '<option value="federal_inventory_2024" selected>' in back.text
    assert ImportRun.objects.count() == 0
    fresh = client.get(f"{url}?fresh=1").text
    assert "Files are not kept" not in fresh
    assert f'<option value="{cast.freight.pk}" selected>' not in fresh


def test_no_session_grows_by_the_names_of_files(cast: Cast) -> None:
    client = Client()
    files = [SimpleUploadedFile("x" * 200 + ".csv", b"a") for _number in range(30)]
    client.post(REGISTER, typed(cast, file=files))
    names = client.session[KEPT]["files"]
    assert (len(names), {len(name) for name in names}) == (MOST_FILES, {LONGEST_NAME})


def test_nobody_else_sees_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.post(REGISTER, typed(cast))
    sign_in(client, cast.freight_owner, REGISTER)
    assert KEPT not in client.session
    assert "Dock scheduling" not in client.get(REGISTER).text


@pytest.mark.parametrize(
    "more",
    [{"kept_for": ""}, {"kept_for": "1:forged:mark"}, {"problem": "x" * LARGEST}],
)
def test_only_a_form_of_ours_of_a_bearable_size_is_kept(cast: Cast, more: dict[str, Any]) -> None:
    client = Client()
    assert client.post(REGISTER, typed(cast, **more)).status_code == 302
    assert KEPT not in client.session


def test_who_signed_in_again_elsewhere_finds_what_they_typed_and_saves_it_then(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    answer = client.post(REGISTER, typed(cast, csrfmiddlewaretoken="of before"))
    assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    assert UseCase.objects.count() == 0
    back = client.get(REGISTER).text
    assert "Dock scheduling" in back
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', back)[0]
    client.post(REGISTER, typed(cast, csrfmiddlewaretoken=token, stage="idea"))
    assert UseCase.objects.get().title == "Dock scheduling"


def test_a_forged_form_stays_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    other = typed(cast, kept_for=mark_for(cast.freight_owner.pk))
    assert client.post(REGISTER, other).status_code == 403
    assert (KEPT in client.session, UseCase.objects.count()) == (False, 0)


def test_a_form_sent_to_an_address_without_a_page_leads_back_to_where_it_was(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    page = f"/portfolio/use-cases/{use_case.pk}/"
    for referer, target in (
        (f"http://testserver{page}", page),
        ("http://elsewhere.example/x/", f"{page}archive/"),
    ):
        sent = Client().post(f"{page}archive/", {"version": 1}, headers={"Referer": referer})
        assert sent["Location"] == f"/account/login/?next={target}"
    assert UseCase.objects.get().archived_at is None


def pages_with_words(cast: Cast) -> dict[str, dict[str, Any]]:
    """Pages with a form of their own, and something somebody may have typed there."""
    lead = cast.member("lead")
    snapshot = published(lead, {cast.contributor: dict.fromkeys(KEYS, 2)}, domain=cast.freight)
    row = closed(lead, {cast.contributor: {"owners": 1}, cast.freight_owner: {"owners": 5}})
    roadmap = make_roadmap(lead)
    adopt = reverse("assessments:action-adopt", args=[snapshot.assessment_id, "catalogue"])
    scoped = campaign(lead, cast.root)
    shipped = load_small()
    drafted = draft_copy(shipped, version="2", by=lead, at=NOW)
    layer = drafted.data["layers"][0]
    of_layer = [drafted.pk, layer["key"]]
    of_capability = [drafted.pk, layer["capabilities"][0]["key"]]
    asked = opened(lead, [cast.lead])
    begin_draft(by=lead, at=NOW)
    return {
        reverse("portfolio:scoring-model-weights"): {"urgency": "Words of mine"},
        reverse("portfolio:scoring-draft-publish"): {"reason": "Words of mine"},
        reverse("portfolio:scoring-draft-settings"): {"title": "Words of mine"},
        reverse("portfolio:scoring-draft-criterion-add"): {"title": "Words of mine"},
        reverse("assessments:campaign-create"): {"title": "Words of mine"},
        reverse("assessments:campaign-edit", args=[scoped.pk]): {"message": "Words of mine"},
        reverse("assessments:framework-copy", args=[shipped.pk]): {"title": "Words of mine"},
        reverse("assessments:framework-edit", args=[drafted.pk]): {"summary": "Words of mine"},
        reverse("assessments:framework-text", args=[drafted.pk]): {"text": "Words of mine"},
        reverse("assessments:framework-layer-create", args=[drafted.pk]): {
            "title": "Words of mine"
        },
        reverse("assessments:framework-layer-edit", args=of_layer): {"summary": "Words of mine"},
        reverse("assessments:framework-capability-create", args=[drafted.pk]): {
            "title": "Words of mine"
        },
        reverse("assessments:framework-capability-edit", args=of_capability): {
            "question": "Words of mine"
        },
        reverse("assessments:answer-question", args=[asked.pk, "owners"]): {
            "comment": "Words of mine"
        },
        reverse("portal:domain-create"): {"name": "Words of mine"},
        reverse("portal:domain-edit", args=[cast.freight.pk]): {"name": "Words of mine"},
        reverse("assessments:assessment-create"): {"title": "Words of mine"},
        reverse("assessments:assessment-edit", args=[asked.pk]): {"title": "Words of mine"},
        reverse("assessments:capability-settle", args=[row.pk, "owners"]): {
            "reason": "Words of mine"
        },
        reverse("assessments:action-create"): {"title": "Words of mine"},
        adopt: {"title": "Words of mine"},
        reverse("assessments:partner-create"): {"name": "Words of mine"},
        reverse("portfolio:roadmap-create"): {"title": "Words of mine"},
        reverse("portfolio:roadmap-edit", args=[roadmap.pk]): {"title": "Words of mine"},
        reverse("portfolio:roadmap-publish", args=[roadmap.pk]): {"title": "Words of mine"},
    }


def test_every_long_form_brings_back_what_was_typed_and_saves_nothing(cast: Cast) -> None:
    pages = pages_with_words(cast)
    before = LedgerEntry.objects.count()
    for url, said in pages.items():
        client = Client()
        assert client.get(url).status_code == 302, url
        assert client.post(url, said | {"kept_for": mark_for(cast.lead.pk)}).status_code == 302
        assert sign_in(client, cast.lead, url)["Location"] == url
        back = client.get(url)
        assert (back.status_code, "Words of mine" in back.text) == (200, True), url
        assert "Your session ended before this was saved." in back.text, url
        assert 'name="kept_for"' in back.text, url
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("is_told_the_page", [True, False])
def test_a_stage_change_comes_back_on_the_page_of_its_use_case(
    cast: Cast, is_told_the_page: bool
) -> None:
    use_case = make_use_case(domain=cast.freight)
    page = f"/portfolio/use-cases/{use_case.pk}/"
    said = {"stage": "assessed", "reason": "Words of mine", "version": 1}
    headers = {"Referer": f"http://testserver{page}"} if is_told_the_page else {}
    client = Client()
    sent = client.post(
        f"{page}stage/", said | {"kept_for": mark_for(cast.lead.pk)}, headers=headers
    )
    target = page if is_told_the_page else f"{page}stage/"
    assert sent["Location"] == f"/account/login/?next={target}"
    back = client.get(sign_in(client, cast.lead, target)["Location"], follow=True)
    assert (back.status_code, back.request["PATH_INFO"]) == (200, page)
    assert "Your session ended before this was saved." in back.text
    assert "Words of mine" in back.text
    assert back.context["stage_form"]["version"].value() == "1"
    assert "Words of mine" not in client.get(f"{page}?fresh=1").text
    assert UseCase.objects.get().stage == "idea"
    assert client.post(f"{page}stage/", said).status_code == 302
    assert (UseCase.objects.get().stage, KEPT in client.session) == ("assessed", False)


def test_the_address_of_a_stage_change_leads_to_its_page_who_may_change_it(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    page = f"/portfolio/use-cases/{use_case.pk}/"
    answer = cast.client("lead").get(f"{page}stage/")
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert cast.client("executive").get(f"{page}stage/").status_code == 405
    assert cast.client("retail_owner").get(f"{page}stage/").status_code == 404
