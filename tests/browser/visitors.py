"""People at a browser: what they do, and what must never happen while they look."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.portal import ROOT

PASSWORD = "steelthread-demo"
PEOPLE = {
    role: f"{role}@tessenbrook.example"
    for role in ("lead", "owner", "executive", "contributor", "administrator", "auditor", "board")
}
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (standards) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: standards}, resultTypes: ["violations"],
  });
  return found.violations.flatMap((each) => each.nodes.map(
    (node) => `${each.id}: ${node.target.join(" ")} (${each.help})`));
}"""
LISTEN = """document.addEventListener("securitypolicyviolation", (event) => {
  const {violatedDirective, blockedURI, sourceFile} = event;
  window.reportViolation(`${violatedDirective} ${blockedURI} ${sourceFile || ""}`);
});"""


@dataclass
class Trouble:
    """What the browser complained of: policy violations, script errors, files that are missing."""

    found: list[str] = field(default_factory=list)
    #: Whether a test makes requests fail on purpose, which the browser's console then tells.
    is_provoked: bool = False

    def watch(self, context: BrowserContext) -> None:
        context.expose_binding("reportViolation", lambda _source, text: self.note("policy", text))
        context.add_init_script(LISTEN)
        context.on("page", self._watch_page)

    def note(self, kind: str, text: str) -> None:
        self.found.append(f"{kind}: {text}")

    def _watch_page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.note("error", f"{error} on {page.url}"))
        page.on("console", lambda said: self._hear(said.type, said.text, page.url))
        page.on("response", self._look)

    def _hear(self, kind: str, text: str, url: str) -> None:
        # The status of an answer is judged where it arrives.
        if kind == "error" and not self.is_provoked and "Failed to load resource" not in text:
            self.note("console", f"{text} on {url}")

    def _look(self, response: Response) -> None:
        is_file = "/static/" in response.url
        if self.is_provoked:
            return
        if response.status >= 500 or (is_file and response.status >= 400):
            self.note("status", f"{response.status} {response.url}")


@dataclass
class Visitor:
    """One person at one browser window."""

    page: Page
    address: str
    trouble: Trouble
    has_script: bool = True

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address).partition("#")[0].partition("?")[0]

    def go(self, path: str) -> Response | None:
        return self.page.goto(self.address + path)

    def sign_in(self, role: str) -> None:
        self.go("/")
        self.fill_sign_in(role)
        self.page.wait_for_url(lambda url: "/account/login/" not in url)

    def fill_sign_in(self, role: str) -> None:
        self.page.get_by_label("E-mail").fill(PEOPLE[role])
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def press(self, name: str, **options: Any) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, **options).click()

    def follow(self, name: str, **options: Any) -> None:
        """Follow the link of that name."""
        self.page.get_by_role("link", name=name, **options).first.click()

    def wears(self, theme: str) -> None:
        self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]

    def complaints(self) -> list[str]:
        """Return what speaks against the page as it is shown now."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE, STANDARDS)
        wide, seen = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if wide > seen:
            found.append(f"scrolls sideways: {wide} of {seen} px")
        return [f"{self.path}: {each}" for each in found]
