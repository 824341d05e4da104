"""Builds the web page and serves it on this machine."""

from __future__ import annotations

import errno
import hmac
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict

import uvicorn
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from index import Index
from index.errors import BriefingError
from page import words
from page.entrance import Entrance, Login
from page.loopback import ANYWHERE, is_loopback
from page.security import Guard
from qa import Assistant

LOOPBACK = ("127.0.0.1", "localhost")
PORTS_TRIED = 50


def build(
    assistant: Assistant,
    *,
    token: str | None = None,
    allowed_hosts: Sequence[str] | None = LOOPBACK,
    login: Login | None = None,
) -> FastAPI:
    """The page over one assistant as an ASGI application.

    With a `token`, POST /sync brings a folder in step for whoever sends it in `X-Briefings-Token`. Requests for a
    host not in `allowed_hosts` are turned away; None allows any. With a `login` every address asks for it.
    """
    _keep_gradio_offline()
    import gradio

    from page import frame
    from page.draft_routes import draft_routes
    from page.keeper import Keeper
    from page.kept_routes import kept_routes
    from page.library_routes import library_routes
    from page.page import build_page
    from page.programs import program_routes
    from page.routes import routes
    from page.shelf import Shelf
    from page.theme import theme
    from page.timeline_place import timeline_routes

    shelf, keeper = Shelf(assistant.index), Keeper(assistant.index)
    closing = _closing(keeper.close)
    app = FastAPI(title=words.common.TITLE, docs_url=None, redoc_url=None, openapi_url=None, lifespan=closing)
    if login is not None:
        app.add_middleware(Entrance, login=login, token=token)
    app.add_middleware(Guard, allowed_hosts=allowed_hosts)
    app.include_router(routes(shelf, keeper))
    app.include_router(program_routes(assistant, shelf))
    app.include_router(draft_routes(assistant))
    app.include_router(library_routes(shelf))
    app.include_router(timeline_routes(shelf))
    app.include_router(kept_routes(keeper, assistant.index))
    _add_sync(app, assistant.index, token)
    gradio.mount_gradio_app(
        app,
        build_page(assistant, shelf=shelf, keeper=keeper),
        path="/",
        theme=theme(),
        head=frame.head(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
    )
    return app


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    login: Login | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until interrupted; a taken port is passed over for the next free one.

    `on_ready` is given the address once the page answers. Raises OSError if no port is free, ValueError for a host
    that others can reach without a `login`.
    """
    if login is None and not is_loopback(host):
        raise ValueError(words.door.needs_login(host))
    listening = _listen(host, port)
    near = "127.0.0.1" if host in ANYWHERE else host
    address = f"http://{_in_address(near)}:{listening.getsockname()[1]}"
    token = assistant.index.announce(address)
    # A foreign site that rebinds its name to this machine has no login to send, so with one any name will do.
    hosts = None if login else tuple(dict.fromkeys((host, *LOOPBACK)))
    app = build(assistant, token=token, allowed_hosts=hosts, login=login)
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    _Server(config, ready=lambda: _ready(address, on_ready)).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Uvicorn that says when it has started to answer."""

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def _ready(address: str, on_ready: Callable[[str], None] | None) -> None:
    logging.getLogger(__name__).info("The page is at %s", address)
    if on_ready is not None:
        on_ready(address)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + PORTS_TRIED, 65536)
    for candidate in [0] if port == 0 else range(port, last):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if not _is_taken(error):
                raise OSError(f"Cannot listen on {host}: {error.strerror}. Choose another host.") from error
        else:
            return listening
    raise OSError(f"Ports {port} to {last - 1} of {host} are all taken. Choose another port.")


def _is_taken(error: OSError) -> bool:
    return error.errno in (errno.EADDRINUSE, errno.EACCES)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _keep_gradio_offline() -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"


def _closing(close: Callable[[], None]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What an application does over its life: nothing until its end."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        close()

    return lifespan


def _add_sync(app: FastAPI, index: Index, token: str | None) -> None:
    @app.post("/sync")
    async def sync(request: Request) -> JSONResponse:
        shown = request.headers.get("x-briefings-token", "")
        if token is None or not hmac.compare_digest(shown.encode(), token.encode()):
            return JSONResponse({"error": words.door.WRONG_TOKEN}, status_code=403)
        try:
            wanted = await request.json()
            folder, prune = wanted["folder"], wanted.get("prune") is True
        except (ValueError, KeyError, TypeError, AttributeError):
            return JSONResponse({"error": words.door.BAD_SYNC}, status_code=400)
        if not isinstance(folder, str) or not folder:
            return JSONResponse({"error": words.door.BAD_SYNC}, status_code=400)
        try:
            return JSONResponse(asdict(await run_in_threadpool(index.sync, folder, prune=prune)))
        except (BriefingError, OSError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
