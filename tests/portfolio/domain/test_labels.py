"""Every choice a reader meets is called by a word of their language."""

from collections.abc import Iterator

import pytest
from django.utils.translation import gettext, ngettext

from portal.domain.wording import speak_through
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.risk_tiers import Autonomy, Impact, Tier
from portfolio.domain.roadmaps import OutOfPlay
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique

CALLED = (
    *((each, "label") for kind in (Bucket, OwnerRole, Quadrant, Stage, Technique) for each in kind),
    *((each, "label") for kind in (Impact, Autonomy) for each in kind),
    *((each, "word") for kind in (Axis, Bucket, OwnerRole, Stage) for each in kind),
    *((each, part) for each in Tier for part in ("title", "demands")),
    *((each, "answers_for") for each in OwnerRole),
    *((each, "sentence") for each in OutOfPlay),
)


@pytest.fixture
def marking() -> Iterator[None]:
    speak_through(lambda text: f"«{text}»", lambda one, many, count: f"«{many}»")
    yield
    speak_through(gettext, ngettext)


def test_every_choice_is_called_in_the_readers_language(marking: None) -> None:
    said = [getattr(each, part) for each, part in CALLED]
    assert [words for words in said if not (words.startswith("«") and words.endswith("»"))] == []


def test_a_word_in_a_sentence_is_its_label_in_small_letters() -> None:
    for kind in (Bucket, OwnerRole, Stage):
        assert [each.word for each in kind] == [each.label.lower() for each in kind]
