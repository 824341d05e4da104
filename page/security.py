"""What keeps the page to itself: response headers, and which hosts and origins it answers."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from page import words

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

"""What Gradio's page can live with: it starts from a script in the page itself and makes functions from text."""

STRICT = "default-src 'none'; style-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
"""For what is ours alone: no script at all, nothing loaded but the style sheets."""

OURS = tuple(
    f"/{part}/"
    for part in ("briefing", "why", "panel", "place", "library", "draft", "conversation", "conversations", "api")
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


CLOSED = ("/openapi.json", "/gradio_api/upload")
"""What Gradio would serve and the page does not use."""


class Guard:
    """Middleware that turns away other hosts and origins and adds the headers to every response.

    The Host check stops a foreign site that rebinds its name to this machine; the Origin check stops one that
    posts here from a page open in the same browser.
    """

    def __init__(self, app: ASGIApp, *, allowed_hosts: Sequence[str] | None) -> None:
        self.app = app
        self.allowed_hosts = None if allowed_hosts is None else [host.lower().strip("[]") for host in allowed_hosts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope))
        if refusal is None and scope["path"] in CLOSED:
            refusal = PlainTextResponse(status_code=404)
        answering = _with_headers(send, STRICT if scope["path"].startswith(OURS) else POLICY)
        await (refusal or self.app)(scope, receive, answering)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self.allowed_hosts is not None and host_name(f"//{host}") not in self.allowed_hosts:
            return PlainTextResponse(words.door.wrong_host(host, self.allowed_hosts), status_code=400)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return PlainTextResponse(words.door.WRONG_ORIGIN, status_code=403)
        return None


def host_name(address: str) -> str:
    """The host of an address, lower case, without port and brackets; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _with_headers(send: Send, policy: str) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = policy
        await send(message)

    return send_with_headers
