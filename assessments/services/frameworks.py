"""Loading frameworks, and which are in use: a version, once loaded, never changes."""

import hashlib
from datetime import datetime

import rfc8785
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.domain.framework_data import framework_to_data
from assessments.domain.frameworks import Framework, Subject
from assessments.models import FrameworkVersion
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, require
from portal.services import ledger


class VersionTaken(Refusal):
    """A version of a framework was loaded before, with other content."""

    code = "framework_version_taken"


class DefaultRefused(Refusal):
    """What everything new starts from must be in use, and about a domain."""

    code = "framework_default_refused"


class NotInUse(Refusal):
    """Only a published version can be retired, and the default cannot."""

    code = "framework_not_retired"


@transaction.atomic
def load_framework(
    framework: Framework, *, source: str, by: Member, at: datetime
) -> FrameworkVersion:
    """Store a version of a framework; loading the same content again changes nothing.

    The first framework about a domain to be loaded becomes the default.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks. The portal itself always may.
    VersionTaken
        When this version is here with other content.
    """
    if by is not ledger.SYSTEM:
        require(by, Capability.MANAGE_FRAMEWORKS)
    try:
        with transaction.atomic():
            return _loaded(framework, source=source, by=by, at=at)
    except IntegrityError:
        # Somebody loaded one in the same moment; another look finds it.
        return _loaded(framework, source=source, by=by, at=at)


def _loaded(framework: Framework, *, source: str, by: Member, at: datetime) -> FrameworkVersion:
    data = framework_to_data(framework)
    sha256 = hashlib.sha256(rfc8785.dumps(data)).hexdigest()
    known = FrameworkVersion.objects.select_for_update().filter(key=framework.key)
    same = known.filter(version=framework.version).first()
    if same is not None:
        return _unchanged(same, sha256)
    row = FrameworkVersion.objects.create(
        key=framework.key,
        version=framework.version,
        title=framework.title,
        summary=framework.summary,
        data=data,
        sha256=sha256,
        subject=framework.subject,
        is_default=framework.subject is Subject.DOMAIN
        and not FrameworkVersion.objects.filter(is_default=True).exists(),
        loaded_at=at,
    )
    changes = {"sha256": sha256, "source": source, "is_default": row.is_default}
    ledger.record(AssessmentsEvent.FRAMEWORK_LOADED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def make_default(version: FrameworkVersion, *, by: Member, at: datetime) -> FrameworkVersion:
    """Let new assessments, and readiness, start from this version.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks.
    DefaultRefused
        When it is a draft or retired, or is about a partner.
    """
    require(by, Capability.MANAGE_FRAMEWORKS)
    rows = FrameworkVersion.objects.select_for_update().defer("data")
    _refuse_default(rows.get(pk=version.pk))
    before = rows.filter(is_default=True).first()
    if before is not None and before.pk == version.pk:
        return version
    if before is not None:
        before.is_default = False
        before.save(update_fields=["is_default"])
    row = rows.get(pk=version.pk)
    row.is_default = True
    row.save(update_fields=["is_default"])
    changes = {"default": [before, row]}
    ledger.record(
        AssessmentsEvent.FRAMEWORK_MADE_DEFAULT, subject=row, by=by, at=at, changes=changes
    )
    return row


@transaction.atomic
def retire_framework(version: FrameworkVersion, *, by: Member, at: datetime) -> FrameworkVersion:
    """Let nothing new start from this version; what runs already goes on.

    Raises
    ------
    NotAllowed
        When the member may not change frameworks.
    NotInUse
        When it is the default, or is not published.
    """
    require(by, Capability.MANAGE_FRAMEWORKS)
    row = FrameworkVersion.objects.select_for_update().defer("data").get(pk=version.pk)
    if row.is_default:
        raise NotInUse(_("The default cannot be retired. Make another version the default first."))
    if row.state != FrameworkVersion.State.PUBLISHED:
        raise NotInUse(_("Only a published version can be retired."))
    before, row.state = row.state, FrameworkVersion.State.RETIRED
    row.row_version += 1
    row.save(update_fields=["state", "row_version"])
    changes = {"state": [before, row.state]}
    ledger.record(AssessmentsEvent.FRAMEWORK_RETIRED, subject=row, by=by, at=at, changes=changes)
    return row


def _refuse_default(row: FrameworkVersion) -> None:
    if row.state != FrameworkVersion.State.PUBLISHED:
        raise DefaultRefused(_("Only a published version in use can be the default."))
    if row.subject != FrameworkVersion.Subject.DOMAIN:
        raise DefaultRefused(
            _("“%(framework)s” is about partners, and readiness asks about domains.")
            % {"framework": row.title}
        )


def _unchanged(row: FrameworkVersion, sha256: str) -> FrameworkVersion:
    if row.state == FrameworkVersion.State.DRAFT:
        words = {"title": row.title, "version": row.version}
        raise VersionTaken(
            _("Version %(version)s of “%(title)s” is a draft here. Publish or discard it first.")
            % words
        )
    if row.sha256 != sha256:
        words = {"title": row.title, "version": row.version}
        raise VersionTaken(
            _(
                "Version %(version)s of “%(title)s” was loaded before with other content, and "
                "assessments may rest on it. Give the new content a new version."
            )
            % words
        )
    return row
