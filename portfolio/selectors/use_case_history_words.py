"""How a change of a use case reads: fields by their names, values as the pages show them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from assessments.domain.confidence import Confidence
from portal.domain.money import exact_money
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Criterion
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact, Tier
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import Rating

NOTHING: Final = "–"
KEPT: Final = gettext_noop("Shown once you have rated it yourself")
FIELDS: Final = {
    "title": gettext_lazy("title"),
    "domain": gettext_lazy("domain"),
    "outcome": gettext_lazy("outcome"),
    "problem": gettext_lazy("problem"),
    "reason": gettext_lazy("reason"),
    "other": gettext_lazy("the other"),
    "kept": gettext_lazy("kept"),
    "archived": gettext_lazy("archived"),
    "decision": gettext_lazy("decision"),
    "proposal": gettext_lazy("proposal"),
    "agreed_with": gettext_lazy("agreed with"),
    "stage": gettext_lazy("stage"),
    "techniques": gettext_lazy("techniques"),
    "bucket": gettext_lazy("bucket"),
    "bucket_reason": gettext_lazy("why this bucket"),
    "planned_cost": gettext_lazy("planned cost"),
    "planned_benefit": gettext_lazy("planned benefit each year"),
    "effort_weeks": gettext_lazy("effort in person-weeks"),
    "reach": gettext_lazy("people it reaches in a quarter"),
    "initiated_on": gettext_lazy("initiated on"),
    "development_started_on": gettext_lazy("development started on"),
    "live_on": gettext_lazy("live on"),
    "retired_on": gettext_lazy("retired on"),
    "impact": gettext_lazy("impact"),
    "autonomy": gettext_lazy("autonomy"),
    "tier": gettext_lazy("risk tier"),
    "source": gettext_lazy("source"),
    "external_reference": gettext_lazy("reference"),
    "listing": gettext_lazy("who finds it"),
    "listing_reason": gettext_lazy("why not everybody finds it"),
    "external_details": gettext_lazy("details of the source"),
}
SAID_BY: Final = {
    Rating.Source.PERSON: gettext_lazy("a person"),
    Rating.Source.SUGGESTION: gettext_lazy("a suggestion"),
}
#: What follows from other changes, or only repeats the row.
UNTOLD: Final = frozenset(
    {"version", "updated_at", "created_at", "created_by", "bucket_answers", "bucket_source"}
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changed; a field that was only set has nothing before.

    Attributes
    ----------
    label, before, after
        In words, as a page shows them.
    name, old, new
        As recorded: the name of the field, and its value before and after.
    """

    label: str
    before: str
    after: str
    name: str = ""
    old: Any = None
    new: Any = None


def field_change(name: str, before: Any, after: Any) -> FieldChange:
    """Return a change of one field in words, with what was recorded."""
    label = field_label(name)
    if name == "external_details":
        return FieldChange(label, "", _("changed"), name, before, after)
    return FieldChange(label, shown(name, before), shown(name, after), name, before, after)


def field_set(name: str, value: Any) -> FieldChange:
    """Return what one field was given, without anything before it."""
    return FieldChange(field_label(name), NOTHING, shown(name, value), name, None, value)


def field_label(name: str) -> str:
    """Return what a reader calls a field.

    Examples
    --------
    >>> field_label("owner_of_nothing")
    'owner of nothing'
    """
    if name in set(OwnerRole):
        return OwnerRole(name).word
    return str(FIELDS.get(name) or name.replace("_", " "))


def shown(name: str, value: Any) -> str:
    """Return a value as a reader takes it in, whether it comes from the ledger or from a row.

    A word that no rule knows, from a time when other words were chosen, is shown as it is.
    """
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, Mapping) and "label" in value:
        return str(value["label"])
    if isinstance(value, list):
        return ", ".join(shown(name, each) for each in value)
    read: Callable[[Any], Any] = _READERS.get(name, _plain)
    try:
        return str(read(value))
    except (ValueError, ArithmeticError):
        return str(value)


def opened_changes(changes: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """Return what a rating changed, of criteria that are ``kept`` no more than that it did.

    Examples
    --------
    >>> opened_changes({"skills": [2, 3], "skills evidence": ["", "A trial."]}, {"skills"})
    {'skills': [None, 'Shown once you have rated it yourself']}
    """
    opened: dict[str, Any] = {}
    for name, change in changes.items():
        key = name.partition(" ")[0]
        opened |= {key: [None, _(KEPT)]} if key in kept else {name: change}
    return opened


def rating_changes(
    changes: Mapping[str, Any], criteria: Mapping[str, Criterion]
) -> Iterator[FieldChange]:
    """Tell what a rating changed: each criterion by its title, on what, and who says so."""
    for name, (before, after) in changes.items():
        key, _space, part = name.partition(" ")
        title = _(criteria[key].title) if key in criteria else field_label(key)
        match part:
            case "source":
                label = _("%(criterion)s, said by") % {"criterion": title}
            case "evidence":
                label = _("%(criterion)s, evidence") % {"criterion": title}
            case "rationale":
                label = _("%(criterion)s, because") % {"criterion": title}
            case "confidence":
                label = _("%(criterion)s, how sure") % {"criterion": title}
            case "range":
                label = _("%(criterion)s, range") % {"criterion": title}
            case _:
                label = title
        # What is kept from the reader has no value to hand out, only words in its place.
        new = None if after == _(KEPT) else after
        yield FieldChange(label, _rated(part, before), _rated(part, after), name, before, new)


def _rated(part: str, value: Any) -> str:
    if part == "source" and value in SAID_BY:
        return str(SAID_BY[Rating.Source(value)])
    if part == "confidence" and value in set(Confidence):
        return Confidence(value).label
    return shown("", value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    return str(value)


def _amount(value: Any) -> str:
    return exact_money(value, settings.CURRENCY)


def _day(value: Any) -> str:
    return date_format(value if isinstance(value, date) else date.fromisoformat(value), "j M Y")


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "stage": lambda value: Stage(value).label,
    "techniques": lambda value: Technique(value).label,
    "impact": lambda value: Impact(value).label,
    "autonomy": lambda value: Autonomy(value).label,
    "tier": lambda value: Tier(value).label,
    "bucket": lambda value: Bucket(value).label,
    "listing": lambda value: Listing(value).label,
    **dict.fromkeys(("planned_cost", "planned_benefit"), _amount),
    **dict.fromkeys(("initiated_on", "development_started_on", "live_on", "retired_on"), _day),
}
