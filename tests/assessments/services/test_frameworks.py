from dataclasses import replace
from typing import Any

import pytest

from assessments.models import FrameworkVersion
from assessments.services.frameworks import VersionTaken, load_framework, make_default
from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portal.services.ledger import SYSTEM
from tests.assessments.builders import load_small, small_framework
from tests.builders import NOW
from tests.conftest import Cast


def test_the_first_framework_to_be_loaded_becomes_the_default(db: None) -> None:
    row = load_small()

    assert (row.key, row.version, row.is_default) == ("sample", "1", True)
    assert len(row.sha256) == 64
    assert LedgerEntry.objects.get().event == "assessments.framework.loaded"


def test_loading_the_same_content_again_changes_nothing(db: None) -> None:
    first = load_small()

    again = load_small()

    assert again.pk == first.pk
    assert FrameworkVersion.objects.count() == 1
    assert LedgerEntry.objects.count() == 1


def test_a_version_with_other_content_is_refused(db: None) -> None:
    load_small()

    with pytest.raises(VersionTaken, match="Give the new content a new version"):
        load_framework(
            replace(small_framework(), summary="Other words."), source="test", by=SYSTEM, at=NOW
        )

    assert FrameworkVersion.objects.get().summary == "A small one."


def test_a_later_version_is_kept_beside_the_earlier_one(db: None) -> None:
    load_small()

    later = load_framework(replace(small_framework(), version="2"), source="x", by=SYSTEM, at=NOW)

    assert not later.is_default
    assert FrameworkVersion.objects.count() == 2


def test_the_centre_can_make_another_version_the_default(cast: Cast) -> None:
    first = load_small()
    later = load_framework(replace(small_framework(), version="2"), source="x", by=SYSTEM, at=NOW)

    make_default(later, by=cast.member("lead"), at=NOW)

    assert FrameworkVersion.objects.get(is_default=True).pk == later.pk
    assert not FrameworkVersion.objects.get(pk=first.pk).is_default


@pytest.mark.parametrize("name", ["freight_owner", "executive", "contributor", "stranger"])
def test_who_does_not_manage_frameworks_loads_none(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        load_framework(small_framework(), source="x", by=cast.member(name), at=NOW)

    assert not FrameworkVersion.objects.exists()


def test_who_loads_the_first_framework_in_the_same_moment_as_another_finds_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, tries = FrameworkVersion.objects.create, []

    def write_after_another(**fields: Any) -> FrameworkVersion:
        tries.append(fields["key"])
        if len(tries) == 1:
            write(**fields)
        return write(**fields)

    monkeypatch.setattr(FrameworkVersion.objects, "create", write_after_another)
    row = load_small()
    assert FrameworkVersion.objects.get() == row
    assert LedgerEntry.objects.count() == 1
