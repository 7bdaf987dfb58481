"""Saved views: a list with its filters, order and columns, kept under a name."""

from django.db import models
from django.db.models import Q

from portal.domain.roles import Member
from portal.domain.saved_views import LONGEST_NAME, LONGEST_QUERY, Sharing
from portal.models.domains import Domain


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views, narrowed to what somebody may open."""

    def visible_to(self, member: Member) -> "SavedViewQuerySet":
        """Keep the member's own views and those shared with them; strangers have none."""
        if member.is_stranger:
            return self.none()
        shared = Q(sharing=Sharing.EVERYONE) | _shared_beside(member)
        return self.filter(Q(owner_id=member.user_id) | shared)


def _shared_beside(member: Member) -> Q:
    # A role reaches down the tree; a view reaches its domain, those beneath it and those above.
    near = Q(pk__in=[])
    for path in {grant.path for grant in member.grants}:
        above = [path[:end] for end in range(Domain.steplen, len(path), Domain.steplen)]
        near |= Q(domain__path__startswith=path) | Q(domain__path__in=above)
    return Q(sharing=Sharing.DOMAIN) & near


class SavedView(models.Model):
    """A list as somebody wants it again. The query string says everything; the rows are not kept.

    ``page`` names the list, which alone knows what the query string means. At most one view of a
    list is what it opens with for everybody.
    """

    slug = models.CharField(max_length=12, unique=True)
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    owner = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    sharing = models.CharField(max_length=8, default=Sharing.PRIVATE.value)
    domain = models.ForeignKey(
        "portal.Domain", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_usual = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"], name="saved_view_name_once_per_owner"
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(is_usual=True), name="saved_view_one_usual_per_page"
            ),
            models.CheckConstraint(
                name="saved_view_shared_in_a_domain_names_it",
                condition=Q(sharing=Sharing.DOMAIN.value, domain__isnull=False)
                | (~Q(sharing=Sharing.DOMAIN.value) & Q(domain__isnull=True)),
            ),
            models.CheckConstraint(
                name="saved_view_usual_is_for_everyone",
                condition=Q(is_usual=False) | Q(sharing=Sharing.EVERYONE.value),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SavedViewChoice(models.Model):
    """The view one person has a list open with."""

    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="choices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="saved_view_one_choice_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.view_id}"
