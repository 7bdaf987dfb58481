"""Domains: the tree of the organisation."""

from django.db import models
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from portal.domain.roles import Capability, Member


class DomainQuerySet(MP_NodeQuerySet):
    """Domains, narrowed in the words of the organisation."""

    def visible_to(self, member: Member, capability: Capability | None = None) -> "DomainQuerySet":
        """Keep the domains in which ``member`` holds any role, or the given capability."""
        if capability is None:
            return self._beneath(tuple(grant.path for grant in member.grants))
        scope = member.scope(capability)
        return self if scope.is_everything else self._beneath(scope.paths)

    def _beneath(self, paths: tuple[str, ...]) -> "DomainQuerySet":
        rows: DomainQuerySet = self.filter(beneath("path", paths)) if paths else self.none()
        return rows

    def active(self) -> "DomainQuerySet":
        """Keep the domains that are not archived."""
        rows: DomainQuerySet = self.filter(archived_at__isnull=True)
        return rows


def beneath(field: str, paths: "tuple[str, ...] | list[str]") -> models.Q:
    """Return the condition that ``field`` (a tree path) lies at or beneath one of ``paths``."""
    condition = models.Q(pk__in=[])
    for path in paths:
        condition |= models.Q(**{f"{field}__startswith": path})
    return condition


class DomainManager(MP_NodeManager.from_queryset(DomainQuerySet)):  # type: ignore[misc]
    """Reaches domains in the order of the tree, with our own words at hand."""

    def get_queryset(self) -> DomainQuerySet:
        """Return our queryset; treebeard's manager would return its own."""
        rows: DomainQuerySet = DomainQuerySet(self.model, using=self._db).order_by("path")
        return rows


class Domain(MP_Node):
    """A business domain: the enterprise, a unit of it, or a team. It owns its use cases.

    Exactly one node is the root, the enterprise.
    """

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    node_order_by = ["name"]
    objects = DomainManager()

    class Meta:
        indexes = [models.Index(fields=["name"], name="domain_name")]

    def __str__(self) -> str:
        return self.name
