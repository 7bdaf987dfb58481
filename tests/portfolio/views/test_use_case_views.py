"""Saved views over the list of use cases."""

import html
import re
from typing import Any

import pytest

from portal.domain.saved_views import Sharing
from portal.models import SavedView
from portal.services import saved_views
from portal.services.saved_views import ViewInput
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"


def page(response: Any) -> str:
    return html.unescape(response.content.decode())


def rows_of(response: Any) -> list[str]:
    return re.findall(r'class="st-table__name" href="[^"]+">([^<]+)<', page(response))


def save(cast: Cast, who: str = "lead", **said: Any) -> SavedView:
    wanted = ViewInput(**({"name": "Pilots", "query": "stage=pilot"} | said))
    return saved_views.save_view("use-cases", wanted, by=cast.member(who), at=NOW)


def test_saving_leads_to_the_list_with_everything_in_the_address(cast: Cast) -> None:
    make_use_case(title="Yard", stage="pilot")
    lead = cast.client("lead")
    listed = page(lead.get(f"{LIST}?stage=pilot&sort=-value"))
    door = re.search(r'href="(/views/new/[^"]+)"', listed)
    assert door
    assert 'value="stage=pilot&sort=-value"' in page(lead.get(door[1]))
    said = {"page": "use-cases", "query": "stage=pilot&sort=-value", "name": "Pilots"}
    response = lead.post("/views/new/", said | {"sharing": "private", "is_my_choice": "on"})
    slug = SavedView.objects.get().slug
    assert response["Location"] == f"{LIST}?view={slug}&stage=pilot&sort=-value"
    assert lead.get(LIST)["Location"] == response["Location"]
    assert lead.get(f"/views/{slug}/")["Location"] == response["Location"]


def test_a_colleague_gets_the_same_address_and_the_rows_that_are_theirs(cast: Cast) -> None:
    make_use_case(title="Freight pilot", stage="pilot", domain=cast.freight)
    make_use_case(title="Retail pilot", stage="pilot", domain=cast.retail)
    view = save(cast, sharing=Sharing.EVERYONE)
    address = f"{LIST}?view={view.slug}&stage=pilot"
    assert len(rows_of(cast.client("lead").get(address))) == 2
    assert rows_of(cast.client("freight_owner").get(address)) == ["Freight pilot"]


def test_a_view_that_is_not_shared_is_said_to_be_missing_and_the_rest_counts(cast: Cast) -> None:
    make_use_case(title="Freight pilot", stage="pilot", domain=cast.freight)
    view = save(cast)
    owner = cast.client("freight_owner")
    response = owner.get(f"{LIST}?view={view.slug}&stage=pilot")
    assert "The view in this address was removed, or is not shared with you." in page(response)
    assert rows_of(response) == ["Freight pilot"]
    assert "Pilots" not in page(response)
    assert owner.get(f"/views/{view.slug}/").status_code == 404


def test_what_changed_can_be_saved_kept_apart_or_taken_back(cast: Cast) -> None:
    make_use_case(title="Yard", stage="idea")
    view, lead = save(cast), cast.client("lead")
    same = page(lead.get(f"{LIST}?view={view.slug}&stage=pilot&page=1"))
    assert "Rename or share" in same
    assert ">changed<" not in same
    other = page(lead.get(f"{LIST}?view={view.slug}&stage=idea"))
    assert ">changed<" in other
    assert f'href="{LIST}?view={view.slug}&stage=pilot">Reset</a>' in other
    response = lead.post(f"/views/{view.slug}/update/", {"query": "stage=idea", "version": "1"})
    assert response["Location"] == f"{LIST}?view={view.slug}&stage=idea"
    stale = lead.post(f"/views/{view.slug}/update/", {"query": "stage=pilot", "version": "1"})
    assert stale.status_code == 412
    view.refresh_from_db()
    assert (view.query, view.version) == ("stage=idea", 2)


def test_others_may_keep_a_changed_view_as_their_own_only(cast: Cast) -> None:
    make_use_case(title="Yard", stage="idea", domain=cast.freight)
    view = save(cast, sharing=Sharing.EVERYONE)
    owner = cast.client("freight_owner")
    shown = page(owner.get(f"{LIST}?view={view.slug}&stage=idea"))
    assert "Save as" in shown
    assert f"/views/{view.slug}/update/" not in shown
    refused = owner.post(f"/views/{view.slug}/update/", {"query": "", "version": "1"})
    assert refused.status_code == 403
    view.refresh_from_db()
    assert view.query == "stage=pilot"


def test_the_list_as_it_comes_stays_within_reach(cast: Cast) -> None:
    make_use_case(title="Yard", stage="idea")
    view = save(cast)
    saved_views.open_with(view, is_chosen=True, by=cast.member("lead"))
    lead = cast.client("lead")
    assert lead.get(LIST).status_code == 302
    assert rows_of(lead.get(f"{LIST}?view=all")) == ["Yard"]
    shown = page(lead.get(f"{LIST}?stage=idea"))
    assert f'href="{LIST}?view=all" aria-label="Remove filter Stage"' in shown


@pytest.mark.parametrize(
    "query", ["stage=nope", "domain=9999&sort=x", "columns=\r\nSet-Cookie: a=b", "a=1&" * 400]
)
def test_a_stored_query_that_means_nothing_any_more_opens_without_it(
    cast: Cast, query: str
) -> None:
    make_use_case(title="Yard")
    view = save(cast)
    SavedView.objects.filter(pk=view.pk).update(query=query)
    lead = cast.client("lead")
    opened = lead.get(f"/views/{view.slug}/")
    assert opened["Location"] == f"{LIST}?view={view.slug}"
    assert rows_of(lead.get(opened["Location"])) == ["Yard"]
    assert lead.get("/views/").status_code == 200


def test_a_form_says_what_is_wrong_beside_its_field(cast: Cast) -> None:
    lead = cast.client("lead")
    said = {"page": "use-cases", "query": "stage=pilot", "name": "Pilots", "sharing": "domain"}
    response = lead.post("/views/new/", said)
    assert response.status_code == 422
    assert "Choose a domain of yours to share the view in." in page(response)
    save(cast)
    response = lead.post("/views/new/", said | {"sharing": "private"})
    assert "You have a view called Pilots already." in page(response)
    assert SavedView.objects.count() == 1


def test_programs_keep_change_share_and_remove_views(cast: Cast) -> None:
    lead, owner = cast.client("lead"), cast.client("freight_owner")
    url, kind = "/api/v1/saved-views/", "application/json"
    said = {"page": "use-cases", "name": "Pilots", "query": "stage=pilot&sort=rank"}
    made = owner.post(url, said, content_type=kind)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    body = made.json()
    assert (body["query"], body["sharing"], body["is_mine"]) == ("stage=pilot", "private", True)
    one = f"{url}{body['slug']}/"
    assert lead.get(one).status_code == 404
    match = {"headers": {"If-Match": '"1"'}}
    changed = owner.patch(one, {"sharing": "everyone"}, content_type=kind, **match)
    assert (changed.status_code, changed.json()["sharing"]) == (200, "everyone")
    mine = lead.get(f"{url}?page=use-cases").json()
    assert [row["name"] for row in mine] == ["Pilots"]
    assert lead.get(f"{url}?page=people").json() == []
    assert lead.put(f"{one}choice/").json()["is_my_choice"] is True
    second = {"headers": {"If-Match": '"2"'}}
    assert lead.patch(one, {"name": "x"}, content_type=kind, **second).status_code == 403
    assert lead.put(f"{one}usual/", **second).json()["is_usual"] is True
    assert owner.delete(one, **second).status_code == 412
    third = {"headers": {"If-Match": '"3"'}}
    assert lead.post(f"{one}unshare/", **third).status_code == 204
    assert lead.get(one).status_code == 404
    assert owner.delete(one, headers={"If-Match": '"4"'}).status_code == 204
    assert not SavedView.objects.exists()


def test_programs_are_told_what_a_query_says_that_means_nothing(cast: Cast) -> None:
    said = {"page": "use-cases", "name": "Pilots", "query": "colour=red"}
    url = "/api/v1/saved-views/"
    response = cast.client("lead").post(url, said, content_type="application/json")
    assert response.status_code == 422
    sentence = "colour: There is no such filter. Change it before you save."
    assert response.json()["errors"] == {"query": sentence}
