"""Derivations: one number of a result, the rule that made it, and what it was made of."""

from collections.abc import Sequence

from assessments.domain.answers import Missing, NotScored
from assessments.domain.capability_results import CapabilityResult
from assessments.domain.derivation_parts import (
    OVERALL,
    Derivation,
    NotTraced,
    Part,
    Subject,
    Traced,
    capability_trace,
    layer_trace,
)
from assessments.domain.evidence import Evidence
from assessments.domain.figures import Figure, plainly, rounded
from assessments.domain.layer_results import LayerResult
from assessments.domain.results import Results
from assessments.domain.rule_words import counts_open_as_zero, level_sentence
from assessments.domain.settling import Standpoint
from assessments.domain.trace_records import TraceRecord
from assessments.domain.workings import mean_working, sum_working
from portal.domain.wording import gettext as _

__all__ = [
    "OVERALL",
    "Derivation",
    "NotTraced",
    "Part",
    "Subject",
    "Traced",
    "capability_trace",
    "layer_trace",
    "subject",
]


def subject(
    results: Results, record: TraceRecord | None, trace: str, evidence: Evidence | None = None
) -> Subject:
    """Tell how the numbers under a key came about.

    Parameters
    ----------
    results
        What was found.
    record
        The answers it was worked out from; None where a result kept none.
    trace
        `OVERALL`, or a key from `layer_trace` or `capability_trace`.
    evidence
        How questions were answered; it tells a level that was settled from a median that stood.

    Returns
    -------
    Subject
        With one derivation per number.

    Raises
    ------
    NotTraced
        When the result has no number under that key.
    """
    kind, _dash, key = trace.partition("-")
    if trace == OVERALL:
        return Subject(Traced.OVERALL, "", results.framework.title, _overall(results))
    for layer in results.layers if kind == Traced.LAYER else ():
        if layer.key == key:
            return Subject(Traced.LAYER, key, layer.title, _layer(results, layer))
    for capability in results.capabilities if kind == Traced.CAPABILITY else ():
        if capability.key == key:
            found = _capability(capability, record, _standpoint(record, key, evidence))
            return Subject(Traced.CAPABILITY, key, capability.title, found)
    raise NotTraced(_("This result has no number called “{key}”.", key=trace))


def _overall(results: Results) -> tuple[Derivation, ...]:
    whole, layers = results.overall, results.layers
    raw = tuple(_part(layer_trace(each.key), each.title, None, each.raw) for each in layers)
    relied = tuple(_effective_part(results, each) for each in layers)
    targets = tuple(_part(layer_trace(each.key), each.title, None, each.target) for each in layers)
    return (
        Derivation(
            "mean",
            _("Raw level"),
            whole.mean,
            _(
                "The plain mean of the layers that have a level, so that a layer does not weigh "
                "more for asking more."
            ),
            _mean(raw, whole.mean),
            raw,
        ),
        Derivation(
            "effective",
            _("Effective level"),
            whole.effective,
            _("The plain mean of what each layer can be relied on."),
            _mean(relied, whole.effective),
            relied,
        ),
        _staged(results, results.capabilities, whole.staged, whole.held_back_by),
        Derivation(
            "target",
            _("Target"),
            whole.target,
            _("The plain mean of the targets of the layers."),
            _mean(targets, whole.target),
            targets,
        ),
        _gap(whole.target, whole.effective, whole.gap),
    )


def _layer(results: Results, layer: LayerResult) -> tuple[Derivation, ...]:
    own = tuple(each for each in results.capabilities if each.layer == layer.key)
    raw = tuple(_part(capability_trace(e.key), e.title, e.weight, e.level) for e in own)
    targets = tuple(
        Part(
            capability_trace(each.key),
            each.title,
            each.weight,
            each.target,
            counts=each.level != NotScored(Missing.NOT_APPLICABLE),
        )
        for each in own
    )
    return (
        Derivation(
            "mean",
            _("Raw level"),
            layer.raw,
            _("The mean of its capabilities that have a level, each counting by its weight."),
            _mean(raw, layer.raw),
            raw,
        ),
        _relied_on(results, layer),
        _staged(results, own, layer.staged, layer.held_back_by),
        Derivation(
            "target",
            _("Target"),
            layer.target,
            _("The mean target of what applies, weighted as the levels are."),
            _mean(targets, layer.target),
            targets,
        ),
        _gap(layer.target, layer.effective, layer.gap),
    )


def _capability(
    capability: CapabilityResult, record: TraceRecord | None, standpoint: Standpoint | None
) -> tuple[Derivation, ...]:
    answers = () if record is None else record.of_capability(capability.key)
    rule = "" if record is None else level_sentence(record.rule, capability.level, standpoint)
    return (
        Derivation(
            "level",
            _("Level"),
            capability.level,
            rule or _("What its questions were settled on was not kept with this result."),
            sum_working(answers, capability.level)
            if record and counts_open_as_zero(record.rule)
            else "",
        ),
        Derivation(
            "target", _("Target"), capability.target, _("As it was set up for this assessment.")
        ),
        _gap(capability.target, capability.level, capability.gap, by=_("level")),
    )


def _standpoint(
    record: TraceRecord | None, key: str, evidence: Evidence | None
) -> Standpoint | None:
    answers = () if record is None else record.of_capability(key)
    if evidence is None or len(answers) != 1:
        return None
    stood = {each.key: each.standpoint for each in evidence.capabilities}
    return stood.get(answers[0].question)


def _mean(parts: Sequence[Part], figure: Figure) -> str:
    return mean_working([(each.weight, each.figure) for each in parts if each.counts], figure)


def _part(trace: str, title: str, weight: float | None, figure: Figure) -> Part:
    return Part(trace, title, weight, figure, counts=not isinstance(figure, NotScored))


def _effective_part(results: Results, layer: LayerResult) -> Part:
    part = _part(layer_trace(layer.key), layer.title, None, layer.effective)
    if layer.capped_by is None:
        return part
    cap = results.layer(layer.capped_by).title
    note = _("Raw {raw}; {cap} holds it back", raw=plainly(layer.raw), cap=cap)
    return Part(part.trace, part.title, None, part.figure, counts=part.counts, note=note)


def _relied_on(results: Results, layer: LayerResult) -> Derivation:
    own = Part("", _("{title}, raw level", title=layer.title), None, layer.raw)
    known = {each.key: each for each in results.layers}
    below = tuple(
        _below(known[key], is_cap=_carries_cap(known[key], layer))
        for key in layer.stands_on
        if key in known
    )
    if isinstance(layer.effective, NotScored):
        rule = _("Without a level of its own there is nothing to rely on.")
    elif not below:
        rule = _("It stands on nothing, so it can be relied on as far as it was built.")
    else:
        rule = _("The least of its own level and of what the layers beneath can be relied on.")
    if layer.unknown_below:
        titles = "; ".join(known[key].title for key in layer.unknown_below if key in known)
        rule += " " + _("Not known, and so no cap: {titles}.", titles=titles)
    if results.headroom:
        rule += " " + _("A layer may outrun the one beneath by {by}.", by=plainly(results.headroom))
    working = ""
    if not isinstance(layer.effective, NotScored) and below:
        terms = [
            plainly(each.figure)
            if each is own
            else plainly(rounded(each.figure + results.headroom))
            for each in (own, *below)
            if not isinstance(each.figure, NotScored)
        ]
        working = _(
            "least of {terms} = {level}", terms=", ".join(terms), level=plainly(layer.effective)
        )
    return Derivation(
        "effective", _("Effective level"), layer.effective, rule, working, (own, *below)
    )


def _below(layer: LayerResult, *, is_cap: bool) -> Part:
    note = _("This is what holds it back.") if is_cap else ""
    return Part(
        layer_trace(layer.key),
        _("{title}, relied on", title=layer.title),
        None,
        layer.effective,
        counts=not isinstance(layer.effective, NotScored),
        note=note,
    )


def _carries_cap(below: LayerResult, layer: LayerResult) -> bool:
    if layer.capped_by is None or isinstance(below.effective, NotScored):
        return False
    return layer.capped_by in {below.key, below.capped_by}


def _staged(
    results: Results,
    capabilities: Sequence[CapabilityResult],
    figure: Figure,
    held_back_by: tuple[str, ...],
) -> Derivation:
    if isinstance(figure, NotScored):
        missing = NotScored(Missing.NOT_APPLICABLE)
        left = [
            each
            for each in capabilities
            if isinstance(each.level, NotScored) and each.level != missing
        ]
        rule = _("The whole level that every capability has reached; not known while one is open.")
        parts = tuple(_part(capability_trace(e.key), e.title, None, e.level) for e in left)
        return Derivation("staged", _("Staged (weakest link)"), figure, rule, "", parts)
    weakest = [results.capability(key) for key in held_back_by]
    working = ""
    if weakest:
        lowest = plainly(weakest[0].level)
        working = _("{lowest}, rounded down = {level}", lowest=lowest, level=plainly(figure))
    return Derivation(
        "staged",
        _("Staged (weakest link)"),
        figure,
        _("The whole level that every capability has reached: the lowest one, rounded down."),
        working,
        tuple(_part(capability_trace(e.key), e.title, None, e.level) for e in weakest),
    )


def _gap(target: Figure, level: Figure, gap: Figure, *, by: str = "") -> Derivation:
    named = by or _("effective level")
    rule = _("Target less {level}, and never below 0.", level=named)
    working = ""
    if not isinstance(target, NotScored) and not isinstance(level, NotScored):
        less = f"{plainly(target)} − {plainly(level)}"
        working = f"{less} < 0" if level > target else f"{less} = {plainly(gap)}"
    return Derivation("gap", _("Gap to target"), gap, rule, working)
