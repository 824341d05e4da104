"""The addresses behind kept conversations: their list, what changes them, exports and the evaluation set."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.background import BackgroundTask

from index import Index
from index.errors import BriefingError
from page.keeper import Keeper
from page.keeping import download
from page.kept import EVALUATION, REASON_CHARACTERS, conversation_list, thumbs
from page.kept_place import kept_place, unreachable
from page.markup import escape
from qa.evaluation import write_evaluation_set
from qa.kept import Feedback


def kept_routes(keeper: Keeper, index: Index) -> APIRouter:
    """The addresses that show kept conversations, change them and hand them out."""
    router = APIRouter()

    @router.get("/place/conversations")
    def place() -> HTMLResponse:
        try:
            return HTMLResponse(kept_place(keeper.conversations.count_judged()))
        except BriefingError as error:
            return HTMLResponse(unreachable(escape(str(error))))

    @router.get("/conversations/list")
    def listed(find: str = "", current: int = 0) -> Response:
        try:
            found = keeper.conversations.search(find)
        except BriefingError as error:
            return PlainTextResponse(str(error), status_code=400)
        return HTMLResponse(conversation_list(found, current=current, sought=find))

    @router.post("/conversation/rename")
    def renamed(conversation: int, title: str = "") -> JSONResponse:
        return _answered(lambda: keeper.conversations.rename(conversation, title))

    @router.post("/conversation/delete")
    def deleted(conversation: int) -> JSONResponse:
        return _answered(lambda: keeper.conversations.delete(conversation))

    @router.post("/conversation/judge")
    def judged(conversation: int, number: int, good: bool | None = None, reason: str = "") -> JSONResponse:
        feedback = None if good is None else Feedback(good, reason[:REASON_CHARACTERS], datetime.now(UTC))

        def judge() -> dict[str, Any]:
            keeper.conversations.judge(conversation, number, feedback)
            return {"shown": thumbs(conversation, number, feedback)}

        return _answered(judge)

    @router.get(f"/{EVALUATION}")
    def evaluation() -> Response:
        try:
            file = _evaluation(keeper, index)
        except (BriefingError, OSError) as error:
            return PlainTextResponse(str(error), status_code=400)
        gone = BackgroundTask(file.unlink, missing_ok=True)
        return FileResponse(file, filename="evaluation-set.zip", media_type="application/zip", background=gone)

    @router.get("/conversation/{name}")
    def exported(name: str) -> Response:
        try:
            made = download(keeper.conversations, name)
        except BriefingError as error:
            return PlainTextResponse(str(error), status_code=404)
        named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.content, media_type=made.media, headers=named)

    return router


def _answered(act: Callable[[], dict[str, Any] | None]) -> JSONResponse:
    """What came of a change, or in words why nothing did."""
    try:
        return JSONResponse(act() or {})
    except (BriefingError, OSError) as error:
        return JSONResponse({"error": str(error)}, status_code=400)


def _evaluation(keeper: Keeper, index: Index) -> Path:
    """The evaluation set of every judged answer in one file, which is the caller's to remove."""
    with tempfile.TemporaryDirectory() as folder:
        write_evaluation_set(folder, index=index, conversations=keeper.conversations.judged())
        with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(Path(folder).iterdir()):
                    archive.write(path, path.name)
            return Path(file.name)
