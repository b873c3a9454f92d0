"""Where findings are placed: the document's tree."""

from dataclasses import dataclass

from tessera.programme.finding import Finding
from tessera.programme.nodes import Items, Node, find, place_of

Path = tuple[str | int, ...]
"""Keys and list positions from the document's root: ("earn", "base", "give")."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it is written."""

    root: Node
    file: str

    def finding(self, path: Path, code: str, message: str, advice: str) -> Finding:
        """A finding about the value at `path`, or about the nearest thing above it that is written."""
        place = place_of(self.root, *path)
        return Finding(place.line, place.column, code, message, advice, self.file)

    def writes(self, path: Path) -> bool:
        return find(self.root, *path) is not None

    def ladder(self, place: int) -> Path:
        """The path of a tier structure: there may be a list of them, or only one."""
        return ("tiers", place) if isinstance(find(self.root, "tiers"), Items) else ("tiers",)
