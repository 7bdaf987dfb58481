"""Small drawings as backgrounds: in a tagged PDF a picture needs words, a background needs none."""

import hashlib

from portal.reports.pictures import as_data


class Marks:
    """Gives every small drawing a class name, and writes the styles for those that were used."""

    def __init__(self) -> None:
        self._rules: dict[str, str] = {}

    def name(self, mark: str) -> str:
        """Return the class that shows a drawing, or "" for none."""
        if not mark:
            return ""
        name = f"key-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
        self._rules[name] = f"background-image: url({as_data(mark)})"
        return name

    @property
    def rules(self) -> str:
        """The styles, in an order that does not depend on the order of use."""
        return "\n".join(f".{name} {{ {rule} }}" for name, rule in sorted(self._rules.items()))
