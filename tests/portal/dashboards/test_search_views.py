"""The search page, the palette and the search for programs: the same finds, and hostile words."""

from typing import Any

import pytest
from django.test import Client

from tests.builders import make_use_case
from tests.conftest import Cast

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/portfolio/use-cases/"}
HOSTILE = [
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%ED%A0%80",
    "%F0%9F%9A%A2%E2%80%AE",
    "a" * 6000,
    "+".join(f"w{number}" for number in range(400)),
    "%25%27%22%5C--",
    "%2B%2B%2B",
    "uc-999999999999999999",
]


def listed(client: Client, text: str = "") -> str:
    return client.get(f"/palette/?q={text}", headers=HTMX).content.decode()


def told(client: Client, text: str) -> dict[str, Any]:
    groups = client.get(f"/api/v1/search/?q={text}").json()["groups"]
    return {group["kind"]: group for group in groups}


def test_page_palette_and_programs_find_the_same(cast: Cast) -> None:
    use_case = make_use_case(title="Freight forecast", domain=cast.freight)
    client = cast.client("lead")
    url = f"/portfolio/use-cases/{use_case.pk}/"
    page, palette = client.get("/search/?q=forecast").content.decode(), listed(client, "forecast")
    assert f'href="{url}"' in page
    assert f'href="{url}"' in palette
    group = told(client, "forecast")["use_case"]
    assert group["total"] == 1
    assert group["finds"] == [
        {
            "kind": "use_case",
            "id": use_case.pk,
            "title": "Freight forecast",
            "code": f"UC-{use_case.pk:03d}",
            "where": "Freight",
            "url": f"http://testserver{url}",
            "method": "GET",
        }
    ]


def test_page_palette_and_programs_lead_to_an_entry_of_the_register(cast: Cast) -> None:
    for number in range(6):
        use_case = make_use_case(title=f"Storm claims {number}", domain=cast.retail)
    client, url = cast.client("contributor"), f"/portfolio/register/{use_case.pk}/"
    group = told(client, "storm")["register_entry"]
    assert (group["label"], group["total"]) == ("In the register", 6)
    assert group["finds"][-1] == {
        "kind": "register_entry",
        "id": use_case.pk,
        "title": "Storm claims 5",
        "code": use_case.code,
        "where": "Retail",
        "url": f"http://testserver{url}",
        "method": "GET",
    }
    assert f'href="{url}"' in client.get("/search/?q=storm").content.decode()
    palette = listed(client, "storm")
    assert 'id="st-palette-register_entry-5"' in palette
    assert 'href="/search/?q=storm"' in palette
    assert client.get(url).status_code == 200


def test_a_long_group_of_entries_leads_to_the_register(cast: Cast) -> None:
    for number in range(21):
        make_use_case(title=f"Storm claims {number}", domain=cast.retail)
    html = cast.client("contributor").get("/search/?q=storm").content.decode()
    assert 'href="/portfolio/register/?q=storm"' in html
    assert ">21, all in the register<" in html


def test_every_line_of_the_palette_is_an_option_and_says_where_it_lies(cast: Cast) -> None:
    html = listed(cast.client("lead"))
    assert html.count('role="option"') == html.count('class="st-palette__what"') == 16
    assert 'data-says="16 results"' in html
    assert ">Register a use case<" in html
    assert '<span class="st-palette__where">Portfolio</span>' in html


def test_the_palette_sends_what_a_link_cannot_do(cast: Cast) -> None:
    html = listed(cast.client("contributor"), "theme")
    assert 'form="st-palette-theme" name="theme" value="dark"' in html
    assert 'form="st-palette-account_logout"' in listed(cast.client("contributor"), "log+out")


def test_without_javascript_the_palette_is_the_search_page(cast: Cast) -> None:
    response = cast.client("lead").get("/palette/?q=two+words")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=two+words")
    html = cast.client("lead").get("/search/").content.decode()
    assert 'href="/portfolio/use-cases/register/"' in html
    assert 'name="theme" value="dark"' in html


def test_whoever_holds_no_role_is_offered_no_search(cast: Cast) -> None:
    stranger = cast.client("stranger")
    assert stranger.get("/palette/", headers=HTMX).status_code == 404
    assert stranger.get("/api/v1/search/?q=freight").status_code == 404
    html = stranger.get("/").content.decode()
    assert "/search/" not in html
    assert "st-palette" not in html.replace("st-palette.css", "")


def test_a_palette_after_the_session_says_where_to_sign_in() -> None:
    response = Client().get("/palette/?q=freight", headers=HTMX)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/account/login/?next=/portfolio/use-cases/"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_words(cast: Cast, text: str) -> None:
    make_use_case(title="<script>alert(1)</script>", domain=cast.freight)
    client = cast.client("lead")
    for address in ("/search/", "/palette/"):
        response = client.get(f"{address}?q={text}", headers=HTMX)
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
    assert client.get(f"/api/v1/search/?q={text}").status_code == 200


@pytest.mark.parametrize("address", ["/search/", "/palette/", "/api/v1/search/"])
def test_a_nul_is_no_word(cast: Cast, address: str) -> None:
    assert cast.client("lead").get(f"{address}?q=a%00b", headers=HTMX).status_code == 400
