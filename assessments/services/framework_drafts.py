"""Drafts of frameworks: copying a version, changing the copy, publishing or discarding it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.domain.framework_data import framework_to_data
from assessments.domain.framework_unwritten import unwritten
from assessments.domain.frameworks import Framework
from assessments.models import FrameworkVersion
from assessments.services.events import AssessmentsEvent
from assessments.services.framework_files import checked_framework
from assessments.services.frameworks import VersionTaken
from portal.domain.errors import Invalid, Refusal, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.services import ledger

State = FrameworkVersion.State


class FrameworkFrozen(Refusal):
    """Only a draft changes; what was published stays as it was."""

    code = "framework_frozen"


class FrameworkUnfinished(Invalid):
    """Some texts of the draft are still to be written."""

    code = "framework_unfinished"


@transaction.atomic
def draft_copy(
    base: FrameworkVersion,
    *,
    version: str,
    by: Member,
    at: datetime,
    key: str = "",
    title: str = "",
) -> FrameworkVersion:
    """Start a draft from a version; without a key it is a new version of the same framework.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks.
    VersionTaken
        When that version is here already.
    FrameworkInvalid
        When the key, the version or the title is none.
    """
    require(by, Capability.MANAGE_FRAMEWORKS)
    words = {
        "key": key.strip() or base.key,
        "version": version.strip(),
        "title": title.strip() or base.title,
    }
    framework = checked_framework({**base.data, **words})
    return _drafted(framework, based_on=base, by=by, at=at)


@transaction.atomic
def draft_from(framework: Framework, *, by: Member, at: datetime) -> FrameworkVersion:
    """Start a draft from a framework that was read from a file.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks.
    VersionTaken
        When that version is here already.
    """
    require(by, Capability.MANAGE_FRAMEWORKS)
    return _drafted(framework, based_on=None, by=by, at=at)


@transaction.atomic
def change_draft(
    row: FrameworkVersion, *, data: Mapping[str, Any], version: int, by: Member, at: datetime
) -> FrameworkVersion:
    """Put other content into a draft; what is there already changes nothing.

    ``version`` is the ``row_version`` that the change was made from.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks.
    FrameworkFrozen
        When it is no draft.
    StaleVersion
        When somebody changed it since ``version``.
    FrameworkInvalid
        With everything that keeps the data from being a framework.
    VersionTaken
        When its new key and version are another row's.
    """
    held = _locked_draft(row, version=version, by=by)
    framework = checked_framework(data)
    before = held.sha256
    _put(held, framework)
    if held.sha256 == before:
        return held
    held.row_version += 1
    held.changed_at = at
    try:
        with transaction.atomic():
            held.save(update_fields=[*_CONTENT, "row_version", "changed_at"])
    except IntegrityError as error:
        raise _taken(framework) from error
    changes = {"sha256": [before, held.sha256], "row_version": held.row_version}
    ledger.record(AssessmentsEvent.FRAMEWORK_CHANGED, subject=held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def publish_draft(
    row: FrameworkVersion, *, by: Member, at: datetime, version: int | None = None
) -> FrameworkVersion:
    """Freeze a draft, so that assessments can start from it.

    Raises
    ------
    NotAllowed, FrameworkFrozen, StaleVersion
        When the member may not, it is no draft, or somebody changed it since ``version``.
    FrameworkUnfinished
        With every text that is still to be written.
    """
    held = _locked_draft(row, version=version, by=by)
    checked_framework(held.data)
    if problems := unwritten(held.data):
        raise FrameworkUnfinished(
            _("Write what is still missing, then publish. First of all: %(first)s")
            % {"first": problems[0].sentence},
            fields={problem.path: problem.sentence for problem in problems},
        )
    held.state = State.PUBLISHED
    held.row_version += 1
    held.loaded_at = at
    # The first framework that can be used becomes the default, as when one is loaded.
    is_first = not FrameworkVersion.objects.filter(is_default=True).exists()
    held.is_default = is_first and held.subject == FrameworkVersion.Subject.DOMAIN
    held.save(update_fields=["state", "row_version", "loaded_at", "is_default"])
    changes = {"sha256": held.sha256, "is_default": held.is_default}
    ledger.record(AssessmentsEvent.FRAMEWORK_PUBLISHED, subject=held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def discard_draft(
    row: FrameworkVersion, *, by: Member, at: datetime, version: int | None = None
) -> None:
    """Throw a draft away.

    Raises
    ------
    NotAllowed, FrameworkFrozen, StaleVersion
        When the member may not, it is no draft, or somebody changed it since ``version``.
    """
    held = _locked_draft(row, version=version, by=by)
    changes = {"sha256": held.sha256}
    ledger.record(AssessmentsEvent.FRAMEWORK_DISCARDED, subject=held, by=by, at=at, changes=changes)
    held.delete()


_CONTENT = ("key", "version", "title", "summary", "subject", "data", "sha256")


def _drafted(
    framework: Framework, *, based_on: FrameworkVersion | None, by: Member, at: datetime
) -> FrameworkVersion:
    row = FrameworkVersion(state=State.DRAFT, based_on=based_on, loaded_at=at, changed_at=at)
    _put(row, framework)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(framework) from error
    changes = {"sha256": row.sha256, "based_on": based_on}
    ledger.record(AssessmentsEvent.FRAMEWORK_DRAFTED, subject=row, by=by, at=at, changes=changes)
    return row


def _put(row: FrameworkVersion, framework: Framework) -> None:
    data = framework_to_data(framework)
    row.key, row.version = framework.key, framework.version
    row.title, row.summary = framework.title, framework.summary
    row.subject = framework.subject.value
    row.data = data
    row.sha256 = hashlib.sha256(rfc8785.dumps(data)).hexdigest()


def _locked_draft(row: FrameworkVersion, *, version: int | None, by: Member) -> FrameworkVersion:
    require(by, Capability.MANAGE_FRAMEWORKS)
    held = FrameworkVersion.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        raise FrameworkFrozen(_("This draft was discarded."))
    if held.state != State.DRAFT:
        sentence = _(
            "“%(framework)s” was published and stays as it is. Draft a new version of it instead."
        )
        raise FrameworkFrozen(sentence % {"framework": held})
    if version is not None and held.row_version != version:
        raise StaleVersion(_("Somebody changed this draft since you opened it. Look again."))
    return held


def _taken(framework: Framework) -> Refusal:
    sentence = _("There is a version %(version)s of “%(key)s” already. Choose another version.")
    words = {"version": framework.version, "key": framework.key}
    return VersionTaken(sentence % words, fields={"version": sentence % words})
