"""Choosing who is asked in a campaign: for one domain, for several, or from a list."""

import csv
from collections.abc import Collection, Mapping
from datetime import datetime
from io import StringIO

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments.domain.campaigns import takes_changes
from assessments.domain.invitations import Invitation
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.respondent_rows import Known, read_respondents
from assessments.models import Assessment, AssessmentRespondent, Campaign
from assessments.selectors.frameworks import framework_of
from assessments.selectors.respondents import people_who_may_answer
from assessments.services.assessments import SetUpRefused, locked, refuse_late_set_up
from assessments.services.campaigns import locked_campaign
from assessments.services.events import AssessmentsEvent
from assessments.services.respondents import Wanted, invite, invite_all
from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Member
from portal.models import User
from portal.services import ledger

LARGEST_LIST = 1024 * 1024
MOST_ROWS = 5000


class ListUnreadable(Invalid):
    """A list of respondents is no text in rows, or too long."""

    code = "respondent_list_unreadable"


@transaction.atomic
def ask_also(
    campaign: Campaign,
    wanted: Mapping[int, Collection[Invitation]],
    *,
    by: Member,
    at: datetime,
) -> int:
    """Ask these people as well, or ask those anew who are asked already; return how many places.

    Parameters
    ----------
    campaign
        The campaign.
    wanted
        Id of each assessment to the invitations into it.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    SetUpRefused
        When one of the assessments is closed, or not of this campaign.
    RespondentRefused, LayerUnknown
        When somebody cannot be asked like that; then nothing has changed anywhere.
    """
    row = locked_campaign(campaign, version=None, by=by)
    parts = _parts(row, wanted)
    whole: dict[int, dict[int, int | Invitation]] = {pk: {} for pk in parts}
    asked = AssessmentRespondent.objects.filter(assessment__in=parts)
    for pk, user_id in asked.values_list("assessment", "user"):
        whole[pk][user_id] = user_id
    for pk, invitations in wanted.items():
        whole[pk] |= {each.user_id: each for each in invitations}
    return _store(row, {parts[pk]: list(each.values()) for pk, each in whole.items()}, by=by, at=at)


@transaction.atomic
def set_respondents(
    campaign: Campaign,
    assessment_id: int,
    invitations: Collection[Invitation],
    *,
    version: int | None,
    by: Member,
    at: datetime,
) -> int:
    """Ask exactly these people for one domain; return how many places changed.

    Raises
    ------
    NotAllowed, StaleVersion
        When the member may not run the campaign, or somebody changed the assessment.
    SetUpRefused, RespondentRefused, LayerUnknown
        As `ask_also`, and when somebody who answered would be left out.
    """
    row = locked_campaign(campaign, version=None, by=by)
    parts = _parts(row, [assessment_id])
    part = parts[assessment_id]
    if version is not None and part.version != version:
        raise StaleVersion(_("Somebody changed who is asked since you looked. Look again."))
    return _store(row, {part: invitations}, by=by, at=at)


@transaction.atomic
def change_respondents(
    assessment: Assessment,
    invitations: Collection[Invitation],
    *,
    version: int,
    by: Member,
    at: datetime,
) -> Assessment:
    """Ask exactly these people in one assessment, of a campaign or on its own.

    Raises
    ------
    NotAllowed, StaleVersion
        When the member may not run it, or somebody changed it.
    SetUpRefused, RespondentRefused, LayerUnknown
        When it is closed, or somebody cannot be asked like that or left out.
    """
    row = locked(assessment, version=version, by=by)
    refuse_late_set_up(row)
    asked = invite(row, invitations, at=at)
    if asked:
        row.version += 1
        row.save(update_fields=["version"])
        changes = {"respondents": asked}
        event = AssessmentsEvent.ASSESSMENT_CHANGED
        ledger.record(event, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def take_list(campaign: Campaign, text: str, *, by: Member, at: datetime) -> int:
    """Ask everybody a list names, in rows of domain, e-mail, perspective and layers, or nobody.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    ListUnreadable
        When the text is no list.
    RowsRefused
        With every error of every row.
    SetUpRefused, RespondentRefused
        As `ask_also`.
    """
    row = locked_campaign(campaign, version=None, by=by)
    rows = _rows(text)
    domains: dict[str, list[int]] = {}
    parts = Assessment.objects.filter(campaign=row).order_by("pk")
    for pk, name, code in parts.values_list("pk", "domain__name", "domain__code"):
        for word in {name.casefold(), code.casefold()} - {""}:
            domains.setdefault(word, []).append(pk)
    emails = {cell.strip().casefold() for cells in rows for cell in cells if "@" in cell}
    known = Known(
        domains=domains,
        people=dict(User.objects.filter(email__in=emails).values_list("email", "pk")),
        able={person.pk for person in people_who_may_answer(today=localdate(at))},
        framework=framework_of(row.framework),
    )
    return ask_also(row, read_respondents(rows, known), by=by, at=at)


def decoded(content: bytes) -> str:
    """Return the text of an uploaded list: UTF-8, or what old spreadsheets write.

    Raises
    ------
    ListUnreadable
        When it is too large, or no text.
    """
    if len(content) > LARGEST_LIST:
        raise _unreadable(_("The list has more than 1 MB. Split it into several."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(_("This is no text. Save the list as CSV and upload that."))


def _rows(text: str) -> list[list[str]]:
    if len(text) > LARGEST_LIST or "\0" in text:
        raise _unreadable(_("This is no list of respondents, or it is too long."))
    first = text.lstrip().partition("\n")[0]
    delimiter = max("\t;,", key=first.count) if any(each in first for each in "\t;,") else ","
    try:
        rows = list(csv.reader(StringIO(text.strip()), delimiter=delimiter))
    except csv.Error:
        raise _unreadable(_("A row of the list has quotation marks that do not close.")) from None
    if len(rows) > MOST_ROWS:
        sentence = _("The list has more than %(most)s rows. Split it.") % {"most": MOST_ROWS}
        raise _unreadable(sentence)
    return rows


def _unreadable(sentence: str) -> ListUnreadable:
    return ListUnreadable(sentence, fields={"rows": sentence})


def _parts(campaign: Campaign, ids: Collection[int]) -> dict[int, Assessment]:
    rows = Assessment.objects.filter(campaign=campaign, pk__in=list(ids)).select_related("domain")
    found = {
        row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    }
    if len(found) != len(set(ids)):
        raise SetUpRefused(_("One of the domains is not part of this campaign any more."))
    closed = [
        row.domain.name for row in found.values() if not takes_changes(AssessmentState(row.state))
    ]
    if closed:
        raise SetUpRefused(
            _("Closed, so nobody else is asked: %(names)s.") % {"names": ", ".join(closed)}
        )
    return found


def _store(
    campaign: Campaign, wanted: Mapping[Assessment, Wanted], *, by: Member, at: datetime
) -> int:
    words = invite_all(wanted, at=at)
    changes = {row.domain.name: words[row.pk] for row in wanted if words[row.pk]}
    if changes:
        touched = [row.pk for row in wanted if words[row.pk]]
        Assessment.objects.filter(pk__in=touched).update(version=F("version") + 1)
        event = AssessmentsEvent.CAMPAIGN_RESPONDENTS_CHANGED
        ledger.record(event, subject=campaign, by=by, at=at, changes=changes)
    return sum(map(len, changes.values()))
