"""One name and password before everything, where the page is shared."""

from __future__ import annotations

import asyncio
import base64
import hmac
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from page import words

WRONG_SECONDS = 1.0
"""How long a wrong name or password waits for its answer."""

TRIES, WINDOW = 10, 60.0
"""Wrong ones that an address may send in so many seconds before it is turned away unread for the rest of them."""

ADDRESSES = 10_000


@dataclass(frozen=True, slots=True)
class Login:
    """The name and password that let one in."""

    name: str
    password: str

    @classmethod
    def parse(cls, written: str) -> Login:
        """NAME:PASSWORD; raises ValueError where either is missing."""
        name, _, password = written.partition(":")
        if not name or not password:
            raise ValueError(words.door.BAD_LOGIN)
        return cls(name, password)

    @property
    def header(self) -> bytes:
        """What a browser sends for it."""
        return b"Basic " + base64.b64encode(f"{self.name}:{self.password}".encode())


class Entrance:
    """Middleware that asks for a login on every address, the page's own files and its endpoints included.

    A request with the token of the lock file is let in too: whoever reads that file can read the index itself.
    """

    def __init__(
        self, app: ASGIApp, *, login: Login, token: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self._expected = login.header
        self._token = token.encode() if token else None
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        headers = Headers(scope=scope)
        shown = headers.get("authorization", "").encode("utf-8", "replace")
        if not shown and not headers.get("x-briefings-token"):
            await _ask()(scope, receive, send)
        elif self._tries(address) >= TRIES:
            await PlainTextResponse(words.door.TOO_MANY, 429, {"Retry-After": str(int(WINDOW))})(scope, receive, send)
        elif self._fits(shown, headers.get("x-briefings-token", "").encode("utf-8", "replace")):
            await self.app(scope, receive, send)
        else:
            self._note(address)  # before the wait: many at once are counted as many
            await asyncio.sleep(WRONG_SECONDS)
            await _ask()(scope, receive, send)

    def _fits(self, shown: bytes, token: bytes) -> bool:
        known = hmac.compare_digest(shown, self._expected)
        return known or (self._token is not None and hmac.compare_digest(token, self._token))

    def _tries(self, address: str) -> int:
        times = self._wrong.get(address, deque())
        while times and times[0] <= self._clock() - WINDOW:
            times.popleft()
        return len(times)

    def _note(self, address: str) -> None:
        self._wrong.setdefault(address, deque()).append(self._clock())
        self._wrong.move_to_end(address)
        while len(self._wrong) > ADDRESSES:
            self._wrong.popitem(last=False)


def _ask() -> PlainTextResponse:
    return PlainTextResponse(words.door.LOG_IN, 401, {"WWW-Authenticate": 'Basic realm="Briefings", charset="UTF-8"'})
