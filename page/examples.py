"""Questions that the briefings can answer, made from the briefings that are there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain, islice

from index.records import Document, Hit
from page import words
from qa import Assistant

COUNT = 3
INSTEAD = 2
TRIED = 6
"""Questions that are tried at most, at some tens of milliseconds each."""


def examples(documents: Iterable[Document]) -> tuple[str, ...]:
    """A question about each of the first briefings, which are the newest; none where there are no briefings."""
    return tuple(words.known_about(document.title) for document in islice(documents, COUNT))


def instead(assistant: Assistant, hits: Iterable[Hit], newest: Iterable[Document], *, asked: date) -> tuple[str, ...]:
    """Questions near a refused one that were asked and answered: about the nearest briefings, else the newest.

    They are asked of the built-in reader: the gate before it is the same, and no language model is called.
    """
    reader = Assistant(assistant.index, settings=assistant.settings)
    documents = chain((hit.document for hit in hits), islice(newest, COUNT))
    questions = dict.fromkeys(words.known_about(document.title) for document in documents)
    tried = islice(questions, TRIED)
    return tuple(islice((one for one in tried if not reader.ask(one, asked=asked).refused), INSTEAD))
