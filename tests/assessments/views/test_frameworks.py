from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import FrameworkVersion
from assessments.services.framework_files import shipped_frameworks
from tests.assessments.builders import load_shipped, load_small
from tests.conftest import Cast

LOAD = "assessments:framework-load"


def upload(client: Client, content: Any, name: str = "own.yaml") -> Any:
    return client.post(reverse(LOAD), {"file": SimpleUploadedFile(name, content)})


def test_a_framework_is_browsed_down_to_its_steps(cast: Cast) -> None:
    row = load_shipped()
    client = cast.client("executive")

    listed = client.get(reverse("assessments:framework-list")).content.decode()
    page = client.get(reverse("assessments:framework-detail", args=[row.pk])).content.decode()

    assert "34 capabilities" in listed
    assert "Accountability split" in page
    assert "Name a business owner for every live system" in page
    assert "stands on Governance &amp; risk" in page


def test_the_centre_loads_a_framework_of_its_own(cast: Cast) -> None:
    content = shipped_frameworks()["five-layers"].read_bytes()

    response = upload(cast.client("lead"), content)

    row = FrameworkVersion.objects.get()
    assert response["Location"] == reverse("assessments:framework-detail", args=[row.pk])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"key: own\nversion: 1\n", "line 2"),
        (b"\xff\xfe\x00", "own.yaml"),
        (b"x" * (1024 * 1024 + 5), "1 MB"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_framework_is_told_what_is_wrong(
    cast: Cast, content: Any, sentence: Any
) -> None:
    response = upload(cast.client("lead"), content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("freight_owner", 403), ("auditor", 403), ("contributor", 404)]
)
def test_nobody_else_loads(cast: Cast, who: str, status: int) -> None:
    content = shipped_frameworks()["five-layers"].read_bytes()

    assert upload(cast.client(who), content).status_code == status
    assert not FrameworkVersion.objects.exists()


def test_another_version_is_made_the_default(cast: Cast) -> None:
    load_small()
    other = load_shipped()

    cast.client("lead").post(reverse("assessments:framework-default", args=[other.pk]))

    assert FrameworkVersion.objects.get(is_default=True).pk == other.pk
