"""How people choose a time on plain pages: a link on the day's page, and a yes on the next."""

from typing import Any

from tests.web.browsing import Page, Visitor


def free_times(page: Page) -> list[str]:
    """The addresses to which the times of a page lead."""
    return [link for link in page.links if "slot=" in link]


def say_yes(visitor: Visitor, link: str, **said: Any) -> Page:
    """Go to a chosen time and press the button that books it."""
    return visitor.send(link, visitor.get(link).form("slot"), **said)
