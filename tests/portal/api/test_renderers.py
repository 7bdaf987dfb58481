"""Programs read every moment in one form, whatever zone anybody is in."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import Client

from portal.api.renderers import MomentRenderer
from tests.assessments.builders import answer, opened
from tests.builders import make_use_case
from tests.conftest import Cast

EAST = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 3, 1, 12, 0, tzinfo=EAST), "2026-03-01T09:00:00Z"),
        (datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC), "2026-03-01T12:00:00.000005Z"),
    ],
)
def test_a_moment_is_written_in_utc(moment: datetime, written: str) -> None:
    assert json.loads(MomentRenderer().render({"at": moment})) == {"at": written}


def reader(cast: Cast, zone: str) -> Client:
    cast.lead.time_zone = zone
    cast.lead.save()
    return cast.client("lead")


@pytest.mark.parametrize("zone", ["", "Europe/Amsterdam", "Asia/Tokyo"])
def test_the_zone_of_the_reader_does_not_move_what_programs_read(cast: Cast, zone: str) -> None:
    use_case = make_use_case(domain=cast.freight)
    assessment = opened(cast.member("lead"), [cast.lead], domain=cast.freight)
    answer(assessment, cast.lead, {"owners": 2})
    client = reader(cast, zone)
    found = [
        client.get(f"/api/v1/use-cases/{use_case.pk}/").json()["updated_at"],
        client.get("/api/v1/ledger/").json()["results"][0]["recorded_at"],
        client.get(f"/api/v1/assessments/{assessment.pk}/responses/").json()["responses"][0][
            "saved_at"
        ],
    ]
    assert [each[-1] for each in found] == ["Z", "Z", "Z"]
    assert datetime.fromisoformat(found[0]) == use_case.updated_at
