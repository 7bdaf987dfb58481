"""A framework's life: copied, changed, published, retired; what was published never changes."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from assessments.domain.framework_edits import capability_added
from assessments.domain.frameworks import FrameworkInvalid
from assessments.models import Assessment, FrameworkVersion
from assessments.selectors.frameworks import framework_of, versions_readable_by
from assessments.services.assessments import open_assessment
from assessments.services.framework_drafts import (
    FrameworkFrozen,
    FrameworkUnfinished,
    change_draft,
    discard_draft,
    draft_copy,
    publish_draft,
)
from assessments.services.framework_use import FrameworkNotInUse
from assessments.services.frameworks import (
    DefaultRefused,
    NotInUse,
    VersionTaken,
    load_framework,
    make_default,
    retire_framework,
)
from portal.domain.errors import NotAllowed, StaleVersion
from portal.models import LedgerEntry
from portal.services.ledger import SYSTEM
from tests.assessments.builders import (
    draft,
    load_partner_framework,
    load_small,
    opened,
    small_framework,
)
from tests.builders import NOW
from tests.conftest import Cast


def copied(cast: Cast, version: str = "2", **fields: Any) -> FrameworkVersion:
    return draft_copy(load_small(), version=version, by=cast.member("lead"), at=NOW, **fields)


def retitled(row: FrameworkVersion, title: str) -> dict[str, Any]:
    return {**deepcopy(row.data), "title": title}


def last_event() -> str:
    return LedgerEntry.objects.latest("seq").event


def test_a_copy_is_a_draft_of_the_next_version(cast: Cast) -> None:
    row = copied(cast)

    assert (row.key, row.version, row.state, row.is_default) == ("sample", "2", "draft", False)
    assert row.based_on == FrameworkVersion.objects.get(version="1")
    assert row.data["version"] == "2"
    assert last_event() == "assessments.framework.drafted"


def test_a_copy_under_another_key_is_a_framework_of_its_own(cast: Cast) -> None:
    row = copied(cast, "1", key="own-model", title="Our model")
    assert (row.key, row.title, row.data["key"]) == ("own-model", "Our model", "own-model")


@pytest.mark.parametrize(
    ("version", "key", "refusal"),
    [
        ("1", "", VersionTaken),
        ("", "", FrameworkInvalid),
        ("2", "Own Model", FrameworkInvalid),
        ("x" * 21, "", FrameworkInvalid),
    ],
)
def test_a_copy_needs_a_version_and_a_key_of_its_own(
    cast: Cast, version: str, key: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        copied(cast, version, key=key)
    assert FrameworkVersion.objects.count() == 1


def test_a_change_gives_the_draft_another_fingerprint_and_is_read_at_once(cast: Cast) -> None:
    row = copied(cast)
    before = framework_of(row)

    after = change_draft(
        row, data=retitled(row, "Renamed"), version=1, by=cast.member("lead"), at=NOW
    )

    assert (after.title, after.row_version) == ("Renamed", 2)
    assert after.sha256 != row.sha256
    assert framework_of(after).title == "Renamed"
    assert framework_of(row) == before
    assert last_event() == "assessments.framework.changed"


def test_saving_what_is_there_changes_nothing(cast: Cast) -> None:
    row = copied(cast)
    entries = LedgerEntry.objects.count()

    same = change_draft(row, data=row.data, version=1, by=cast.member("lead"), at=NOW)

    assert (same.row_version, LedgerEntry.objects.count()) == (1, entries)


def test_a_change_from_an_old_version_is_refused(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    change_draft(row, data=retitled(row, "First"), version=1, by=lead, at=NOW)

    with pytest.raises(StaleVersion):
        change_draft(row, data=retitled(row, "Second"), version=1, by=lead, at=NOW)

    assert FrameworkVersion.objects.get(pk=row.pk).title == "First"


def test_data_that_is_no_framework_never_gets_into_a_draft(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    without = deepcopy(row.data)
    del without["layers"][0]["capabilities"][0]["levels"][0]
    too_long = {**row.data, "summary": "x" * 301}

    for data in (without, too_long, {}):
        with pytest.raises(FrameworkInvalid):
            change_draft(row, data=data, version=1, by=lead, at=NOW)

    assert FrameworkVersion.objects.get(pk=row.pk).sha256 == row.sha256


def test_a_draft_cannot_take_anothers_version(cast: Cast) -> None:
    row = copied(cast)
    with pytest.raises(VersionTaken):
        change_draft(
            row,
            data={**row.data, "version": "1"},
            version=1,
            by=cast.member("lead"),
            at=NOW,
        )
    assert FrameworkVersion.objects.get(pk=row.pk).version == "2"


@pytest.mark.parametrize("state", ["published", "retired"])
def test_what_was_published_never_changes(cast: Cast, state: str) -> None:
    row, lead = copied(cast), cast.member("lead")
    publish_draft(row, by=lead, at=NOW)
    if state == "retired":
        retire_framework(row, by=lead, at=NOW)
    held = FrameworkVersion.objects.get(pk=row.pk)

    for change in (
        lambda: change_draft(
            held, data=retitled(held, "Other"), version=held.row_version, by=lead, at=NOW
        ),
        lambda: publish_draft(held, by=lead, at=NOW),
        lambda: discard_draft(held, by=lead, at=NOW),
    ):
        with pytest.raises(FrameworkFrozen, match="stays as it is"):
            change()

    after = FrameworkVersion.objects.get(pk=row.pk)
    assert (after.sha256, after.title, after.state) == (held.sha256, "Sample", state)


def test_assessments_start_from_it_once_it_is_published(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    with pytest.raises(FrameworkNotInUse, match="is a draft"):
        draft(lead, framework=row)
    assert not Assessment.objects.exists()

    publish_draft(row, by=lead, at=NOW, version=1)

    assert last_event() == "assessments.framework.published"
    assert draft(lead, framework=row).framework_id == row.pk


def test_what_is_still_to_be_written_keeps_a_draft_from_being_published(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    data = capability_added(row.data, "data", title="Data contracts")
    changed = change_draft(row, data=data, version=1, by=lead, at=NOW)

    with pytest.raises(FrameworkUnfinished) as refused:
        publish_draft(changed, by=lead, at=NOW)

    assert refused.value.fields["layers[2].capabilities[2]"] == (
        "“Data contracts” is still to be written: the question, level 1, level 2, level 3, "
        "level 4, level 5, the step to level 2, the step to level 3, the step to level 4, "
        "the step to level 5."
    )
    assert FrameworkVersion.objects.get(pk=row.pk).state == "draft"


def test_publishing_looks_at_the_version_that_was_read(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    change_draft(row, data=retitled(row, "Renamed"), version=1, by=lead, at=NOW)
    with pytest.raises(StaleVersion):
        publish_draft(row, by=lead, at=NOW, version=1)
    assert FrameworkVersion.objects.get(pk=row.pk).state == "draft"


def test_a_retired_version_starts_nothing_new_and_what_runs_goes_on(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    publish_draft(row, by=lead, at=NOW)
    running = opened(lead, [cast.contributor], framework=row)
    prepared = draft(lead, [cast.contributor], framework=row)

    retire_framework(row, by=lead, at=NOW)

    assert last_event() == "assessments.framework.retired"
    with pytest.raises(FrameworkNotInUse, match="is retired"):
        draft(lead, framework=row)
    assert open_assessment(prepared, by=lead, at=NOW).state == "open"
    assert Assessment.objects.get(pk=running.pk).state == "open"


def test_the_default_cannot_be_retired_and_a_draft_cannot_be_the_default(cast: Cast) -> None:
    row, lead = copied(cast), cast.member("lead")
    default = FrameworkVersion.objects.get(is_default=True)
    with pytest.raises(NotInUse, match="Make another version the default first"):
        retire_framework(default, by=lead, at=NOW)
    with pytest.raises(NotInUse, match="Only a published version"):
        retire_framework(row, by=lead, at=NOW)
    for other in (row, load_partner_framework()):
        with pytest.raises(DefaultRefused):
            make_default(other, by=lead, at=NOW)
    assert FrameworkVersion.objects.get(is_default=True) == default
    assert FrameworkVersion.objects.get(pk=default.pk).state == "published"


def test_a_draft_is_discarded_and_the_ledger_remembers(cast: Cast) -> None:
    row = copied(cast)
    discard_draft(row, by=cast.member("lead"), at=NOW)
    assert not FrameworkVersion.objects.filter(pk=row.pk).exists()
    assert last_event() == "assessments.framework.discarded"
    with pytest.raises(FrameworkFrozen, match="was discarded"):
        publish_draft(row, by=cast.member("lead"), at=NOW)


def test_a_file_does_not_overtake_a_draft_of_the_same_version(cast: Cast) -> None:
    copied(cast, "1", key="own-model")
    base = small_framework()
    own = type(base)(**{**{f: getattr(base, f) for f in base.__slots__}, "key": "own-model"})
    with pytest.raises(VersionTaken, match="is a draft here"):
        load_framework(own, source="x", by=SYSTEM, at=NOW)
    assert FrameworkVersion.objects.get(key="own-model").state == "draft"


@pytest.mark.parametrize("who", ["freight_owner", "executive", "auditor", "contributor"])
def test_nobody_else_touches_frameworks_or_sees_drafts(cast: Cast, who: str) -> None:
    row, by = copied(cast), cast.member(who)
    for act in (
        lambda: draft_copy(row, version="3", by=by, at=NOW),
        lambda: change_draft(row, data=retitled(row, "Mine"), version=1, by=by, at=NOW),
        lambda: publish_draft(row, by=by, at=NOW),
        lambda: retire_framework(row, by=by, at=NOW),
        lambda: discard_draft(row, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    held = FrameworkVersion.objects.get(pk=row.pk)
    assert (held.sha256, held.state) == (row.sha256, "draft")
    assert row not in versions_readable_by(by)
    assert row in versions_readable_by(cast.member("lead"))


@pytest.mark.parametrize(
    "values", [{"data": {}}, {"sha256": "0" * 64}, {"state": "draft"}], ids=["data", "sha", "state"]
)
def test_the_database_itself_refuses_to_change_what_was_published(
    cast: Cast, values: dict[str, Any]
) -> None:
    row = load_small()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        FrameworkVersion.objects.filter(pk=row.pk).update(**values)
    held = FrameworkVersion.objects.get(pk=row.pk)
    assert (held.data, held.sha256, held.state) == (row.data, row.sha256, "published")
    held.save()


def test_the_database_lets_a_draft_change(cast: Cast) -> None:
    row = copied(cast)
    assert FrameworkVersion.objects.filter(pk=row.pk).update(sha256="0" * 64) == 1
