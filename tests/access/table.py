"""Who gets what from every address: ten people, one status each, in the order of ``COLUMNS``.

anonymous · stranger · contributor · retail owner · freight owner · executive · board · auditor ·
lead · administrator. The objects belong to freight, so the retail owner is the neighbour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One call of one address and the status everybody gets."""

    name: str
    statuses: str
    method: str = "get"
    key: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


def everybody(status: int, anonymous: int = 302) -> str:
    return " ".join([str(anonymous), *[str(status)] * 9])


def readers(ok: int = 200, anonymous: int = 302) -> str:
    """Lists of the portfolio, of assessments and roadmaps: whoever may read some of them."""
    return f"{anonymous} 404 404 {ok} {ok} {ok} {ok} {ok} {ok} 404"


def freight_readers(ok: int = 200, anonymous: int = 302) -> str:
    """Something of freight: the neighbour does not see it."""
    return f"{anonymous} 404 404 404 {ok} {ok} {ok} {ok} {ok} 404"


def owners(ok: int = 200, anonymous: int = 302) -> str:
    """What a domain owner may do somewhere, and others may only watch."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 403 {ok} 404"


def freight_owners(ok: int = 200, anonymous: int = 302) -> str:
    """What only the owner of freight and the lead may do to something of freight."""
    return f"{anonymous} 404 404 404 {ok} 403 403 403 {ok} 404"


def lead_somewhere(ok: int = 200, anonymous: int = 302) -> str:
    """What only the lead may do, in no particular domain."""
    return f"{anonymous} 404 404 403 403 403 403 403 {ok} 404"


def lead_only(ok: int = 200, anonymous: int = 302) -> str:
    """What the lead alone sees, in no particular domain."""
    return f"{anonymous} 404 404 404 404 404 404 404 {ok} 404"


def freight_lead(ok: int = 200, anonymous: int = 302) -> str:
    """What only the lead may do to something of freight."""
    return f"{anonymous} 404 404 404 403 403 403 403 {ok} 404"


def sides(ok: int = 200, anonymous: int = 302) -> str:
    """What only an owner does who reads one side of something and finds the other."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 403 403 404"


def freight_nobody(anonymous: int = 302) -> str:
    """What nobody who sees something of freight may do to it."""
    return f"{anonymous} 404 404 404 403 403 403 403 403 404"


def respondent(ok: int = 200, anonymous: int = 302) -> str:
    """The part of the one who was asked; nobody else sees it, whatever they may do otherwise."""
    return f"{anonymous} 404 {ok} 404 404 404 404 404 404 404"


def auditable(ok: int = 200, others: int = 200, anonymous: int = 302) -> str:
    """An import of the freight owner, which the lead and the auditor may read."""
    return f"{anonymous} 404 404 404 {ok} 404 404 {others} {others} 404"


def importers(ok: int = 200, anonymous: int = 302) -> str:
    """Imports: whoever may make some, and the auditor."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 {ok} {ok} 404"


def uploader(ok: int = 200, lead: int = 200, anonymous: int = 302) -> str:
    """An import of the freight owner."""
    return f"{anonymous} 404 404 404 {ok} 404 404 404 {lead} 404"


def members(ok: int = 200, anonymous: int = 302) -> str:
    """What the whole house may know: whoever holds any role today."""
    return f"{anonymous} 404 {' '.join([str(ok)] * 8)}"


def author(ok: int = 200) -> str:
    """A draft of the freight owner, which is nobody else's to see."""
    return f"302 404 404 404 {ok} 404 404 404 404 404"


def api_author(ok: int = 200) -> str:
    """The same draft for programs, which are told first that they may not register at all."""
    return f"401 404 404 404 {ok} 403 403 403 404 404"


def owners_of_mappings(shared: int = 200, own: int = 200, anonymous: int = 302) -> str:
    """A mapping the freight owner keeps and shares with all who may import."""
    return f"{anonymous} 404 404 {shared} {own} 404 404 404 {shared} 404"


def api_mappings(ok: int = 200) -> str:
    """The same mapping for programs, which are told first that they may not import at all."""
    return f"401 404 404 {ok} {ok} 403 403 403 {ok} 404"


def watchers(ok: int = 200, anonymous: int = 302) -> str:
    """People and jobs: the auditor, the lead and the administrator."""
    return f"{anonymous} 404 404 404 404 404 404 {ok} {ok} {ok}"


def administrator(ok: int = 200, anonymous: int = 302) -> str:
    """What only an administrator may do; those who see people are told so."""
    return f"{anonymous} 404 404 404 404 404 404 403 403 {ok}"


def owner_of_view(ok: int = 200, lead: int = 403) -> str:
    """A shared view of the freight owner: others who see the list see it and change nothing."""
    return f"302 404 404 403 {ok} 403 403 403 {lead} 404"


def curator(ok: int) -> str:
    """What the lead does with views for everybody."""
    return f"401 404 404 403 403 403 403 403 {ok} 404"


LEDGER = "{} 404 404 404 404 200 200 200 200 200"
DOMAIN_EDIT = "{} 404 403 404 403 403 403 403 {} {}"
OPEN = everybody(200, 200)
NO_MATCH = 428

FIRST = {"version": 1}
VIEW = {"slug": "saved_view"}

CELLAR = (
    Row("portal:home", "302 200 302 200 200 200 200 200 200 302"),
    Row("portal:search", "302 404 200 200 200 200 200 200 200 200"),
    Row("portal:palette", "302 404 302 302 302 302 302 302 302 302"),
    Row("portal:account", everybody(200)),
    Row("portal:account", everybody(422), "post"),
    Row("portal:token-create", everybody(422), "post"),
    Row("portal:token-revoke", "302 404 404 404 302 404 404 404 404 404", "post", "token"),
    Row("portal:theme", everybody(302), "post"),
    Row("portal:saved-view-list", "302 404 200 200 200 200 200 200 200 200"),
    Row("portal:saved-view-create", everybody(404)),
    Row("portal:saved-view-create", readers(422), "post", data={"page": "use-cases"}),
    Row("portal:saved-view-open", readers(302), more=VIEW),
    Row("portal:saved-view-edit", owner_of_view(), more=VIEW),
    Row("portal:saved-view-edit", owner_of_view(422), "post", more=VIEW),
    Row("portal:saved-view-update", owner_of_view(302), "post", more=VIEW, data=FIRST),
    Row("portal:saved-view-choose", readers(302), "post", more=VIEW),
    Row("portal:saved-view-unshare", owner_of_view(302, 302), "post", more=VIEW, data=FIRST),
    Row("portal:saved-view-remove", owner_of_view(302), "post", more=VIEW, data=FIRST),
    Row("portal:domain-list", "302 404 200 200 200 200 200 200 200 200"),
    Row("portal:domain-create", "302 404 403 403 403 403 403 403 200 200"),
    Row("portal:domain-create", "302 404 403 403 403 403 403 403 422 422", "post"),
    Row("portal:domain-edit", DOMAIN_EDIT.format(302, 200, 200), key="freight"),
    Row("portal:domain-edit", DOMAIN_EDIT.format(302, 422, 422), "post", "freight"),
    Row("portal:person-list", watchers()),
    Row("portal:person-invite", administrator()),
    Row("portal:person-invite", administrator(422), "post"),
    Row("portal:person-detail", watchers(), key="person"),
    Row("portal:person-detail", administrator(422), "post", "person"),
    Row("portal:person-active", administrator(302), "post", "person"),
    Row("portal:grant-end", administrator(302), "post", "grant"),
    Row("portal:job-list", watchers()),
    Row("portal:job-progress", "302 404 404 404 200 404 404 200 200 200", key="job"),
    Row("portal:job-retry", "302 404 404 404 409 404 404 403 409 409", "post", "job"),
    Row("portal:ledger-list", LEDGER.format(302)),
    Row("portal:ledger-verify", LEDGER.format(302)),
    Row("portal:livez", OPEN),
    Row("portal:readyz", OPEN),
)

SIGN_IN = (
    Row("account_login", everybody(302, 200)),
    Row("account_logout", everybody(200)),
    Row("account_logout", everybody(302), "post"),
    Row("account_inactive", OPEN),
    Row("account_signup", everybody(302, 200)),
    Row("account_reauthenticate", everybody(200)),
    Row("account_change_password", everybody(200)),
    Row("account_set_password", everybody(302)),
    Row("account_reset_password", OPEN),
    Row("account_reset_password_done", OPEN),
    Row("account_reset_password_from_key", OPEN, more={"uidb36": "1", "key": "set-password"}),
    Row("account_reset_password_from_key_done", OPEN),
)

CAPABILITY = {"key": "catalogue"}
LAYER = {"key": "data"}
TRACE = {"key": "capability-catalogue"}
LEVEL = {"kind": "level", "level": 3, "revision": 1}
SAVED = {"answer": "3", "revision": 1}
ASKED = {"user_pk": "respondent"}
PART = {"assessment_pk": "part"}
#: What one respondent handed in: theirs, and whoever runs the assessment may read it.
ONE_PERSONS = "{} 404 200 404 404 404 404 404 200 404"
COPY = {"version": "next"}
FORMAT = {"format": "json"}
NAMED = FORMAT | {"names": True, "reason": "The works council asked."}
REASON = {"reason": "Two teams were asked too late."}

ASSESSMENTS = (
    Row("assessments:assessment-list", readers()),
    Row("assessments:assessment-create", lead_somewhere()),
    Row("assessments:assessment-create", lead_somewhere(422), "post"),
    Row("assessments:assessment-detail", freight_readers(), key="open"),
    Row("assessments:assessment-edit", freight_lead(), key="draft"),
    Row("assessments:assessment-edit", freight_lead(422), "post", "draft"),
    Row("assessments:assessment-edit", freight_lead(409), key="closed"),
    Row("assessments:assessment-edit", freight_lead(409), key="published"),
    Row("assessments:assessment-import", lead_somewhere()),
    Row("assessments:assessment-import", lead_somewhere(422), "post"),
    Row("assessments:assessment-import-plan", lead_only(), key="assessment_import"),
    Row("assessments:assessment-import-plan", lead_only(422), "post", "assessment_import"),
    Row("assessments:assessment-export", freight_lead(), key="open"),
    Row("assessments:assessment-export", freight_lead(), "post", "open", data=FORMAT),
    Row("assessments:assessment-export", freight_lead(), "post", "open", data=NAMED),
    Row("assessments:assessment-open", freight_lead(302), "post", "draft"),
    Row("assessments:assessment-close", freight_lead(302), "post", "open"),
    Row("assessments:assessment-reopen", freight_lead(302), "post", "closed", data=REASON),
    Row("assessments:assessment-publish", freight_lead(302), "post", "closed"),
    Row("assessments:assessment-review", freight_lead(), key="closed"),
    Row("assessments:capability-settle", freight_lead(), key="closed", more=CAPABILITY),
    Row("assessments:capability-settle", freight_lead(422), "post", "closed", CAPABILITY),
    Row("assessments:settlement-withdraw", freight_lead(302), "post", "closed", CAPABILITY),
    Row("assessments:workshop", freight_lead(302), key="closed"),
    Row("assessments:workshop-question", freight_lead(), key="closed", more=CAPABILITY),
    Row("assessments:workshop-question", freight_lead(422), "post", "closed", CAPABILITY),
    Row("assessments:workshop-reveal", freight_lead(302), "post", "closed", CAPABILITY),
    Row("assessments:assessment-results", freight_readers(), key="published"),
    Row("assessments:result-trace", freight_readers(), key="published", more=TRACE),
    Row("assessments:result-export", freight_readers(), key="published"),
    Row("assessments:result-workbook", freight_readers(), key="published"),
    Row("assessments:result-report", freight_readers(), key="published"),
    Row("assessments:result-report-progress", freight_readers(), key="published"),
    Row("assessments:action-adopt", freight_owners(), key="published", more=CAPABILITY),
    Row("assessments:action-adopt", freight_owners(422), "post", "published", CAPABILITY),
    Row("assessments:assessment-respondents", freight_lead(), key="open"),
    Row("assessments:assessment-respondents", freight_lead(409), key="published"),
    Row("assessments:assessment-respondents", freight_lead(422), "post", "open"),
    Row("assessments:own-sheet", respondent(), key="open"),
    Row("assessments:own-sheet", respondent(422), "post", "open"),
    Row("assessments:own-sheet-export", respondent(), key="open"),
    Row("assessments:own-questionnaire-pdf", respondent(), key="open"),
    Row("assessments:own-questionnaire-pdf", respondent(302), "post", "open"),
    Row("assessments:own-questionnaire-progress", respondent(), key="open"),
    Row("assessments:sheet-list", freight_lead(), key="open"),
    Row("assessments:sheet-list", freight_lead(422), "post", "open"),
    Row("assessments:sheet-export", freight_lead(), key="open", more=ASKED),
    Row("assessments:questionnaire-pdf", freight_lead(), key="open", more=ASKED),
    Row("assessments:questionnaire-pdf", freight_lead(302), "post", "open", ASKED),
    Row("assessments:questionnaire-progress", freight_lead(), key="open", more=ASKED),
    Row("assessments:campaign-list", readers()),
    Row("assessments:campaign-create", lead_somewhere()),
    Row("assessments:campaign-create", lead_somewhere(422), "post"),
    Row("assessments:campaign-detail", freight_readers(), key="campaign"),
    Row("assessments:campaign-edit", freight_lead(), key="campaign"),
    Row("assessments:campaign-edit", freight_lead(422), "post", "campaign"),
    Row("assessments:campaign-people", freight_lead(), key="campaign"),
    Row("assessments:campaign-respondents", freight_lead(), key="campaign"),
    Row("assessments:campaign-respondents", freight_lead(422), "post", "campaign"),
    Row("assessments:campaign-rows", freight_lead(), key="campaign"),
    Row("assessments:campaign-rows", freight_lead(422), "post", "campaign"),
    Row("assessments:campaign-domain", freight_lead(), key="campaign", more=PART),
    Row("assessments:campaign-domain", freight_lead(422), "post", "campaign", PART),
    Row("assessments:campaign-open", freight_lead(302), "post", "campaign"),
    Row("assessments:campaign-close", freight_lead(302), "post", "campaign"),
    Row("assessments:campaign-reopen", freight_lead(302), "post", "campaign", data=REASON),
    Row("assessments:campaign-mails", freight_lead(302), "post", "campaign"),
    Row("assessments:my-answers", "302 404 200 200 200 404 404 404 200 404"),
    Row("assessments:answer-overview", respondent(), key="open"),
    Row("assessments:answer-finish", respondent(409), "post", "open"),
    Row("assessments:answer-question", respondent(), key="open", more=CAPABILITY),
    Row("assessments:answer-question", respondent(302), "post", "open", CAPABILITY),
    Row("assessments:answer-save", respondent(), "post", "open", CAPABILITY, SAVED),
    Row("assessments:evidence-add", respondent(422), "post", "open", CAPABILITY),
    Row("assessments:evidence-remove", respondent(302), "post", "open", {"evidence": "link"}),
    Row("assessments:evidence-file", ONE_PERSONS.format(302), key="evidence"),
    Row("assessments:framework-list", readers()),
    Row("assessments:framework-load", lead_somewhere()),
    Row("assessments:framework-load", lead_somewhere(422), "post"),
    Row("assessments:framework-detail", readers(), key="framework"),
    Row("assessments:framework-default", lead_somewhere(302), "post", "framework"),
    Row("assessments:framework-detail", lead_only(), key="framework_draft"),
    Row("assessments:framework-copy", lead_somewhere(), key="framework"),
    Row("assessments:framework-copy", lead_somewhere(422), "post", "framework"),
    Row("assessments:framework-edit", lead_only(), key="framework_draft"),
    Row("assessments:framework-edit", lead_somewhere(409), key="framework"),
    Row("assessments:framework-edit", lead_only(422), "post", "framework_draft"),
    Row("assessments:framework-arrange", lead_only(404), "post", "framework_draft"),
    Row("assessments:framework-layer-create", lead_only(), key="framework_draft"),
    Row("assessments:framework-layer-create", lead_only(422), "post", "framework_draft"),
    Row("assessments:framework-layer-edit", lead_only(), key="framework_draft", more=LAYER),
    Row("assessments:framework-layer-edit", lead_only(422), "post", "framework_draft", LAYER),
    Row("assessments:framework-capability-create", lead_only(), key="framework_draft"),
    Row("assessments:framework-capability-create", lead_only(422), "post", "framework_draft"),
    Row(
        "assessments:framework-capability-edit",
        lead_only(),
        key="framework_draft",
        more=CAPABILITY,
    ),
    Row(
        "assessments:framework-capability-edit",
        lead_only(422),
        "post",
        "framework_draft",
        CAPABILITY,
    ),
    Row("assessments:framework-text", lead_only(), key="framework_draft"),
    Row("assessments:framework-text", lead_only(422), "post", "framework_draft"),
    Row("assessments:framework-download", readers(), key="framework"),
    Row("assessments:framework-publish", lead_only(302), "post", "framework_draft"),
    Row("assessments:framework-retire", lead_somewhere(302), "post", "framework_spare"),
    Row("assessments:framework-discard", lead_only(302), "post", "framework_draft"),
    Row("assessments:partner-list", readers()),
    Row("assessments:partner-create", lead_somewhere()),
    Row("assessments:partner-create", lead_somewhere(422), "post"),
    Row("assessments:partner-detail", freight_readers(), key="partner"),
    Row("assessments:partner-edit", freight_lead(), key="partner"),
    Row("assessments:partner-edit", freight_lead(422), "post", "partner"),
    Row("assessments:action-list", readers()),
    Row("assessments:action-create", owners()),
    Row("assessments:action-create", owners(422), "post"),
    Row("assessments:action-detail", freight_readers(), key="action"),
    Row("assessments:action-detail", freight_owners(422), "post", "action"),
)

MAPPING = {"name": "federal_inventory_2024"}
OWN = {"key": "own_criterion"}
FIRST_NO = {"number": 1}
CRITERION = {"key": "strategic_fit"}
PORTFOLIO = (
    Row("portfolio:use-case-list", readers()),
    Row("portfolio:use-case-export", readers(), more={"kind": "csv"}),
    Row("portfolio:use-case-export-whole", readers(), more={"kind": "csv"}),
    Row("portfolio:use-case-columns", readers()),
    Row("portfolio:bulk-choose", owners(422), "post"),
    Row("portfolio:bulk-edit", uploader(lead=404), key="bulk_edit"),
    Row("portfolio:bulk-edit", uploader(422, 404), "post", "bulk_edit"),
    Row("portfolio:bulk-cancel", uploader(302, 404), "post", "bulk_edit"),
    Row("portfolio:use-case-create", owners()),
    Row("portfolio:use-case-create", owners(422), "post"),
    Row("portfolio:register-list", members()),
    Row("portfolio:register-entry", members(), key="use_case"),
    Row("portfolio:register-entry", members(404), key="archived"),
    Row("portfolio:use-case-draft-discard", author(412), "post", "use_case_draft"),
    Row("portfolio:use-case-similar-typed", owners()),
    Row("portfolio:use-case-similar", freight_readers(), key="use_case"),
    Row("portfolio:use-case-standing", freight_readers(), key="use_case"),
    Row("portfolio:use-case-detail", freight_readers(), key="use_case"),
    Row("portfolio:use-case-detail", freight_readers(), key="archived"),
    Row("portfolio:use-case-history", freight_readers(), key="use_case"),
    Row("portfolio:use-case-history", freight_readers(), key="archived"),
    Row("portfolio:use-case-edit", freight_owners(), key="use_case"),
    Row("portfolio:use-case-edit", freight_owners(422), "post", "use_case"),
    Row("portfolio:use-case-stage", freight_owners(422), "post", "use_case"),
    Row("portfolio:use-case-archive", freight_owners(412), "post", "use_case"),
    Row("portfolio:use-case-archive", freight_owners(302), "post", "use_case", data=FIRST),
    Row("portfolio:use-case-restore", freight_owners(412), "post", "archived"),
    Row("portfolio:use-case-restore", freight_owners(302), "post", "archived", data=FIRST),
    Row("portfolio:use-case-rate", freight_owners(), key="use_case"),
    Row("portfolio:use-case-rate", freight_owners(422), "post", "use_case"),
    Row("portfolio:import-create", importers()),
    Row("portfolio:import-create", owners(422), "post"),
    Row("portfolio:import-detail", auditable(), key="import"),
    Row("portfolio:import-check", auditable(409, 403), "post", "import"),
    Row("portfolio:import-commit", auditable(302, 403), "post", "import"),
    Row("portfolio:import-table", auditable(302, 302), key="import"),
    Row("portfolio:import-table", auditable(409, 403), "post", "import"),
    Row("portfolio:import-columns", auditable(302, 302), key="import"),
    Row("portfolio:import-columns", auditable(409, 403), "post", "import"),
    Row("portfolio:import-words", auditable(302, 302), key="import"),
    Row("portfolio:import-words", auditable(409, 403), "post", "import"),
    Row("portfolio:import-keep-mapping", auditable(302, 302), "post", "import"),
    Row("portfolio:import-cancel", auditable(302, 403), "post", "import"),
    Row("portfolio:import-undo", auditable(409, 403), "post", "import"),
    Row("portfolio:saved-mapping-file", owners_of_mappings(), key="saved_mapping"),
    Row("portfolio:saved-mapping-share", owners_of_mappings(403, 302), "post", "saved_mapping"),
    Row("portfolio:saved-mapping-remove", owners_of_mappings(403, 302), "post", "saved_mapping"),
    Row("portfolio:import-errors", auditable(), key="import"),
    Row("portfolio:import-mapping", owners(), more=MAPPING),
    Row("portfolio:ranking", readers()),
    Row("portfolio:ranking-movers", readers()),
    Row("portfolio:ranking-view", readers(), more={"view": "wsjf"}),
    Row("portfolio:ranking-view", everybody(404), more={"view": "astrology"}),
    Row("portfolio:use-case-compare", readers()),
    Row("portfolio:robustness", readers()),
    Row("portfolio:robustness", lead_somewhere(422), "post", data={"kind": "any"}),
    Row("portfolio:robustness-progress", everybody(404)),
    Row("portfolio:matrix", readers()),
    Row("portfolio:steel-thread", readers()),
    Row("portfolio:suggested-buckets", readers()),
    Row("portfolio:suggested-buckets", owners(422), "post"),
    Row("portfolio:balance", readers()),
    Row("portfolio:balance-targets", lead_somewhere()),
    Row("portfolio:balance-targets", lead_somewhere(422), "post"),
    Row("portfolio:overlap-list", readers()),
    Row("portfolio:overlap-compare", owners(302), "post"),
    Row("portfolio:overlap-pair", freight_readers(), key="pair"),
    Row("portfolio:overlap-pair", freight_owners(422), "post", "pair"),
    Row("portfolio:overlap-pair", readers(), key="pair_across"),
    Row("portfolio:overlap-pair", owners(422), "post", "pair_across"),
    Row("portfolio:overlap-withdraw", sides(409), "post", "pair_across", data=FIRST),
    Row("portfolio:overlap-withdraw", freight_nobody(), "post", "pair", data=FIRST),
    Row("portfolio:overlap-take-back", lead_somewhere(409), "post", "pair_across", data=FIRST),
    Row("portfolio:overlap-take-back", freight_owners(409), "post", "pair", data=FIRST),
    Row("portfolio:domain-standards", readers()),
    Row("portfolio:domain-standard", freight_readers(), key="freight"),
    Row("portfolio:domain-standard-version", freight_readers(), key="freight", more=FIRST_NO),
    Row("portfolio:standard-draft", freight_owners(), key="freight"),
    Row("portfolio:standard-draft", freight_owners(302), "post", "freight"),
    Row("portfolio:standard-draft-publish", freight_owners(), key="freight"),
    Row("portfolio:standard-draft-publish", freight_owners(422), "post", "freight"),
    Row("portfolio:standard-draft-discard", freight_owners(412), "post", "freight"),
    Row("portfolio:standard-draft-empty", freight_owners(412), "post", "freight"),
    Row("portfolio:standard-draft-thresholds", freight_owners(), key="freight"),
    Row("portfolio:standard-draft-thresholds", freight_owners(422), "post", "freight"),
    Row("portfolio:standard-draft-criterion-add", freight_owners(), key="freight"),
    Row("portfolio:standard-draft-criterion-add", freight_owners(422), "post", "freight"),
    Row("portfolio:standard-draft-criterion", freight_owners(), key="freight", more=OWN),
    Row("portfolio:standard-draft-criterion", freight_owners(422), "post", "freight", OWN),
    Row("portfolio:standard-draft-criterion-remove", freight_owners(412), "post", "freight", OWN),
    Row("portfolio:scoring-model", readers()),
    Row("portfolio:scoring-model-version", readers(), more={"number": 1}),
    Row("portfolio:scoring-model-weights", lead_somewhere()),
    Row("portfolio:scoring-model-weights", lead_somewhere(422), "post"),
    Row("portfolio:scoring-draft", lead_somewhere()),
    Row("portfolio:scoring-draft", lead_somewhere(302), "post"),
    Row("portfolio:scoring-draft-publish", lead_somewhere()),
    Row("portfolio:scoring-draft-publish", lead_somewhere(422), "post"),
    Row("portfolio:scoring-draft-discard", lead_somewhere(412), "post"),
    Row("portfolio:scoring-draft-settings", lead_somewhere()),
    Row("portfolio:scoring-draft-settings", lead_somewhere(422), "post"),
    Row("portfolio:scoring-draft-criterion-add", lead_somewhere()),
    Row("portfolio:scoring-draft-criterion-add", lead_somewhere(422), "post"),
    Row("portfolio:scoring-draft-criterion", lead_somewhere(), more=CRITERION),
    Row("portfolio:scoring-draft-criterion", lead_somewhere(422), "post", more=CRITERION),
    Row("portfolio:scoring-draft-criterion-remove", lead_somewhere(412), "post", more=CRITERION),
)

ITEM = {"item_pk": "item"}
ROADMAPS = (
    Row("portfolio:roadmap-list", readers()),
    Row("portfolio:roadmap-create", lead_somewhere()),
    Row("portfolio:roadmap-create", lead_somewhere(422), "post"),
    Row("portfolio:roadmap-detail", freight_readers(), key="roadmap"),
    Row("portfolio:roadmap-edit", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-edit", freight_lead(422), "post", "roadmap"),
    Row("portfolio:roadmap-add", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-add", freight_lead(422), "post", "roadmap"),
    Row("portfolio:roadmap-plan", freight_lead(412), "post", "roadmap"),
    Row("portfolio:roadmap-item", freight_lead(), key="roadmap", more=ITEM),
    Row("portfolio:roadmap-item", freight_lead(422), "post", "roadmap", ITEM),
    Row("portfolio:roadmap-item-remove", freight_lead(412), "post", "roadmap", ITEM),
    Row("portfolio:roadmap-publish", freight_lead(), key="roadmap"),
    Row("portfolio:roadmap-publish", freight_lead(422), "post", "roadmap"),
    Row("portfolio:edition-detail", freight_readers(), key="edition"),
    Row("portfolio:edition-progress", freight_readers(), key="edition"),
    Row("portfolio:edition-pdf", freight_readers(), key="edition"),
)

REMINDER = {"kind": "reminder"}
ADOPT = {"capability": "catalogue"}
API = (
    Row("api:index", everybody(200, 401)),
    Row("api:schema", OPEN),
    Row("api:docs", everybody(200)),
    Row("api:me", everybody(200, 401)),
    Row("api:saved-view-list", "401 404 200 200 200 200 200 200 200 200"),
    Row("api:saved-view-list", "401 404 400 400 400 400 400 400 400 400", "post"),
    Row("api:saved-view-detail", readers(200, 401), more=VIEW),
    Row("api:saved-view-detail", readers(NO_MATCH, 401), "patch", more=VIEW),
    Row("api:saved-view-detail", readers(NO_MATCH, 401), "delete", more=VIEW),
    Row("api:saved-view-choice", readers(200, 401), "put", more=VIEW),
    Row("api:saved-view-choice", readers(200, 401), "delete", more=VIEW),
    Row("api:saved-view-usual", curator(NO_MATCH), "put", more=VIEW),
    Row("api:saved-view-usual", curator(NO_MATCH), "delete", more=VIEW),
    Row("api:saved-view-unshare", readers(NO_MATCH, 401), "post", more=VIEW),
    Row("api:search", "401 404 200 200 200 200 200 200 200 200"),
    Row("api:domain-list", "401 404 200 200 200 200 200 200 200 200"),
    Row("api:domain-list", "401 404 403 403 403 403 403 403 400 400", "post"),
    Row("api:domain-detail", "401 404 200 404 200 200 200 200 200 200", key="freight"),
    Row("api:domain-detail", DOMAIN_EDIT.format(401, 428, 428), "patch", "freight"),
    Row("api:person-list", watchers(anonymous=401)),
    Row("api:job-list", "401 404 200 200 200 200 200 200 200 200"),
    Row("api:job-detail", "401 404 404 404 200 404 404 200 200 200", key="job"),
    Row("api:ledger-list", LEDGER.format(401)),
    Row("api:ledger-check", LEDGER.format(401)),
    Row("api:framework-list", readers(anonymous=401)),
    Row("api:framework-list", lead_somewhere(400, 401), "post"),
    Row("api:framework-detail", readers(anonymous=401), key="framework"),
    Row("api:framework-default", lead_somewhere(200, 401), "post", "framework"),
    Row("api:framework-detail", lead_only(200, 401), key="framework_draft"),
    Row("api:framework-detail", lead_somewhere(NO_MATCH, 401), "put", "framework"),
    Row("api:framework-detail", lead_only(NO_MATCH, 401), "delete", "framework_draft"),
    Row("api:framework-copy", lead_somewhere(201, 401), "post", "framework", data=COPY),
    Row("api:framework-publish", lead_only(200, 401), "post", "framework_draft"),
    Row("api:framework-retire", lead_somewhere(200, 401), "post", "framework_spare"),
    Row("api:framework-file", readers(anonymous=401), key="framework"),
    Row("api:partner-list", readers(anonymous=401)),
    Row("api:partner-list", lead_somewhere(400, 401), "post"),
    Row("api:partner-detail", freight_readers(anonymous=401), key="partner"),
    Row("api:partner-detail", freight_lead(NO_MATCH, 401), "patch", "partner"),
    Row("api:assessment-list", readers(anonymous=401)),
    Row("api:assessment-list", lead_somewhere(400, 401), "post"),
    Row("api:assessment-detail", freight_readers(anonymous=401), key="open"),
    Row("api:assessment-detail", freight_lead(NO_MATCH, 401), "patch", "open"),
    Row("api:assessment-import", lead_somewhere(415, 401), "post"),
    Row("api:assessment-export", freight_lead(200, 401), "post", "open", data=FORMAT),
    Row("api:assessment-export", freight_lead(200, 401), "post", "open", data=NAMED),
    Row("api:assessment-open", freight_lead(200, 401), "post", "draft"),
    Row("api:assessment-close", freight_lead(200, 401), "post", "open"),
    Row("api:assessment-reopen", freight_lead(200, 401), "post", "closed", data=REASON),
    Row("api:assessment-publish", freight_lead(200, 401), "post", "closed"),
    Row("api:assessment-review", freight_lead(200, 401), key="closed"),
    Row("api:assessment-reliability", freight_lead(200, 401), key="closed"),
    Row("api:reviewed-question", freight_lead(200, 401), key="closed", more=CAPABILITY),
    Row("api:names-reveal", freight_lead(200, 401), "post", "closed", CAPABILITY),
    Row("api:workshop", freight_lead(200, 401), key="closed"),
    Row("api:response-list", respondent(anonymous=401), key="open"),
    Row("api:response-detail", respondent(200, 401), "put", "open", CAPABILITY, LEVEL),
    Row("api:response-finish", respondent(409, 401), "post", "open"),
    Row("api:evidence-list", respondent(anonymous=401), key="open", more=CAPABILITY),
    Row("api:evidence-list", respondent(400, 401), "post", "open", CAPABILITY),
    Row("api:evidence-detail", respondent(204, 401), "delete", "open", {"evidence": "link"}),
    Row("api:evidence-file", ONE_PERSONS.format(401), key="open", more={"evidence": "evidence"}),
    Row("api:settlement-detail", freight_lead(400, 401), "put", "closed", CAPABILITY),
    Row("api:assessment-results", freight_readers(anonymous=401), key="published"),
    Row("api:heat-map", readers(anonymous=401)),
    Row("api:result-trace", freight_readers(anonymous=401), key="published", more=TRACE),
    Row("api:result-export", freight_readers(anonymous=401), key="published"),
    Row("api:result-workbook", freight_readers(anonymous=401), key="published"),
    Row("api:result-report", freight_readers(anonymous=401), key="published"),
    Row("api:action-adopt", freight_owners(201, 401), "post", "published", data=ADOPT),
    Row("api:action-list", readers(anonymous=401)),
    Row("api:action-list", owners(400, 401), "post"),
    Row("api:action-detail", freight_readers(anonymous=401), key="action"),
    Row("api:action-detail", freight_owners(NO_MATCH, 401), "patch", "action"),
    Row("api:assessment-respondents", freight_lead(anonymous=401), key="open"),
    Row("api:assessment-respondents", freight_lead(NO_MATCH, 401), "put", "open"),
    Row("api:my-answers", "401 404 200 200 200 404 404 404 200 404"),
    Row("api:own-sheet", respondent(anonymous=401), key="open"),
    Row("api:own-sheet", respondent(415, 401), "post", "open"),
    Row("api:sheet-list", freight_lead(415, 401), "post", "open"),
    Row("api:own-paper", respondent(anonymous=401), key="open"),
    Row("api:own-paper", respondent(202, 401), "post", "open"),
    Row("api:paper-for", freight_lead(anonymous=401), key="open", more=ASKED),
    Row("api:paper-for", freight_lead(202, 401), "post", "open", ASKED),
    Row("api:campaign-list", readers(anonymous=401)),
    Row("api:campaign-list", lead_somewhere(400, 401), "post"),
    Row("api:campaign-detail", freight_readers(anonymous=401), key="campaign"),
    Row("api:campaign-detail", freight_lead(NO_MATCH, 401), "patch", "campaign"),
    Row("api:campaign-open", freight_lead(200, 401), "post", "campaign"),
    Row("api:campaign-close", freight_lead(409, 401), "post", "campaign"),
    Row("api:campaign-reopen", freight_lead(409, 401), "post", "campaign", data=REASON),
    Row("api:campaign-mails", freight_lead(409, 401), "post", "campaign", data=REMINDER),
    Row("api:campaign-progress", freight_readers(anonymous=401), key="campaign"),
    Row("api:campaign-respondents", freight_lead(400, 401), "post", "campaign"),
    Row("api:campaign-domain-respondents", freight_lead(NO_MATCH, 401), "put", "campaign", PART),
    Row("api:use-case-list", readers(anonymous=401)),
    Row("api:use-case-columns", readers(anonymous=401)),
    Row("api:use-case-export-whole", readers(anonymous=401)),
    Row("api:use-case-bulk", owners(400, 401), "post"),
    Row("api:use-case-bulk-edit", uploader(lead=404, anonymous=401), key="bulk_edit"),
    Row("api:use-case-bulk-cancel", uploader(202, 404, 401), "post", "bulk_edit"),
    Row("api:use-case-list", owners(400, 401), "post"),
    Row("api:use-case-detail", freight_readers(anonymous=401), key="use_case"),
    Row("api:use-case-detail", freight_owners(NO_MATCH, 401), "patch", "use_case"),
    Row("api:register-list", members(200, 401)),
    Row("api:register-entry", members(200, 401), key="use_case"),
    Row("api:use-case-draft-list", owners(200, 401)),
    Row("api:use-case-draft-list", owners(422, 401), "post"),
    Row("api:use-case-draft-detail", api_author(200), key="use_case_draft"),
    Row("api:use-case-draft-detail", api_author(NO_MATCH), "put", "use_case_draft"),
    Row("api:use-case-draft-detail", api_author(NO_MATCH), "delete", "use_case_draft"),
    Row("api:use-case-draft-register", api_author(NO_MATCH), "post", "use_case_draft"),
    Row("api:use-case-history", freight_readers(anonymous=401), key="use_case"),
    Row("api:use-case-history", freight_readers(anonymous=401), key="archived"),
    Row("api:use-case-tasks", freight_readers(anonymous=401), key="use_case"),
    Row("api:use-case-stage", freight_owners(NO_MATCH, 401), "post", "use_case"),
    Row("api:use-case-archive", freight_owners(NO_MATCH, 401), "post", "use_case"),
    Row("api:use-case-restore", freight_owners(NO_MATCH, 401), "post", "archived"),
    Row("api:use-case-ratings", freight_readers(anonymous=401), key="use_case"),
    Row("api:use-case-ratings", freight_owners(NO_MATCH, 401), "put", "use_case"),
    Row("api:use-case-standing", freight_readers(anonymous=401), key="use_case"),
    Row("api:use-case-similar-typed", owners(200, 401)),
    Row("api:use-case-similar", freight_readers(anonymous=401), key="use_case"),
    Row("api:overlap-list", readers(anonymous=401)),
    Row("api:overlap-figures", readers(anonymous=401)),
    Row("api:overlap-compare", owners(202, 401), "post"),
    Row("api:overlap-pair", freight_readers(anonymous=401), key="pair"),
    Row("api:overlap-pair", readers(anonymous=401), key="pair_across"),
    Row("api:overlap-proposal", sides(NO_MATCH, 401), "put", "pair_across"),
    Row("api:overlap-proposal", sides(NO_MATCH, 401), "delete", "pair_across"),
    Row("api:overlap-proposal", freight_nobody(401), "put", "pair"),
    Row("api:overlap-decision", lead_somewhere(NO_MATCH, 401), "put", "pair_across"),
    Row("api:overlap-decision", freight_owners(NO_MATCH, 401), "put", "pair"),
    Row("api:overlap-decision", freight_owners(NO_MATCH, 401), "delete", "pair"),
    Row("api:import-list", importers(200, 401)),
    Row("api:import-list", owners(415, 401), "post"),
    Row("api:import-detail", auditable(anonymous=401), key="import"),
    Row("api:import-commit", auditable(202, 403, 401), "post", "import"),
    Row("api:import-check", auditable(409, 403, 401), "post", "import"),
    Row("api:import-cancel", auditable(202, 403, 401), "post", "import"),
    Row("api:import-undo", auditable(409, 403, 401), "post", "import"),
    Row("api:import-table", auditable(409, 403, 401), key="import"),
    Row("api:import-table", auditable(409, 403, 401), "put", "import"),
    Row("api:import-columns", auditable(400, 400, 401), "put", "import"),
    Row("api:import-words", auditable(400, 400, 401), "put", "import"),
    Row("api:saved-mapping-list", owners(200, 401)),
    Row("api:saved-mapping-list", owners(400, 401), "post"),
    Row("api:saved-mapping-detail", api_mappings(), key="saved_mapping"),
    Row("api:saved-mapping-detail", api_mappings(NO_MATCH), "put", "saved_mapping"),
    Row("api:saved-mapping-detail", api_mappings(NO_MATCH), "delete", "saved_mapping"),
    Row("api:ranking", readers(anonymous=401)),
    Row("api:ranking-movers", readers(anonymous=401)),
    Row("api:ranking-view", readers(anonymous=401), more={"view": "rice"}),
    Row("api:use-case-compare", readers(anonymous=401)),
    Row("api:robustness", readers(anonymous=401)),
    Row("api:robustness", lead_somewhere(202, 401), "post"),
    Row("api:matrix", readers(anonymous=401)),
    Row("api:steel-thread", readers(anonymous=401)),
    Row("api:suggested-buckets", readers(anonymous=401)),
    Row("api:suggested-buckets", owners(400, 401), "post"),
    Row("api:balance", readers(anonymous=401)),
    Row("api:balance-targets", readers(anonymous=401)),
    Row("api:balance-targets", lead_somewhere(NO_MATCH, 401), "put"),
    Row("api:domain-standards", readers(anonymous=401)),
    Row("api:domain-standard", freight_readers(anonymous=401), key="freight"),
    Row("api:domain-standard-versions", freight_readers(anonymous=401), key="freight"),
    Row("api:domain-standard-version", freight_readers(anonymous=401), "get", "freight", FIRST_NO),
    Row("api:standard-draft", freight_owners(anonymous=401), key="freight"),
    Row("api:standard-draft", freight_owners(201, 401), "post", "freight"),
    Row("api:standard-draft", freight_owners(NO_MATCH, 401), "put", "freight"),
    Row("api:standard-draft", freight_owners(NO_MATCH, 401), "delete", "freight"),
    Row("api:standard-draft-preview", freight_owners(anonymous=401), key="freight"),
    Row("api:standard-draft-publish", freight_owners(NO_MATCH, 401), "post", "freight"),
    Row("api:scoring-model", readers(anonymous=401)),
    Row("api:scoring-model", lead_somewhere(NO_MATCH, 401), "put"),
    Row("api:scoring-model-weights", lead_somewhere(NO_MATCH, 401), "put"),
    Row("api:scoring-model-versions", readers(anonymous=401)),
    Row("api:scoring-model-version", readers(anonymous=401), more={"number": 1}),
    Row("api:scoring-draft", lead_somewhere(anonymous=401)),
    Row("api:scoring-draft", lead_somewhere(201, 401), "post"),
    Row("api:scoring-draft", lead_somewhere(NO_MATCH, 401), "put"),
    Row("api:scoring-draft", lead_somewhere(NO_MATCH, 401), "delete"),
    Row("api:scoring-draft-preview", lead_somewhere(anonymous=401)),
    Row("api:scoring-draft-publish", lead_somewhere(NO_MATCH, 401), "post"),
    Row("api:roadmap-list", readers(anonymous=401)),
    Row("api:roadmap-list", lead_somewhere(400, 401), "post"),
    Row("api:roadmap-detail", freight_readers(anonymous=401), key="roadmap"),
    Row("api:roadmap-detail", freight_lead(NO_MATCH, 401), "patch", "roadmap"),
    Row("api:roadmap-plan", freight_lead(NO_MATCH, 401), "post", "roadmap"),
    Row("api:roadmap-items", freight_readers(anonymous=401), key="roadmap"),
    Row("api:roadmap-items", freight_lead(NO_MATCH, 401), "post", "roadmap"),
    Row("api:roadmap-item", freight_lead(NO_MATCH, 401), "patch", "roadmap", ITEM),
    Row("api:roadmap-dependencies", freight_readers(anonymous=401), key="roadmap"),
    Row("api:roadmap-dependencies", freight_lead(NO_MATCH, 401), "post", "roadmap"),
    Row(
        "api:roadmap-dependency",
        freight_lead(NO_MATCH, 401),
        "delete",
        "roadmap",
        {"dependency_pk": "dependency"},
    ),
    Row("api:edition-list", freight_readers(anonymous=401), key="roadmap"),
    Row("api:edition-list", freight_lead(NO_MATCH, 401), "post", "roadmap"),
    Row("api:edition-detail", freight_readers(anonymous=401), key="edition"),
    Row("api:edition-pdf", freight_readers(anonymous=401), key="edition"),
)

ROWS = (*CELLAR, *SIGN_IN, *ASSESSMENTS, *PORTFOLIO, *ROADMAPS, *API)
