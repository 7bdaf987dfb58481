"""A published result as a workbook: every figure of it, and how many answered how, unnamed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from assessments.domain.frameworks import Framework
from assessments.reports.result_rows import option_heads, question_titles, stands_word
from assessments.selectors.frameworks import framework_of
from assessments.selectors.result_pages import ResultPage
from portal.reports.workbooks import Cell, SheetTable

NARROW, WIDE, WIDEST = 12, 32, 70


def result_tables(page: ResultPage) -> tuple[SheetTable, ...]:
    """Return the sheets of a published result; figures are numbers, and a missing one is empty."""
    framework = framework_of(page.assessment.framework)
    return (
        SheetTable(_("Overview"), (_("What"), _("Value")), tuple(_overview(page)), (WIDE, WIDEST)),
        SheetTable(_("Layers"), _layer_heads(), tuple(_layers(page)), (WIDE,)),
        SheetTable(
            _("Capabilities"), _capability_heads(), tuple(_capabilities(page)), (WIDE, WIDE)
        ),
        SheetTable(_("Gaps"), _gap_heads(), tuple(_gaps(page)), (WIDE, WIDE)),
        SheetTable(
            _("Recommendations"), _step_heads(), tuple(_steps(page)), (NARROW, WIDE, WIDEST)
        ),
        SheetTable(
            _("Answers counted"),
            _answer_heads(framework),
            tuple(_answers(page, framework)),
            (WIDE, WIDE, WIDEST, NARROW),
        ),
    )


def _overview(page: ResultPage) -> Iterator[tuple[Cell, Cell]]:
    results, evidence, overall = page.results, page.evidence, page.results.overall
    published = page.published_at
    yield _("Assessment"), evidence.title
    yield _("Domain"), evidence.domain
    yield _("Framework"), results.framework.title
    yield _("Version of the framework"), results.framework.version
    yield _("First day"), evidence.starts_on
    yield _("Due"), evidence.due_on
    yield _("Published"), published.isoformat() if published else None
    yield _("In a sentence"), results.headline
    yield _("Mean"), _number(overall.mean)
    yield _("Effective"), _number(overall.effective)
    yield _("Staged (weakest link)"), _number(overall.staged)
    yield _("Target"), _number(overall.target)
    yield _("Gap to target"), _number(overall.gap)
    yield _("People asked"), evidence.invited
    yield _("People who answered"), evidence.responded
    yield _("Answers"), evidence.answers
    yield _("Questions answered"), overall.answered
    yield _("Questions that apply"), overall.applicable
    if page.open_sentence:
        yield _("Questions without an answer"), page.open_sentence
    if page.model:
        yield _("Operating model"), page.model.finding.text
    yield _("Fingerprint (SHA-256)"), page.sha256
    yield _("Ledger entry"), page.ledger_seq


def _layer_heads() -> tuple[str, ...]:
    return (
        _("Layer"),
        _("Raw level"),
        _("Effective"),
        _("Staged"),
        _("Target"),
        _("Gap"),
        _("Held down by"),
        _("Answered"),
        _("That apply"),
        _("In a sentence"),
    )


def _layers(page: ResultPage) -> Iterator[tuple[Cell, ...]]:
    titles = {layer.key: layer.title for layer in page.results.layers}
    for each in page.results.layers:
        yield (
            each.title,
            _number(each.raw),
            _number(each.effective),
            _number(each.staged),
            _number(each.target),
            _number(each.gap),
            titles.get(each.capped_by or "", ""),
            each.answered,
            each.applicable,
            each.sentence,
        )


def _capability_heads() -> tuple[str, ...]:
    return (
        _("Layer"),
        _("Capability"),
        _("Level"),
        _("Name of the level"),
        _("Target"),
        _("Gap"),
        _("Weight"),
        _("Answers"),
        _("Questions answered"),
        _("Questions that apply"),
        _("Something of the next level"),
        _("Why there is no level"),
        _("What the level means"),
    )


def _capabilities(page: ResultPage) -> Iterator[tuple[Cell, ...]]:
    for section in page.sections:
        for line in section.lines:
            each = line.result
            yield (
                section.result.title,
                each.title,
                _number(each.level),
                each.level_name,
                each.target,
                _number(each.gap),
                each.weight,
                line.answers,
                each.answered,
                each.applicable,
                _("yes") if each.is_beyond else "",
                (each.note or each.level.reason.sentence)
                if isinstance(each.level, NotScored)
                else "",
                each.level_text,
            )


def _gap_heads() -> tuple[str, ...]:
    return (
        _("Layer"),
        _("Capability"),
        _("Level"),
        _("Target"),
        _("Gap"),
        _("Weight"),
        _("Weight × gap"),
    )


def _gaps(page: ResultPage) -> Iterator[tuple[Cell, ...]]:
    titles = {layer.key: layer.title for layer in page.results.layers}
    below = [
        (each, each.gap)
        for each in page.results.capabilities
        if not isinstance(each.gap, NotScored) and each.gap > 0
    ]
    below.sort(key=lambda pair: (-pair[0].weight * pair[1], pair[0].title))
    for each, gap in below:
        weighted = round(each.weight * gap, 4)
        level = _number(each.level)
        yield titles[each.layer], each.title, level, each.target, gap, each.weight, weighted


def _step_heads() -> tuple[str, ...]:
    return (
        _("Order"),
        _("Capability"),
        _("Step"),
        _("From level"),
        _("To level"),
        _("Effort"),
        _("Weeks"),
        _("Who"),
        _("What it brings"),
        _("What to do"),
    )


def _steps(page: ResultPage) -> Iterator[tuple[Cell, ...]]:
    for number, each in enumerate(page.results.recommendations, start=1):
        yield (
            number,
            each.capability_title,
            each.title,
            each.from_level,
            each.to_level,
            each.effort,
            each.weeks,
            each.who,
            each.sentence,
            each.text,
        )


def _answer_heads(framework: Framework) -> tuple[str, ...]:
    return (
        _("Layer"),
        _("Capability"),
        _("Question"),
        _("Perspective"),
        *option_heads(framework),
        _("Does not apply"),
        _("Could not say"),
        _("Median"),
        _("Agreement"),
        _("What stands"),
        _("Reason"),
    )


def _answers(page: ResultPage, framework: Framework) -> Iterator[tuple[Cell, ...]]:
    known = {each.key: each for each in page.evidence.capabilities}
    titles, options = question_titles(framework), len(option_heads(framework))
    for layer in framework.layers:
        for capability in layer.capabilities:
            for question in framework.questions_of(capability):
                counted = known.get(question.key)
                if counted is None:
                    continue
                told = (layer.title, titles[question.key], question.text)
                for voice in counted.perspectives or (counted,):
                    yield (
                        *told,
                        voice.perspective.label,
                        *voice.counts,
                        *[None] * (options - len(voice.counts)),
                        voice.not_applicable,
                        voice.dont_know,
                        _number(voice.median),
                        _number(voice.consensus),
                        stands_word(counted.standpoint),
                        counted.reason,
                    )


def _number(figure: Figure) -> float | None:
    return None if isinstance(figure, NotScored) else figure
