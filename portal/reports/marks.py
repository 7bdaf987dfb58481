"""Small drawings as backgrounds: in a tagged PDF a picture needs words, a background needs none."""

import base64
import hashlib


class Marks:
    """Gives every small drawing a class name, and writes the styles for those that were used."""

    def __init__(self) -> None:
        self._rules: dict[str, str] = {}

    def name(self, mark: str) -> str:
        """Return the class that shows a drawing, or "" for none."""
        if not mark:
            return ""
        name = f"key-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
        named = mark.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        coded = base64.b64encode(named.encode()).decode()
        self._rules[name] = f"background-image: url(data:image/svg+xml;base64,{coded})"
        return name

    @property
    def rules(self) -> str:
        """The styles, in an order that does not depend on the order of use."""
        return "\n".join(f".{name} {{ {rule} }}" for name, rule in sorted(self._rules.items()))
