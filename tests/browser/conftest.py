"""The real site, served as `make run` serves it, and people before it with Debian's Chromium."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.person import Person
from tests.browser.site import Site, serve

CHROMIUM = Path("/usr/bin/chromium")
# Debian's build, without a sandbox (tests may run as root), asking nobody else for anything.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own with the demo content, stopped by the id of its process afterwards."""
    with serve(tmp_path_factory.mktemp("browser-site")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"Chromium is missing: {CHROMIUM} (apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """`visit("staff")` opens a browser window in which that demo account is signed in.

    Afterwards every window must have been free of script errors and of violations of the
    content policy, and must have asked nobody but the site.
    """
    windows: list[Person] = []

    def open_window(account: str = "", **options: object) -> Person:
        person = Person(chromium, site, account, **options)
        windows.append(person)
        return person

    yield open_window
    problems = [problem for person in windows for problem in person.problems()]
    for person in windows:
        person.close()
    assert not problems, "\n".join(problems)
