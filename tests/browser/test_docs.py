"""The API's documentation comes from this machine: it opens with the network off, under its CSP."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.product import Product


@pytest.mark.short
def test_docs_open_with_the_network_off(open_browser: Open, product: Product) -> None:
    page = open_browser()
    outside: list[str] = []

    def only_here(route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc == urlsplit(product.url).netloc or url.startswith("data:"):
            route.continue_()
        else:
            outside.append(url)
            route.abort()

    page.context.route("**/*", only_here)
    answer = page.goto("/docs")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    # The groups are closed; every one that the API has is there to be opened.
    groups = page.request.get("/api/openapi.json").json()["paths"].values()
    tags = {tag for path in groups for operation in path.values() for tag in operation["tags"]}
    expect(page.locator(".opblock-tag")).to_have_count(len(tags))
    page.locator("#operations-tag-worklist").click()
    expect(page.get_by_text("Read the worklist")).to_be_visible()
    page.get_by_text("Read the worklist").click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    assert not outside
