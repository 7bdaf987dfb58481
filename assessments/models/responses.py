"""Responses: what respondents said to each question, and what was settled from them."""

from django.db import models


class Response(models.Model):
    """One respondent's answer to one question; a later packet wins over an earlier one.

    ``level`` is the number of the option that was chosen, ``confidence`` runs from 1 (a guess) to
    3 (certain). Where a framework asks one question about each capability, the question has the
    capability's key and its options are the levels.
    """

    class Kind(models.TextChoices):
        """What the respondent said; no row at all means unanswered."""

        LEVEL = "level"
        NOT_APPLICABLE = "not_applicable"
        DONT_KNOW = "dont_know"

    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="responses"
    )
    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    client_revision = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user", "question"], name="response_once_per_question"
            ),
            models.CheckConstraint(
                name="response_has_a_level_exactly_when_it_says_so",
                condition=models.Q(kind="level", level__isnull=False)
                | (~models.Q(kind="level") & models.Q(level__isnull=True)),
            ),
            models.CheckConstraint(
                name="response_confidence_is_from_one_to_three",
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 3)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.kind} {self.level or ''}"


class ResponseEvidence(models.Model):
    """A link or a file that one respondent put beside their answer to one question.

    It names the question and not the answer, because an answer may change under it.
    """

    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="evidence"
    )
    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=1000, blank=True)
    attachment = models.ForeignKey(
        "portal.Attachment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_link_or_a_file",
                condition=models.Q(attachment__isnull=True) ^ models.Q(link=""),
            ),
        ]
        indexes = [models.Index(fields=["assessment", "question"], name="evidence_of_a_question")]

    def __str__(self) -> str:
        return self.title


class Reveal(models.Model):
    """That a facilitator had the names shown behind the answers to one question, and when."""

    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="reveals"
    )
    question = models.CharField(max_length=60)
    revealed_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="revealed_once_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.question


class SettledLevel(models.Model):
    """What an assessment settled on for a question, with the reason.

    That is an option, or that the question does not apply here.
    """

    class Kind(models.TextChoices):
        """What was settled."""

        LEVEL = "level"
        NOT_APPLICABLE = "not_applicable"

    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="settled_levels"
    )
    question = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.LEVEL)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    settled_by = models.ForeignKey(
        "portal.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="settled_once_per_question"
            ),
            models.CheckConstraint(
                name="settled_has_a_level_exactly_when_it_says_so",
                condition=models.Q(kind="level", level__isnull=False)
                | (~models.Q(kind="level") & models.Q(level__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.kind} {self.level or ''}"
