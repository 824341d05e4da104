"""A question -> growing snapshots of the conversation."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from index.errors import BriefingError
from page import words
from page.exchange import Exchange, turns
from qa import Assistant
from qa.records import Answer

FRAME = 0.05
"""Seconds between two snapshots: the page redraws the conversation for each."""

Conversation = tuple[Exchange, ...]


def converse(assistant: Assistant, before: Conversation, question: str, *, asked: date) -> Iterator[Conversation]:
    """The conversation with the question in it, again and again as its answer grows."""
    exchange = Exchange(question, running=True)
    yield (*before, exchange)
    try:
        for answer in paced(assistant.stream(question, history=turns(before), asked=asked)):
            exchange = replace(exchange, answer=answer)
            yield (*before, exchange)
    except BriefingError as error:
        exchange = replace(exchange, failure=str(error))
    except Exception:
        logging.getLogger(__name__).exception("No answer to a question")
        exchange = replace(exchange, failure=words.UNEXPECTED)
    yield (*before, replace(exchange, running=False))


def stopped(conversation: Conversation) -> Conversation:
    """The conversation after its reader had enough of an answer."""
    if not conversation or not conversation[-1].running:
        return conversation
    return (*conversation[:-1], replace(conversation[-1], running=False, stopped=True))


def paced(
    snapshots: Iterable[Answer], *, seconds: float = FRAME, clock: Callable[[], float] = time.monotonic
) -> Iterator[Answer]:
    """The snapshots that come at least `seconds` apart, and always the last one."""
    shown = clock() - seconds
    held: Answer | None = None
    for snapshot in snapshots:
        now = clock()
        if now - shown < seconds:
            held = snapshot
            continue
        shown, held = now, None
        yield snapshot
    if held is not None:
        yield held
