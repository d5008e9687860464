"""Looking pages over as a person would: everything wrong with any of them, and their pictures."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.answering import settled
from tests.browser.watching import assert_accessible, assert_big_enough, assert_fits

_CHECKS = (assert_accessible, assert_fits)


class Look:
    """Looks pages over, keeps their pictures, and says at the end what is wrong with any."""

    def __init__(self, page: Page, directory: Path) -> None:
        self.page = page
        self._directory = directory
        self._wrong: list[str] = []

    def to(self, path: str, name: str) -> None:
        """Go there and look."""
        self.page.goto(path)
        self.at(name)

    def at(self, name: str) -> None:
        """Check the page as it is now, and keep its picture."""
        self.page.wait_for_load_state("networkidle")
        is_portal = "/portal/" in self.page.url
        if is_portal:
            settled(self.page)
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=self._directory / f"{name}.png", full_page=True)
        # What is drawn by Streamlit has the sizes that Streamlit gives it.
        for holds in _CHECKS if is_portal else (*_CHECKS, assert_big_enough):
            try:
                holds(self.page)
            except AssertionError as error:
                self._wrong.append(f"{name}: {error}")

    def ended(self) -> None:
        """Fail with everything that was wrong."""
        assert not self._wrong, "\n".join(self._wrong)
