"""Parts: which questions of a framework one respondent is asked."""

from collections.abc import Collection

from assessments.domain.frameworks import Framework


def part_of(framework: Framework, layers: Collection[str] = ()) -> tuple[str, ...]:
    """List the questions that somebody is asked who is asked about some layers.

    Parameters
    ----------
    framework
        The framework that is asked about.
    layers
        Keys of the layers they are asked about; none means all of them. A key that the framework
        does not have asks nothing.

    Returns
    -------
    tuple of str
        Keys of the questions, in the order of the framework.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> def about(key, *keys):
    ...     asked = tuple(Capability(each, each, each, 1.0, (), ()) for each in keys)
    ...     return Layer(key, key, key, (), asked)
    >>> both = (about("data", "lineage", "access"), about("people", "skills"))
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, both)
    >>> part_of(small), part_of(small, ["people"])
    (('lineage', 'access', 'skills'), ('skills',))
    """
    return tuple(
        question.key
        for layer in framework.layers
        if not layers or layer.key in layers
        for capability in layer.capabilities
        for question in framework.questions_of(capability)
    )
