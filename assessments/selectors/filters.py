"""The choices that filter forms offer."""

from portal.domain.roles import Capability, Member
from portal.models import Domain


def domain_filter(member: Member) -> list[tuple[str, str]]:
    """Return the domains whose assessments the member may read, by tree path; one query."""
    rows = Domain.objects.visible_to(member, Capability.VIEW_ASSESSMENTS).active()
    found = rows.order_by("path").values_list("path", "depth", "name")
    return [(path, "\u2003" * (depth - 1) + name) for path, depth, name in found]
