"""One demo and one Chromium for the whole suite; a fresh browser profile for every person."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looks import Look
from tests.browser.product import Account, Product, running
from tests.browser.watching import Watch

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000
"""Milliseconds that a screen may take on a busy machine."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def forget_keys() -> None:
    """These tests keep no keys: everything happens in the product's own process."""


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"These tests need Chromium at {CHROMIUM}: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Whatever the browser complained of during a test fails it."""
    watch = Watch()
    yield watch
    assert not watch.said, "\n".join(watch.said)


@pytest.fixture
def open_browser(browser: Browser, product: Product, watch: Watch) -> Iterator[Open]:
    """Somebody's browser: `open_browser(javascript=False, size=PHONE)` gives its first page."""
    contexts: list[BrowserContext] = []

    def open_one(*, javascript: bool = True, size: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            base_url=product.url,
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.on(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def look(request: pytest.FixtureRequest, open_browser: Open, tmp_path: Path) -> Iterator[Look]:
    """Somebody's browser whose pages are looked over: on a phone, and again on a desk."""
    look = Look(open_browser(size=request.param), tmp_path)
    yield look
    look.ended()


@pytest.fixture
def asha(product: Product) -> Account:
    return product.accounts["asha@example.org"]


@pytest.fixture
def bello(product: Product) -> Account:
    return product.accounts["bello@example.org"]


@pytest.fixture
def chen(product: Product) -> Account:
    return product.accounts["chen@example.org"]


@pytest.fixture
def noa(product: Product) -> Account:
    return product.accounts["noa@example.org"]


@pytest.fixture
def dana(product: Product) -> Account:
    return product.accounts["dana@example.org"]
