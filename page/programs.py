"""The address for programs: a question as JSON in, the answer as JSON out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from index.errors import BriefingError
from page import words
from page.asked import default_asked
from page.limits import asked_for
from page.shelf import Shelf
from qa import Assistant

MOST_BYTES = 100_000
"""Of a request; a question may have 4,000 characters."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a program asks: a question that stands alone, and what may limit its answer; dates in ISO 8601.

    `asked` is the day it is asked on, and nothing later answers; `published_from` and `published_to` are the first and
    last day of the briefings that may answer, and `sources` the names of those that may.
    """

    question: str
    asked: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    sources: Sequence[str] | None = None


def program_routes(assistant: Assistant, shelf: Shelf) -> APIRouter:
    """The address that answers programs."""
    router = APIRouter()

    @router.post("/api/ask")
    async def ask(request: Request) -> JSONResponse:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return JSONResponse({"error": words.door.request_long(MOST_BYTES)}, status_code=413)
        try:
            return JSONResponse(await run_in_threadpool(answer_as_json, assistant, shelf, wanted_in(bytes(body))))
        except (BriefingError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return router


def wanted_in(body: bytes) -> Wanted:
    """What a request's body asks; raises ValueError, which says what to send, for anything else."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError(words.door.BAD_ASK) from error
    if not isinstance(told, dict) or not isinstance(told.get("question"), str) or not told["question"].strip():
        raise ValueError(words.door.BAD_ASK)
    unknown = sorted(map(str, told.keys() - {one.name for one in fields(Wanted)}))
    if unknown:
        raise ValueError(words.door.unknown_fields(unknown))
    return Wanted(**told)


def answer_as_json(assistant: Assistant, shelf: Shelf, wanted: Wanted) -> dict[str, Any]:
    """The JSON form of the answer; raises ValueError for what is no date or no list of sources."""
    default = default_asked(shelf.newest(), today=date.today())
    days = (wanted.asked, wanted.published_from, wanted.published_to)
    limits = asked_for(*days, wanted.sources, default=default)
    return assistant.ask(wanted.question, asked=limits.asked.day, where=limits.where).to_dict()
