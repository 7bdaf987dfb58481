"""The page on which a use case is registered or kept as a draft."""

from typing import Any

from portfolio.models import JoinedRegistration, UseCase, UseCaseDraft
from portfolio.services.use_case_drafts import change_draft, keep_draft
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import SLOTS

REGISTER = "/portfolio/use-cases/register/"
TYPED = "/portfolio/use-cases/similar/"


def test_a_twin_of_another_domain_is_shown_by_its_entry_alone(cast: Cast) -> None:
    row = make_use_case(
        domain=cast.retail, **SLOTS, problem="Forklift batteries die.", planned_cost=987_654
    )
    client = cast.client("freight_owner")
    typed = client.get(TYPED, {"title": SLOTS["title"], "outcome": "Forklift batteries die."}).text
    sent = {**SLOTS, "domain": cast.freight.pk}
    asked = client.post(REGISTER, sent)
    near = client.get(TYPED, {"title": "Forklift batteries"}).text
    assert asked.status_code == 409
    for page in (typed, asked.text):
        assert f'href="/portfolio/register/{row.pk}/"' in page
        assert f"/portfolio/use-cases/{row.pk}/" not in page
        assert "987" not in page
        assert "forklift" not in page.split("<main")[1].replace("Forklift", "")
    assert row.title not in near
    join = {"overlap_asked": "1", "overlap_answer": "join", "overlap_use_case": row.pk}
    joined = client.post(REGISTER, {**sent, **join})
    assert joined["Location"] == f"/portfolio/register/{row.pk}/"
    assert JoinedRegistration.objects.get().use_case == row


def test_a_twin_that_is_kept_back_is_not_hinted_at(cast: Cast) -> None:
    row = make_use_case(domain=cast.retail, **SLOTS, listing="domain", listing_reason="Sold.")
    client = cast.client("freight_owner")
    assert row.code not in client.get(TYPED, SLOTS).text
    assert client.post(REGISTER, {**SLOTS, "domain": cast.freight.pk}).status_code == 302


def said(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"title": "Dock plan", "outcome": "", "domain": "", "keep": "1"} | fields


def drafted(cast: Cast) -> UseCaseDraft:
    what = {"title": "Yard plan", "domain": cast.freight.pk, "business_owner": cast.lead.pk}
    return keep_draft(what, by=cast.member("freight_owner"), at=NOW)


def test_what_is_half_written_is_kept_and_listed(cast: Cast) -> None:
    client = cast.client("freight_owner")
    response = client.post(REGISTER, said(cast), follow=True)
    assert response.redirect_chain == [(REGISTER, 302)]
    draft = UseCaseDraft.objects.get()
    assert draft.data["title"] == "Dock plan"
    assert f'href="{REGISTER}?draft={draft.pk}"' in response.text
    assert "Your drafts" not in cast.client("lead").get(REGISTER).text
    assert not UseCase.objects.exists()


def test_nothing_written_is_no_draft(cast: Cast) -> None:
    response = cast.client("freight_owner").post(REGISTER, said(cast, title=""))
    assert response.status_code == 422
    assert "Write a title or an outcome first." in response.text
    assert not UseCaseDraft.objects.exists()


def test_a_draft_is_opened_and_kept_again(cast: Cast) -> None:
    draft, client = drafted(cast), cast.client("freight_owner")
    html = client.get(f"{REGISTER}?draft={draft.pk}").text
    assert 'value="Yard plan"' in html
    assert f'<option value="{cast.lead.pk}" selected>' in html
    sent = said(cast, draft=draft.pk, draft_version=1, outcome="Nobody waits.")
    assert client.post(REGISTER, sent).status_code == 302
    row = UseCaseDraft.objects.get()
    assert (row.data["title"], row.data["outcome"], row.version) == (
        "Dock plan",
        "Nobody waits.",
        2,
    )


def test_a_draft_of_somebody_else_is_not_there(cast: Cast) -> None:
    draft = drafted(cast)
    assert cast.client("lead").get(f"{REGISTER}?draft={draft.pk}").status_code == 404
    assert cast.client("lead").get(f"{REGISTER}?draft=x").status_code == 404


def test_an_older_window_loses_nothing_and_may_go_on(cast: Cast) -> None:
    draft, client = drafted(cast), cast.client("freight_owner")
    by = cast.member("freight_owner")
    change_draft(draft, {"title": "Gate plan"}, version=1, by=by, at=NOW)
    for button in ({"keep": "1"}, {"keep": None}):
        sent = said(cast, draft=draft.pk, draft_version=1, domain=cast.freight.pk, outcome="Less.")
        sent = {name: value for name, value in (sent | button).items() if value is not None}
        response = client.post(REGISTER, sent)
        assert response.status_code == 412
        assert "You changed this draft elsewhere" in response.text
        assert 'value="Dock plan"' in response.text
        assert 'name="draft_version" value="2"' in response.text
    assert UseCaseDraft.objects.get().data["title"] == "Gate plan"
    assert not UseCase.objects.exists()


def test_registering_from_a_draft_takes_it_away(cast: Cast) -> None:
    draft, client = drafted(cast), cast.client("freight_owner")
    sent = said(cast, draft=draft.pk, draft_version=1, domain=cast.freight.pk, outcome="Less.")
    del sent["keep"]
    assert client.post(REGISTER, sent).status_code == 302
    assert UseCase.objects.get().title == "Dock plan"
    assert not UseCaseDraft.objects.exists()


def test_a_draft_that_is_gone_takes_nothing_along(cast: Cast) -> None:
    client = cast.client("freight_owner")
    sent = said(cast, draft=99, draft_version=1)
    assert client.post(REGISTER, sent).status_code == 302
    assert UseCaseDraft.objects.get().data["title"] == "Dock plan"


def test_a_draft_is_discarded(cast: Cast) -> None:
    draft, client = drafted(cast), cast.client("freight_owner")
    url = f"/portfolio/use-cases/drafts/{draft.pk}/discard/"
    assert client.post(url, {"version": 9}).status_code == 412
    assert cast.client("lead").post(url, {"version": 1}).status_code == 404
    assert UseCaseDraft.objects.exists()
    assert client.post(url, {"version": 1}).status_code == 302
    assert not UseCaseDraft.objects.exists()
