"""The addresses beside the chat: briefings and reasons as HTML, for the source panel and for pages of their own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from index import Index
from index.errors import BriefingError, NotFound
from page import frame, sources, words
from page.keeper import Keeper
from page.shelf import Shelf
from page.why import forgotten, why
from qa.exported import answer_text


def routes(shelf: Shelf, keeper: Keeper) -> APIRouter:
    """The addresses that show what an index holds, and why answers are what they are."""
    router = APIRouter()
    index = shelf.index

    @router.get("/healthz")
    def health() -> dict[str, Any]:
        return {"status": "ok", "documents": index.count()}

    @router.get("/page/{name}")
    def asset(name: str) -> Response:
        if name not in frame.ASSETS:
            return Response(status_code=404)
        lasting = {"Cache-Control": "private, max-age=86400"}
        return Response(frame.asset(name), media_type=frame.ASSETS[name], headers=lasting)

    @router.get("/panel/briefings")
    def briefings() -> HTMLResponse:
        return HTMLResponse(sources.shelf(shelf.documents()))

    @router.get("/panel/briefing/{document_id}")
    def panel(document_id: str, start: int = 0, end: int = 0, strong: str = "") -> HTMLResponse:
        try:
            return HTMLResponse(_article(index, document_id, (start, end), strong))
        except NotFound:
            return HTMLResponse(sources.missing(), status_code=404)

    @router.get("/briefing/{document_id}")
    def own_page(document_id: str, start: int = 0, end: int = 0, strong: str = "") -> HTMLResponse:
        try:
            article = _article(index, document_id, (start, end), strong)
            return HTMLResponse(frame.own_page(index.document(document_id).title, article))
        except NotFound:
            return HTMLResponse(frame.own_page(words.common.TITLE, sources.missing()), status_code=404)

    @router.get("/panel/why/{key}")
    def why_panel(key: str) -> HTMLResponse:
        try:
            return HTMLResponse(why(keeper.answer(key), key))
        except BriefingError:
            return HTMLResponse(forgotten(), status_code=404)

    @router.get("/why/{key}")
    def why_page(key: str) -> HTMLResponse:
        try:
            return HTMLResponse(frame.own_page(words.why.WHY, why(keeper.answer(key), key)))
        except BriefingError:
            return HTMLResponse(frame.own_page(words.why.WHY, forgotten()), status_code=404)

    @router.get("/why/{key}/json")
    def why_file(key: str) -> Response:
        try:
            return Response(answer_text(keeper.answer(key)), media_type="application/json")
        except BriefingError:
            return Response(words.why.FORGOTTEN, status_code=404, media_type="text/plain")

    return router


def _article(index: Index, document_id: str, span: tuple[int, int], strong: str) -> str:
    """A briefing with a span of it marked; `strong` is the part that answers, as START-END."""
    first, _, last = strong.partition("-")
    answering = (int(first), int(last)) if first.isdecimal() and last.isdecimal() else None
    document, text = index.document(document_id), index.text(document_id)
    return sources.briefing(document, text, span, answering, alike=index.alike(document_id))
