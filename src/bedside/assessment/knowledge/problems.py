"""Collecting what is wrong with the knowledge, so that its writer sees the whole list at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class BadKnowledge(ValueError):
    """The knowledge does not fit together; ``problems`` says where, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """A growing list of problems; ``at`` turns an exception in its block into one of them."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Go on after this block, whatever it raised about the data."""
        try:
            yield
        except KeyError as error:
            self.found.append(f"{where}: missing or unknown {error}")
        except (ValueError, TypeError, AttributeError) as error:
            self.found.append(f"{where}: {error}")

    def add(self, problem: str) -> None:
        self.found.append(problem)

    def stop_if_any(self) -> None:
        """Raise BadKnowledge when something was found."""
        if self.found:
            raise BadKnowledge(self.found)
