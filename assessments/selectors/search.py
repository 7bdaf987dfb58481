"""What a search of the whole portal finds in assessments: assessments and frameworks."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, Window

from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, FrameworkVersion
from assessments.selectors.assessments import state_badge
from assessments.selectors.frameworks import versions_readable_by
from portal.domain.finds import Find, Finds, Kind
from portal.domain.roles import Capability, Member
from portal.domain.search_words import has_all
from portal.domain.wording import gettext as _
from portal.models.domains import beneath


def assessments_found(member: Member, words: Sequence[str], *, most: int, today: date) -> Finds:
    """Return the assessments with all the words, what is due last first; one query.

    Who was only asked to answer finds their own questionnaire, once it is no draft.
    """
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    rows = Assessment.objects.visible_to(member).select_related("domain", "partner")
    if not scope.is_everything:
        asked = ~Q(state=AssessmentState.DRAFT)
        rows = rows.filter(beneath("domain__path", scope.paths) | asked)
    for word in words:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(domain__name__icontains=word)
            | Q(partner__name__icontains=word)
        )
    counted = rows.annotate(total=Window(Count("pk"))).order_by("-due_on", "-pk")
    cut = list(counted[:most])
    finds = tuple(
        _assessment_find(row, today, is_read=scope.covers(row.domain.path)) for row in cut
    )
    return Finds(Kind.ASSESSMENT, finds, cut[0].total if cut else 0)  # type: ignore[attr-defined]


def _assessment_find(row: Assessment, today: date, *, is_read: bool) -> Find:
    about = [row.domain.name, row.partner.name if row.partner else ""]
    state = state_badge(row, today=today).label if is_read else _("Your questionnaire")
    where = " · ".join(part for part in (*about, state) if part)
    address = "assessments:assessment-detail" if is_read else "assessments:answer-overview"
    return Find(Kind.ASSESSMENT, row.title, where, address, row.pk)


def frameworks_found(member: Member, words: Sequence[str], *, most: int) -> Finds:
    """Return the frameworks with all the words, the default first; one query."""
    rows = versions_readable_by(member).values_list("pk", "title", "version", "key", "state")
    fitting = [row for row in rows if has_all(words, *row[1:4])]
    finds = tuple(
        Find(Kind.FRAMEWORK, title, _version(version, state), "assessments:framework-detail", pk)
        for pk, title, version, _key, state in fitting[:most]
    )
    return Finds(Kind.FRAMEWORK, finds, len(fitting))


def _version(version: str, state: str) -> str:
    said = _("Version {version}", version=version)
    match state:
        case FrameworkVersion.State.DRAFT:
            return f"{said} · {_('Draft')}"
        case FrameworkVersion.State.RETIRED:
            return f"{said} · {_('Retired')}"
    return said
