"""What a program asks for and nobody knows is refused by name, at every door that reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from portal.api.doors import APIView as Door
from portal.api.doors import known_parameters
from tests.conftest import Cast

ROOT = Path(__file__).parents[3]
APPS = ("portal", "assessments", "portfolio")


def doors(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, type[APIView]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from doors(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern) and prefix.startswith("api/v1/"):
            view = getattr(each.callback, "view_class", None)
            if view is not None and issubclass(view, Door) and hasattr(view, "get"):
                yield prefix + str(each.pattern), view


READING = dict(doors(get_resolver().url_patterns))


def address(route: str) -> str:
    """Fill a route with keys: what is asked for is looked at before what it is asked of."""
    parts = []
    for part in route.split("/"):
        kind, _colon, _name = part.strip("<>").rpartition(":")
        uuid = "00000000-0000-4000-8000-000000000000"
        filled = {"uuid": uuid, "int": "1"}.get(kind, "x")
        parts.append(filled if part.startswith("<") else part)
    return "/" + "/".join(parts)


def test_there_are_doors_to_look_at() -> None:
    assert len(READING) > 80


@pytest.mark.django_db
@pytest.mark.parametrize("route", READING)
def test_an_unknown_parameter_is_refused_by_name_with_the_known_ones(
    route: str, cast: Cast
) -> None:
    answer = cast.client("lead").get(address(route), {"stagee": "pilot"})
    known = known_parameters(READING[route])
    told = f"known are: {', '.join(known)}." if known else "this address takes none."
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]["stagee"][0].startswith("There is no such parameter")
    assert answer.json()["errors"]["stagee"][0].endswith(told)


@pytest.mark.django_db
def test_two_unknown_ones_are_both_named_and_a_known_one_is_not(cast: Cast) -> None:
    asked = {"page": "1", "utm_source": "mail", "Page_size": "3"}
    answer = cast.client("lead").get("/api/v1/domains/", asked)
    told = ["There is no such parameter; known are: page, page_size."]
    assert answer.json()["errors"] == {"utm_source": told, "Page_size": told}


@pytest.mark.django_db
def test_who_did_not_sign_in_learns_nothing(client: Any) -> None:
    assert client.get("/api/v1/use-cases/", {"stagee": "pilot"}).status_code == 401


@pytest.mark.django_db
def test_a_page_passes_over_what_others_add_to_its_address(cast: Cast) -> None:
    plain = cast.client("lead").get("/portfolio/use-cases/")
    tracked = cast.client("lead").get("/portfolio/use-cases/", {"utm_source": "mail"})
    assert (plain.status_code, tracked.status_code) == (200, 200)


@pytest.mark.parametrize("app", APPS)
def test_every_door_has_this_base(app: str) -> None:
    for file in (ROOT / app).rglob("*.py"):
        if file.name != "doors.py":
            assert "from rest_framework.views import APIView" not in file.read_text(), file
