"""A diagnosis reads a result and what the same domain said to other frameworks."""

from datetime import timedelta

from assessments.domain.operating_model import OperatingModel, Signal
from assessments.models import Assessment
from assessments.services.results import publish_assessment
from tests.assessments.builders import closed, load_shipped, published
from tests.builders import NOW
from tests.conftest import Cast


def keys_of(version: object) -> list[str]:
    data = version.data  # type: ignore[attr-defined]
    return [each["key"] for layer in data["layers"] for each in layer["capabilities"]]


def test_another_framework_of_the_same_domain_fills_what_this_one_does_not_ask(cast: Cast) -> None:
    lead, who = cast.member("lead"), cast.contributor
    scaling, federated = (
        load_shipped("scaling-prerequisites"),
        load_shipped("federated-operating-model"),
    )
    first = published(
        lead, {who: dict.fromkeys(keys_of(scaling), 2)}, framework=scaling, domain=cast.freight
    )
    alone = first.data["operating_model"]
    row = closed(
        lead, {who: dict.fromkeys(keys_of(federated), 4)}, framework=federated, domain=cast.freight
    )

    found = publish_assessment(row, by=lead, at=NOW + timedelta(days=5)).data["operating_model"]

    assert (alone["model"], alone["missing"]) == (
        None,
        [Signal.DOMAIN_OWNERSHIP, Signal.CENTRAL_DELIVERY],
    )
    assert found["missing"] == []
    assert found["model"] in set(OperatingModel)
    assert {each["framework"] for signal in found["signals"] for each in signal["witnesses"]} == {
        "scaling-prerequisites",
        "federated-operating-model",
    }


def test_another_domain_says_nothing_about_this_one(cast: Cast) -> None:
    lead, who = cast.member("lead"), cast.contributor
    scaling, federated = (
        load_shipped("scaling-prerequisites"),
        load_shipped("federated-operating-model"),
    )
    published(lead, {who: dict.fromkeys(keys_of(federated), 4)}, framework=federated)

    found = published(
        lead, {who: dict.fromkeys(keys_of(scaling), 2)}, framework=scaling, domain=cast.freight
    )

    assert found.data["operating_model"]["model"] is None
    assert Assessment.objects.count() == 2
