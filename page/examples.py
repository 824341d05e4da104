"""Example questions, made from the briefings that are there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from index.records import Document
from page import words

COUNT = 3


def examples(documents: Iterable[Document]) -> tuple[str, ...]:
    """A question about each of the first briefings, which are the newest; none where there are no briefings."""
    return tuple(words.known_about(document.title) for document in islice(documents, COUNT))
