"""What assessments record in the ledger."""

from enum import StrEnum


class AssessmentsEvent(StrEnum):
    """What happened, in the past tense."""

    FRAMEWORK_LOADED = "assessments.framework.loaded"
    FRAMEWORK_DRAFTED = "assessments.framework.drafted"
    FRAMEWORK_CHANGED = "assessments.framework.changed"
    FRAMEWORK_PUBLISHED = "assessments.framework.published"
    FRAMEWORK_RETIRED = "assessments.framework.retired"
    FRAMEWORK_DISCARDED = "assessments.framework.discarded"
    FRAMEWORK_MADE_DEFAULT = "assessments.framework.made_default"
    PARTNER_ADDED = "assessments.partner.added"
    PARTNER_CHANGED = "assessments.partner.changed"
    ASSESSMENT_CREATED = "assessments.assessment.created"
    ASSESSMENT_CHANGED = "assessments.assessment.changed"
    ASSESSMENT_OPENED = "assessments.assessment.opened"
    ASSESSMENT_CLOSED = "assessments.assessment.closed"
    ASSESSMENT_REOPENED = "assessments.assessment.reopened"
    ASSESSMENT_PUBLISHED = "assessments.assessment.published"
    CAMPAIGN_CREATED = "assessments.campaign.created"
    CAMPAIGN_CHANGED = "assessments.campaign.changed"
    CAMPAIGN_RESPONDENTS_CHANGED = "assessments.campaign.respondents_changed"
    CAMPAIGN_MAILED = "assessments.campaign.mailed"
    RESPONSES_HANDED_IN = "assessments.responses.handed_in"
    RESPONSES_FINISHED = "assessments.responses.finished"
    LEVEL_SETTLED = "assessments.level.settled"
    LEVEL_UNSETTLED = "assessments.level.unsettled"
    NAMES_REVEALED = "assessments.names.revealed"
    ACTION_ADDED = "assessments.action.added"
    ACTION_CHANGED = "assessments.action.changed"
