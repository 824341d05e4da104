"""The addresses behind "Check my draft"."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse

from index.errors import BriefingError
from page import words
from page.draft import as_markdown, as_page, checked, draft_place
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
                return JSONResponse({"error": words.draft_long(DRAFT_CHARACTERS)}, status_code=413)
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

    return router
