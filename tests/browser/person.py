"""Somebody with a browser window: signs in, fills forms, and notes what goes wrong on the way."""

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, Route

from tests.browser.site import Site

LONGEST_WAIT_MS = 10_000
_LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  noteViolation(`${event.violatedDirective} ${event.blockedURI} on ${location.pathname}`);
});
"""


class Person:
    """One browser window. Only the site may be asked, and what `stub` answers in its place."""

    def __init__(self, chromium: Browser, site: Site, account: str, **options: Any) -> None:
        self.site = site
        self.account = account
        self.wrong: list[str] = []
        self.asked_elsewhere: list[str] = []
        self.answers: list[int] = []
        options.setdefault("viewport", {"width": 1280, "height": 900})
        self.context = chromium.new_context(
            base_url=site.address, locale="th-TH", reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(LONGEST_WAIT_MS)
        if account:
            self.context.add_cookies(site.signed_in(account))
        self.context.route("**/*", self._only_the_site)
        if options.get("java_script_enabled", True):
            self.context.expose_function("noteViolation", self._violated)
            self.context.add_init_script(_LISTEN)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def open(self, path: str) -> Page:
        """Open a page, which must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def stub(self, origin: str, html: str) -> None:
        """Answer whatever is asked of an origin with one page; the asking is still noted."""

        def answer(route: Route) -> None:
            self.asked_elsewhere.append(route.request.url)
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

        self.context.route(f"{origin}/**", answer)

    def fill(self, **fields: str) -> None:
        """Fill fields of the main form by their names."""
        for name, text in fields.items():
            self.field(name).fill(text)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']:visible").first

    def choose(self, name: str, value: str) -> None:
        """Pick an option of a list, or a card or box by its value."""
        chosen = self.page.locator(f"main [name='{name}'][value='{value}']")
        if chosen.count():
            chosen.first.check()
        else:
            self.field(name).select_option(value)

    def press(self, words: str) -> None:
        """Press the button with these words in the page's main part, and wait for the answer."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()

    def words(self, selector: str = "main") -> str:
        """Return the words of a part as one line, without the joiners that keep words together."""
        text = self.page.locator(selector).first.inner_text()
        return " ".join(text.replace("\u2060", "").split())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    def search(self, words: str) -> int:
        """Search, and return how much was found."""
        self.open(f"/search?q={words}")
        return int(self.page.locator("output[data-total]").get_attribute("data-total") or "")

    def problems(self) -> list[str]:
        """Return what went wrong in this window."""
        return [f"{self.account or 'visitor'}: {one}" for one in self.wrong]

    def close(self) -> None:
        self.context.close()

    def _only_the_site(self, route: Route, request: Request) -> None:
        if request.url.startswith((self.site.address, "data:", "blob:")):
            route.continue_()
            return
        self.wrong.append(f"asked {request.url}")
        route.abort()

    def _violated(self, what: str) -> None:
        self.wrong.append(f"content policy: {what}")

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium says so of every page that is answered with an error; the tests look at statuses.
        expected = message.text.startswith("Failed to load resource: the server responded")
        if message.type in {"error", "warning"} and not expected:
            self.wrong.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _answered(self, response: Response) -> None:
        self.answers.append(response.status)
        if response.status >= 500:
            self.wrong.append(f"{response.status}: {response.url}")
