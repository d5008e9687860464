"""The response headers that every door sends, and the content security policy of each.

One table here instead of one per framework: a page, an API answer, an error of the server itself
and a file all leave through the same edge, so none of them can forget a header.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]

_LOCKED = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
PAGES = {
    **_LOCKED,
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
}
DOCS = {**PAGES, "style-src": "'self' 'unsafe-inline'"}
"""Swagger writes style attributes; its scripts are files of ours."""


@dataclass(frozen=True)
class HeaderTable:
    """Which headers a path gets; `portal` (Streamlit's policy) is empty when it is not served."""

    https: bool
    portal: str = ""

    def for_path(self, path: str) -> Headers:
        """Return the headers for an answer to `path`."""
        return [*self._common(), (b"content-security-policy", self._policy(path).encode())]

    def _policy(self, path: str) -> str:
        if self.portal and (path == "/portal" or path.startswith("/portal/")):
            return self.portal
        if path == "/docs" or path.startswith("/docs/"):
            return _text(DOCS)
        return _text(PAGES)

    def _common(self) -> Headers:
        # "no-referrer" would make browsers send "Origin: null" with our own forms.
        headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        ]
        if self.https:
            headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
        return headers


def _text(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
