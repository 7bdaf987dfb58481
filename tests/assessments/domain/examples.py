"""Small frameworks and drawn answers that the tests of the pure floor share."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from assessments.domain.answers import Answer, Answered, DontKnow, NotApplicable, Unanswered
from assessments.domain.frameworks import Capability, Framework, Layer, Level, ScoringRule, Step
from assessments.domain.questions import Option, Question
from assessments.domain.scales import FIVE_LEVELS, Scale

STANDS_ON: Mapping[str, tuple[str, ...]] = {
    "governance": (),
    "strategy": ("governance",),
    "data": ("governance",),
    "mlops": ("data",),
    "people": ("strategy",),
}
TITLES = {
    "governance": "Governance & risk",
    "strategy": "Strategy & portfolio",
    "data": "Data infrastructure",
    "mlops": "MLOps & AI engineering",
    "people": "People & ways of working",
}


def make_capability(
    key: str,
    *,
    weight: float = 1.0,
    scale: Scale = FIVE_LEVELS,
    effort: int = 2,
    weeks: int = 6,
    unlocks: tuple[str, ...] = (),
) -> Capability:
    """A capability with every level and step of its scale."""
    return Capability(
        key=key,
        title=key.replace("-", " ").capitalize(),
        question=f"How well is {key} done?",
        weight=weight,
        levels=tuple(Level(level, f"{key} at {level}") for level in scale.levels),
        steps=tuple(
            Step(
                low, low + 1, f"Raise {key} to {low + 1}", "Do it.", effort, weeks, "Lead", unlocks
            )
            for low in scale.levels[:-1]
        ),
    )


def make_framework(
    capabilities: Mapping[str, Sequence[Capability]] | None = None,
    *,
    stands_on: Mapping[str, tuple[str, ...]] = STANDS_ON,
    scale: Scale = FIVE_LEVELS,
) -> Framework:
    """A framework over the given layers; by default each has one capability named after it."""
    given = capabilities or {key: (make_capability(f"{key}-1", scale=scale),) for key in stands_on}
    return Framework(
        key="sample",
        version="1",
        title="Sample",
        summary="A small one.",
        rule=ScoringRule.LEVELS,
        scale=scale,
        layers=tuple(
            Layer(key, TITLES.get(key, key.capitalize()), "About it.", below, tuple(given[key]))
            for key, below in stands_on.items()
        ),
    )


HALF = (Option(0, "No", 0), Option(1, "Some", 0.5), Option(2, "All", 1))
YES_NO = (Option(0, "No", 0), Option(1, "Yes", 1))


def by_level(
    rule: ScoringRule = ScoringRule.SAMM,
    *,
    also: Sequence[str] = (),
    options: tuple[Option, ...] = HALF,
) -> Framework:
    """One practice with two streams on each of two levels, asked question by question.

    ``also`` names further practices, each in a layer of its own.
    """

    def practice(key: str, before: str) -> Capability:
        questions = tuple(
            Question(f"{before}{level}{stream}", "Is it done?", options, level, stream)
            for level in (1, 2)
            for stream in "AB"
        )
        return Capability(key, key.title(), "Is it done?", 1.0, (), (), "", questions)

    layers = (
        Layer("work", "Work", "About it.", (), (practice("practice", ""),)),
        *(Layer(key, key.title(), "About it.", (), (practice(key, f"{key}-"),)) for key in also),
    )
    scale = Scale(0, 2, ("none", "some", "all"))
    return Framework("by-level", "1", "By level", "A small one.", rule, scale, layers)


levels = st.integers(2, 10).map(lambda half: half / 2)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Draw a framework: up to five layers on one another, up to four capabilities in each."""
    names = list(TITLES)[: draw(st.integers(1, 5))]
    stands_on = {
        name: tuple(draw(st.lists(st.sampled_from(names[:at]), unique=True))) if at else ()
        for at, name in enumerate(names)
    }
    sizes = {name: draw(st.integers(1, 4)) for name in names}
    keys = [f"{name}-{number}" for name in names for number in range(sizes[name])]
    capabilities = {
        name: tuple(
            make_capability(
                key,
                weight=draw(st.floats(0.1, 10)),
                effort=draw(st.integers(1, 5)),
                weeks=draw(st.integers(1, 30)),
                unlocks=tuple(
                    each
                    for each in draw(st.lists(st.sampled_from(keys), unique=True, max_size=3))
                    if each != key
                ),
            )
            for key in (f"{name}-{number}" for number in range(sizes[name]))
        )
        for name in names
    }
    return make_framework(capabilities, stands_on=stands_on)


def any_answer() -> st.SearchStrategy[Answer]:
    """Draw an answer of any kind."""
    return st.one_of(
        levels.map(Answered),
        st.just(Unanswered()),
        st.just(DontKnow()),
        st.just(NotApplicable("No models are built here.")),
    )


@st.composite
def answered_frameworks(draw: st.DrawFn) -> tuple[Framework, dict[str, Answer]]:
    """Draw a framework and an answer of any kind, or none, to each of its capabilities."""
    framework = draw(frameworks())
    keys = draw(
        st.lists(st.sampled_from([each.key for each in framework.capabilities]), unique=True)
    )
    return framework, {key: draw(any_answer()) for key in keys}
