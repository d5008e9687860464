"""What interviews are run with: the medical knowledge and what the operator decided about them.

The one of this process is connected when Django starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bedside.assessment import Knowledge
from bedside.errors import Unavailable


@dataclass(frozen=True)
class Engine:
    """`knowledge` loads it once and gives that one copy; from `self_use_age` (years) on people
    answer without another adult."""

    knowledge: Callable[[], Knowledge]
    self_use_age: int


_connected: list[Engine] = []


def configure(engine: Engine) -> None:
    """Connect what interviews are run with. Nothing is loaded yet."""
    _connected[:] = [engine]


def engine() -> Engine:
    """Return the connected engine. Raises Unavailable before `configure`."""
    if not _connected:
        raise Unavailable("The interview's knowledge is not connected.")
    return _connected[0]


def knowledge() -> Knowledge:
    """Return the knowledge, ready to be asked from."""
    return engine().knowledge()


def self_use_age() -> int:
    """Return from which age in years people answer without another adult."""
    return engine().self_use_age
