"""The addresses behind the library: its rows, adding, removing, putting back, and syncing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

from index import Index
from index.errors import BriefingError, NotFound
from index.records import Progress
from page import frame, words
from page.asked import default_asked
from page.examples import examples
from page.library import SHOWN, Row, Wanted, pick, rows
from page.library_table import library_place, table
from page.limits import note
from page.shelf import Shelf
from page.uploads import MOST_BYTES, upload


def library_routes(shelf: Shelf) -> APIRouter:
    """The addresses that show the library and change it."""
    router = APIRouter()
    index = shelf.index

    @router.get("/place/library")
    def place() -> HTMLResponse:
        return HTMLResponse(library_place(index.sequence()))

    @router.get("/library/rows")
    def listed(wanted: Annotated[Wanted, Depends(_wanted)], seen: int = -1, until: int | None = None) -> HTMLResponse:
        came = _came(index, seen, until)
        every = rows(index.files(), shelf.documents(), came)
        found = pick(every, wanted)
        shown = [_compared(index, row) for row in found[:SHOWN]]
        return HTMLResponse(table([*shown, *found[SHOWN:]], wanted, every=every, fresh=len(came)))

    @router.get("/library/holdings")
    def holdings() -> JSONResponse:
        asked = default_asked(shelf.newest(), today=date.today())
        documents = shelf.documents()
        held, welcome = frame.holdings(shelf.span(), len(documents)), frame.welcome(examples(documents))
        return JSONResponse({"held": held, "day": asked.day.isoformat(), "note": note(asked), "welcome": welcome})

    @router.post("/library/upload")
    async def uploaded(request: Request, name: str) -> JSONResponse:
        content = bytearray()
        async for part in request.stream():
            content += part
            if len(content) > MOST_BYTES:
                return JSONResponse({"error": words.common.too_large(MOST_BYTES)}, status_code=413)
        return await run_in_threadpool(_answered, lambda: upload(index, name, bytes(content)))

    @router.post("/library/remove")
    def removed(document: str) -> JSONResponse:
        return _answered(lambda: _remove(index, document))

    @router.post("/library/restore")
    def restored(folder: str, path: str) -> JSONResponse:
        return _answered(lambda: _restore(index, folder, path))

    @router.post("/library/sync")
    def synced() -> StreamingResponse:
        return StreamingResponse(_lines(index), media_type="application/x-ndjson")

    return router


def _wanted(find: str = "", by: str = "date", down: bool = True, fresh: bool = False) -> Wanted:
    return Wanted(find, by, down, fresh)


def _came(index: Index, seen: int, until: int | None) -> frozenset[str]:
    """The briefings that came after one state of the index and not after the other; none where the first is unknown."""
    if seen < 0:
        return frozenset()
    later = index.added_since(until) if until is not None else []
    return frozenset(one.id for one in index.added_since(seen)) - frozenset(one.id for one in later)


def _compared(index: Index, row: Row) -> Row:
    """A row with the number of briefings that tell its story."""
    try:
        return replace(row, alike=len(index.alike(row.document.id))) if row.document else row
    except NotFound:  # removed meanwhile
        return row


def _answered(act: Callable[[], dict[str, Any]]) -> JSONResponse:
    """What came of an action, or in words why nothing did."""
    try:
        return JSONResponse(act())
    except (BriefingError, OSError, ValueError) as error:
        return JSONResponse({"error": str(error)}, status_code=400)


def _remove(index: Index, document_id: str) -> dict[str, Any]:
    document = index.document(document_id)
    index.remove(document_id)
    return {"title": document.title, "folder": document.folder, "path": document.path}


def _restore(index: Index, folder: str, path: str) -> dict[str, Any]:
    """Add a file again that was synced before; no other path of this machine is read."""
    if not any((file.folder, file.path) == (folder, path) for file in index.files()):
        raise ValueError(words.library.UNKNOWN_FILE)
    report = index.add(Path(folder) / path)
    if report.failed:
        raise ValueError(report.failed[0].reason)
    return {"path": path}


def _lines(index: Index) -> Iterator[str]:
    """A sync of every folder as lines of JSON: how far it is, then what it did. It goes on if nobody listens."""
    said: SimpleQueue[dict[str, Any] | None] = SimpleQueue()

    def step(progress: Progress) -> None:
        said.put({"done": progress.done, "total": progress.total, "path": progress.path})

    def run() -> None:
        counts = dict.fromkeys(("added", "updated", "removed", "unchanged", "failed"), 0)
        for folder in index.folders():
            try:
                report = index.sync(folder, progress=step)
            except (BriefingError, OSError) as error:
                said.put({"error": str(error)})
            else:
                for kind in counts:
                    counts[kind] += len(getattr(report, kind))
        said.put({"report": counts, "said": words.library.sync_report(counts)})
        said.put(None)

    threading.Thread(target=run, daemon=True).start()
    while (line := said.get()) is not None:
        yield json.dumps(line) + "\n"
