"""What a new assessment may ask: published frameworks, each applied to what it is about."""

from django.utils.translation import gettext as _

from assessments.models import FrameworkVersion, Partner
from portal.domain.errors import Invalid, Refusal
from portal.models import Domain


class FrameworkNotInUse(Refusal):
    """Nothing new starts from a draft or a retired version."""

    code = "framework_not_in_use"


class SubjectMismatch(Invalid):
    """A framework about partners needs one, and a framework about domains takes none."""

    code = "assessment_subject_mismatch"


def require_in_use(framework: FrameworkVersion) -> None:
    """Refuse a version from which nothing new starts.

    Raises
    ------
    FrameworkNotInUse
        When it is a draft or retired.
    """
    words = {"framework": framework}
    if framework.state == FrameworkVersion.State.DRAFT:
        sentence = _("“%(framework)s” is a draft. Publish it, then assessments can start from it.")
        raise FrameworkNotInUse(sentence % words, fields={"framework": sentence % words})
    if framework.state == FrameworkVersion.State.RETIRED:
        sentence = _("“%(framework)s” is retired. Choose a version that is in use.")
        raise FrameworkNotInUse(sentence % words, fields={"framework": sentence % words})


def require_subject(
    framework: FrameworkVersion, *, partner: Partner | None, domain: Domain
) -> None:
    """Refuse a framework that is not about what would be assessed.

    Raises
    ------
    SubjectMismatch
        When a partner is missing, is one too many, or is another domain's.
    """
    is_of_partners = framework.subject == FrameworkVersion.Subject.PARTNER
    if is_of_partners and partner is None:
        sentence = _("“%(framework)s” is about a partner: choose which one.")
        _mismatch(sentence % {"framework": framework.title}, "partner")
    if partner is not None and not is_of_partners:
        sentence = _("“%(framework)s” is about a domain, not about a partner.")
        _mismatch(sentence % {"framework": framework.title}, "framework")
    if partner is not None and partner.domain_id != domain.pk:
        words = {"partner": partner.name, "domain": partner.domain.name}
        sentence = _("“%(domain)s” answers for %(partner)s: set the assessment up there.")
        _mismatch(sentence % words, "domain")


def _mismatch(sentence: str, field: str) -> None:
    raise SubjectMismatch(sentence, fields={field: sentence})
