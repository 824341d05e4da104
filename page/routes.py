"""The addresses beside the chat: briefings as HTML, for the source panel and for pages of their own; files; health."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from index import Index
from index.errors import NotFound
from page import frame, sources, words


def routes(index: Index) -> APIRouter:
    """The addresses that show what an index holds."""
    router = APIRouter()

    @router.get("/healthz")
    def health() -> dict[str, Any]:
        return {"status": "ok", "documents": sum(1 for _ in index.documents())}

    @router.get("/page/{name}")
    def asset(name: str) -> Response:
        if name not in frame.ASSETS:
            return Response(status_code=404)
        lasting = {"Cache-Control": "private, max-age=86400"}
        return Response(frame.asset(name), media_type=frame.ASSETS[name], headers=lasting)

    @router.get("/panel/briefings")
    def library() -> HTMLResponse:
        return HTMLResponse(sources.library(index.documents()))

    @router.get("/panel/briefing/{document_id}")
    def panel(document_id: str, start: int = 0, end: int = 0) -> HTMLResponse:
        try:
            return HTMLResponse(_article(index, document_id, (start, end)))
        except NotFound:
            return HTMLResponse(sources.missing(), status_code=404)

    @router.get("/briefing/{document_id}")
    def own_page(document_id: str, start: int = 0, end: int = 0) -> HTMLResponse:
        try:
            article = _article(index, document_id, (start, end))
            return HTMLResponse(frame.own_page(index.document(document_id).title, article))
        except NotFound:
            return HTMLResponse(frame.own_page(words.TITLE, sources.missing()), status_code=404)

    return router


def _article(index: Index, document_id: str, span: tuple[int, int]) -> str:
    return sources.briefing(index.document(document_id), index.text(document_id), span)
