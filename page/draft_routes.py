"""The addresses behind "Check my draft"."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse

from index.errors import BriefingError
from index.readers import readers
from index.readings import Wanted
from index.settings import IndexSettings
from page import words
from page.draft import as_markdown, as_page, checked, draft_place
from page.uploads import MOST_BYTES as MOST_FILE_BYTES
from page.uploads import safe_name
from qa import Assistant
from qa.check import DRAFT_CHARACTERS

MOST_BYTES = 4 * DRAFT_CHARACTERS + 4


def draft_routes(assistant: Assistant) -> APIRouter:
    """The addresses that show the place and check a draft."""
    router = APIRouter()

    @router.get("/place/check")
    def place() -> HTMLResponse:
        return HTMLResponse(draft_place())

    @router.post("/draft/check")
    async def check(request: Request) -> JSONResponse:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return JSONResponse({"error": words.draft.draft_long(DRAFT_CHARACTERS)}, status_code=413)
        try:
            verdicts = await run_in_threadpool(assistant.check, body.decode("utf-8", "replace"))
        except BriefingError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(
            {
                "shown": checked(verdicts),
                "markdown": as_markdown(verdicts),
                "page": as_page(verdicts),
                "verdicts": [verdict.to_dict() for verdict in verdicts],
            }
        )

    @router.post("/draft/read")
    async def read(request: Request, name: str) -> JSONResponse:
        content = bytearray()
        async for part in request.stream():
            content += part
            if len(content) > MOST_FILE_BYTES:
                return JSONResponse({"error": words.common.too_large(MOST_FILE_BYTES)}, status_code=413)
        try:
            text = await run_in_threadpool(_text, name, bytes(content), assistant.index.settings)
        except (BriefingError, OSError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"text": text})

    return router


def _text(name: str, content: bytes, settings: IndexSettings) -> str:
    """What a file says, read in a process of its own and kept nowhere; raises ValueError with why it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, safe_name(name))
        path.write_bytes(content)
        (reading,) = readers().read([Wanted(folder, path.name, None)], settings)
    text = "\n\n".join(piece.text for piece in reading.pieces if piece.text)
    if not text:
        raise ValueError(next((piece.failure for piece in reading.pieces if piece.failure), words.draft.EMPTY))
    if len(text) > DRAFT_CHARACTERS:
        raise ValueError(words.draft.draft_long(DRAFT_CHARACTERS))
    return text
