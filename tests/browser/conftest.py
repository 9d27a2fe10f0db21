"""Journeys in the distribution's Chromium. Nothing is downloaded, nothing leaves this machine."""

import os
import shutil
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

# Playwright keeps an event loop in this thread, where Django would else refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# WCAG 2.2 at levels A and AA, as axe names its rules.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys talk to a server of their own, so they may open sockets."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Chromium as the distribution installs it. As root it has no sandbox."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("These tests need Chromium: install it from your distribution.")
    return browser_type_launch_args | {
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture
def browser_context_args(browser_context_args: dict, request: pytest.FixtureRequest) -> dict:
    """What a test asks of its browser by indirect parameters, such as no JavaScript.

    No worker outlives the page that started it, unless a test asks for one.
    """
    return browser_context_args | {"service_workers": "block"} | getattr(request, "param", {})


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    return request.param


@pytest.fixture
def scheme(viewport: dict[str, int]) -> str:
    """Dark on a phone, light on a desktop: colours do not depend on the width, nor the layout on colours."""
    return "dark" if viewport == PHONE else "light"


@pytest.fixture
def visitor(page: Page, live_server) -> Page:
    """A page whose relative addresses are of our site. The test fails at its end if a page
    asked another host, was blocked by the content policy, or told the console an error."""
    complaints: list[str] = []

    def notice_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "about:", "blob:")):
            complaints.append(f"asked another host: {request.url}")

    def notice_response(response: Response) -> None:
        page_not_found = response.status < 500 and response.request.is_navigation_request()
        if response.status >= 400 and not page_not_found:
            complaints.append(f"{response.status} {response.url}")

    def notice_words(message: ConsoleMessage) -> None:
        # What failed to load is told with its address by `notice_response`; workers are blocked by ourselves.
        expected = message.text.startswith(("Failed to load", "Service Worker registration blocked"))
        if message.type in ("error", "warning") and not expected:
            complaints.append(message.text)

    page.on("request", notice_request)
    page.on("response", notice_response)
    page.on("console", notice_words)
    page.on("pageerror", lambda error: complaints.append(f"script failed: {error}"))
    yield page
    assert complaints == []


@pytest.fixture
def visit(visitor: Page, live_server) -> Callable[[str], Page]:
    """Open a path of our site."""

    def opened(path: str) -> Page:
        visitor.goto(live_server.url + path)
        return visitor

    return opened


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that a page breaks no rule of WCAG 2.2 AA that a machine can check."""

    def check(page: Page) -> None:
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        found = [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        assert found == []

    return check
