"""Where a person is in the portal, as the query of its one address.

Reloading, the browser's history and a second tab therefore come back to the same screen. A place
names a screen and a random id, nothing about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

MOVED = frozenset({"worklist", "chart"})
"""Screens that have become pages; their addresses still lead there."""
SCREENS = (
    frozenset({"home", "new", "chat", "check", "result", "dashboard", "desk", "report"}) | MOVED
)
_ROOT = "/portal/"


@dataclass(frozen=True)
class Place:
    """A screen, and the assessment it is about. An empty screen is the person's first one."""

    screen: str = ""
    assessment: UUID | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Place":
        """Read a query. What makes no sense leads to the person's first screen."""
        screen = query.get("screen", "")
        try:
            assessment = UUID(query["assessment"]) if "assessment" in query else None
        except ValueError:
            return cls()
        return cls(screen, assessment) if screen in SCREENS else cls()

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read the text form of a query, as `query` writes it."""
        return cls.of(dict(parse_qsl(text)))

    @property
    def fields(self) -> dict[str, str]:
        """The query's fields."""
        fields = {"screen": self.screen, "assessment": str(self.assessment or "")}
        return {name: value for name, value in fields.items() if value}

    @property
    def query(self) -> str:
        """The query as text."""
        return urlencode(self.fields)

    @property
    def href(self) -> str:
        """The address, for links that open in another tab."""
        return f"{_ROOT}?{self.query}" if self.fields else _ROOT
