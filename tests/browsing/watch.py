"""What a window tells of itself: the console, errors, violations of the policy, requests that fail or go elsewhere."""

from urllib.parse import urlsplit

_VIOLATIONS = """
window.policyViolations = [];
addEventListener("securitypolicyviolation", event => policyViolations.push(
    `${event.effectiveDirective} stopped ${event.blockedURI || "inline"} ${event.sourceFile}:${event.lineNumber}`));
"""


class Watch:
    """Everything a page complained of since it was asked last; a page itself may answer with ``expected``."""

    def __init__(self, page, expected: tuple[int, ...] = ()) -> None:
        self.page, self.expected = page, expected
        self.home = self.refused = ""
        self.status = 0
        self.heard: list[str] = []
        page.add_init_script(_VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def complaints(self) -> list[str]:
        """What was heard, which is then forgotten."""
        violations = self.page.evaluate("(window.policyViolations || []).splice(0)")
        heard, self.heard = self.heard, []
        return heard + [f"policy: {violation}" for violation in violations]

    def _console(self, message) -> None:
        where = message.location.get("url", "")
        # Our pages name their icon; the browser asks for this one beside an answer that is no page (405, a file).
        if (where != self.refused and not where.endswith("/favicon.ico")) or not where:
            self.heard.append(f"console {message.type}: {message.text} ({where})")

    def _request(self, request) -> None:
        """The first address that was asked for is home."""
        address = urlsplit(request.url)
        self.home = self.home or address.netloc
        if address.scheme not in ("data", "blob") and address.netloc != self.home:
            self.heard.append(f"asked elsewhere: {request.url}")

    def _response(self, response) -> None:
        page_itself = response.request.is_navigation_request()
        self.status = response.status if page_itself else self.status
        if response.status >= 400 and page_itself and response.status in self.expected:
            self.refused = response.url
        elif response.status >= 400 and not response.url.endswith("/favicon.ico"):
            self.heard.append(f"{response.status}: {response.url}")

    def _failed(self, request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a download, or a page that was left
            self.heard.append(f"failed: {request.url} ({request.failure})")


def watch(page, expected: tuple[int, ...] = ()) -> Watch:
    return Watch(page, expected)
