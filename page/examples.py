"""Questions that the briefings can answer, made from the briefings that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from index import Index, NotFound
from index.records import Document, Hit
from page import words
from page.exchange import Exchange
from qa import Answer, Assistant

COUNT = 3
INSTEAD = 2
TRIED = 6
"""Questions that are tried at most, at some tens of milliseconds each."""


def examples(documents: Iterable[Document]) -> tuple[str, ...]:
    """A question about each of the first briefings, which are the newest; none where there are no briefings."""
    return tuple(words.common.known_about(document.title) for document in islice(documents, COUNT))


def instead(
    assistant: Assistant, hits: Iterable[Hit], newest: Iterable[Document], *, asked: date
) -> tuple[Document, ...]:
    """The briefings near a refused question that can be asked about: the nearest ones, else the newest.

    The questions about them were asked of the built-in reader and answered: the gate before it is the same, and no
    language model is called.
    """
    reader = Assistant(assistant.index, settings=assistant.settings)
    titled: dict[str, Document] = {}
    for document in chain((hit.document for hit in hits), islice(newest, COUNT)):
        titled.setdefault(document.title, document)
    tried = islice(titled.values(), TRIED)
    answered = (one for one in tried if not reader.ask(words.common.known_about(one.title), asked=asked).refused)
    return tuple(islice(answered, INSTEAD))


def with_instead(answer: Answer, documents: Iterable[Document]) -> Answer:
    """An answer whose trace tells, by id, which briefings can be asked about instead."""
    return replace(answer, trace={**answer.trace, "instead": [document.id for document in documents]})


def suggesting(exchange: Exchange, index: Index) -> Exchange:
    """An exchange with the questions that its trace suggests, about those briefings that are still here."""
    told = exchange.answer.trace.get("instead", ()) if exchange.answer else ()
    titles = (_title(index, document) for document in told)
    return replace(exchange, instead=tuple(words.common.known_about(title) for title in titles if title))


def _title(index: Index, document_id: str) -> str:
    try:
        return index.document(document_id).title
    except NotFound:  # removed since
        return ""
