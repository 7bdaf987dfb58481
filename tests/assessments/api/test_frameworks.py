from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.framework_data import framework_to_data
from assessments.models import FrameworkVersion
from tests.assessments.builders import load_small, small_framework
from tests.conftest import Cast

JSON = "application/json"


def load(client: Client, data: Any) -> Any:
    return client.post(reverse("api:framework-list"), {"framework": data}, content_type=JSON)


def test_a_framework_goes_in_and_comes_out_the_same(cast: Cast) -> None:
    data = framework_to_data(small_framework())
    client = cast.client("lead")

    made = load(client, data)

    assert made.status_code == 201
    detail = client.get(reverse("api:framework-detail", args=[made.json()["id"]])).json()
    assert detail["framework"] == data
    listed = client.get(reverse("api:framework-list")).json()["results"]
    assert (listed[0]["capabilities"], listed[0]["is_default"]) == (6, True)


def test_data_that_is_no_framework_is_told_what_is_wrong(cast: Cast) -> None:
    refused = load(cast.client("lead"), {"key": "small"})

    assert (refused.status_code, refused.json()["code"]) == (422, "framework_invalid")
    assert refused.json()["errors"]["version"] == "Give the version as text."
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize("depth", [51, 600, 100_000])
def test_what_is_nested_deeper_than_yaml_may_be_is_refused_in_words(cast: Cast, depth: int) -> None:
    body = '{"framework": ' + '{"a": ' * (depth - 1) + "1" + "}" * depth

    refused = cast.client("lead").post(reverse("api:framework-list"), body, content_type=JSON)

    assert refused.status_code == 400
    assert "More than 50 lists or groups of fields lie inside one another." in str(refused.json())
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("freight_owner", 403), ("contributor", 404)]
)
def test_nobody_else_loads(cast: Cast, who: str, status: int) -> None:
    assert load(cast.client(who), framework_to_data(small_framework())).status_code == status
    assert not FrameworkVersion.objects.exists()


def test_the_default_is_made_by_the_centre(cast: Cast) -> None:
    row = load_small()
    url = reverse("api:framework-default", args=[row.pk])

    assert cast.client("executive").post(url).status_code == 403
    assert cast.client("lead").post(url).json()["is_default"] is True
