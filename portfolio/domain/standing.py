"""Standing: where a domain stands, as its latest published assessment says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from portfolio.domain.requirements import Requirement


@dataclass(frozen=True, slots=True)
class DomainStanding:
    """The levels of a domain's capabilities and of the layers they lie in.

    Attributes
    ----------
    capability_levels
        Capability key to assessed level. What is left out was not assessed.
    layer_effective
        Layer key to effective level: what the layer can be relied on for, given what it stands on.
    layer_of
        Capability key to layer key.
    titles
        Capability and layer keys to what the reader calls them.
    minimum
        The lowest level of the scale.
    """

    capability_levels: Mapping[str, float]
    layer_effective: Mapping[str, float] = field(default_factory=dict)
    layer_of: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    minimum: float = 1.0

    def cap(self, capability: str) -> float | None:
        """Return the effective level of the capability's layer, ``None`` where there is none."""
        return self.layer_effective.get(self.layer_of.get(capability, ""))

    def counted(self, capability: str) -> float:
        """Return the level that counts: its own, or that of its layer if that is lower."""
        level, cap = self.capability_levels[capability], self.cap(capability)
        return level if cap is None else min(level, cap)

    def raised_to(self, need: Requirement) -> "DomainStanding":
        """Return the standing with one need met: its capability, and its layer where that caps."""
        levels, layers = dict(self.capability_levels), dict(self.layer_effective)
        levels[need.capability] = max(need.level, levels[need.capability])
        if self.is_capped_below(need):
            layers[self.layer_of[need.capability]] = need.level
        return replace(self, capability_levels=levels, layer_effective=layers)

    def is_capped_below(self, need: Requirement) -> bool:
        """Whether the layer alone already keeps the capability from where it is needed."""
        cap = self.cap(need.capability)
        return cap is not None and cap < need.level

    def name(self, key: str) -> str:
        """Return what the reader calls a capability or a layer, for the middle of a sentence."""
        title = self.titles.get(key, key.replace("-", " "))
        return title if title[1:2].isupper() else title[:1].lower() + title[1:]
