"""A question -> growing snapshots of the conversation."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from index.errors import BriefingError
from index.records import Filter
from page import words
from page.exchange import Exchange, turns
from page.pace import paced
from qa import Assistant

Conversation = tuple[Exchange, ...]


def converse(
    assistant: Assistant, before: Conversation, question: str, *, asked: date, where: Filter | None = None
) -> Iterator[Conversation]:
    """The conversation with the question in it, again and again as its answer grows."""
    exchange = Exchange(question, running=True)
    yield (*before, exchange)
    try:
        for answer in paced(assistant.stream(question, history=turns(before), asked=asked, where=where)):
            exchange = replace(exchange, answer=answer)
            yield (*before, exchange)
    except BriefingError as error:
        exchange = replace(exchange, failure=str(error))
    except Exception:
        logging.getLogger(__name__).exception("No answer to a question")
        exchange = replace(exchange, failure=words.ask.UNEXPECTED)
    yield (*before, replace(exchange, running=False))


def stopped(conversation: Conversation) -> Conversation:
    """The conversation after its reader had enough of an answer."""
    if not conversation or not conversation[-1].running:
        return conversation
    return (*conversation[:-1], replace(conversation[-1], running=False, stopped=True))
