"""Levels wear the colours of the scale their framework has, wherever they are written."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.domain.scales import Scale
from assessments.models import Assessment
from assessments.services.frameworks import load_framework
from portal.services.ledger import SYSTEM
from tests.assessments.builders import answer, closed, opened
from tests.assessments.domain.examples import make_framework
from tests.builders import NOW
from tests.conftest import Cast

FOUR = Scale(0, 3, ("none", "some", "most", "all"))
LEVELS = re.compile(r"st-level st-level--(\w+)[^>]*>(?:<span[^>]*>[^<]*</span>)?(\d)<")


@pytest.fixture
def framework(db: None) -> object:
    return load_framework(make_framework(scale=FOUR), source="test", by=SYSTEM, at=NOW)


def keys(row: Assessment) -> list[str]:
    return [each.key for layer in make_framework(scale=FOUR).layers for each in layer.capabilities]


def test_the_overview_of_ones_answers_has_the_colours_of_the_scale(
    cast: Cast, framework: object
) -> None:
    row = opened(
        cast.member("lead"), [cast.contributor], framework=framework, target_level=Decimal(2)
    )
    first, second, *_rest = keys(row)
    answer(row, cast.contributor, {first: 3, second: 0})
    url = reverse("assessments:answer-overview", args=[row.pk])
    html = cast.client("contributor").get(url).content.decode()
    assert sorted(LEVELS.findall(html)) == [("1", "0"), ("5", "3")]


@pytest.mark.parametrize("page", ["assessment-review", "workshop-question"])
def test_what_the_options_mean_has_the_colours_of_the_scale(
    cast: Cast, framework: object, page: str
) -> None:
    key = make_framework(scale=FOUR).capabilities[0].key
    answers = {cast.contributor: {key: 3}}
    row = closed(cast.member("lead"), answers, framework=framework, target_level=Decimal(2))
    arguments = [row.pk] if page == "assessment-review" else [row.pk, key]
    html = cast.client("lead").get(reverse(f"assessments:{page}", args=arguments)).content.decode()
    told = html.split("What the options mean")[1]
    assert LEVELS.findall(told)[:4] == [("1", "0"), ("2", "1"), ("3", "2"), ("5", "3")]
