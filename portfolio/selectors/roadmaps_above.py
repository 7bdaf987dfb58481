"""Reading whether a roadmap the member may not open holds use cases that they may."""

from django.db.models import Count
from django.utils.translation import ngettext

from portal.domain.roles import Member
from portfolio.models import Roadmap, RoadmapItem, UseCase


def planned_above(member: Member) -> str:
    """Say which roadmap of another domain holds use cases of the member; one query.

    Parameters
    ----------
    member
        Who asks. Nothing is told of a roadmap but its name, its domain and how many use cases
        that the member may see it holds.

    Returns
    -------
    str
        One sentence for each such published roadmap; empty where there is none.
    """
    own = UseCase.objects.visible_to(member).active()
    rows = (
        RoadmapItem.objects.filter(use_case__in=own, roadmap__editions__isnull=False)
        .exclude(roadmap__in=Roadmap.objects.visible_to(member))
        .values_list("roadmap__title", "roadmap__domain__name")
        .annotate(count=Count("use_case", distinct=True))
        .order_by("roadmap__title")
    )
    return " ".join(
        ngettext(
            "%(count)s of your use cases stands on %(title)s, which %(domain)s publishes.",
            "%(count)s of your use cases stand on %(title)s, which %(domain)s publishes.",
            count,
        )
        % {"count": count, "title": title, "domain": domain}
        for title, domain, count in rows
    )
