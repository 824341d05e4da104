"""Example questions, made from the briefings that are there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from index.records import Document

COUNT = 3


def examples(documents: Iterable[Document]) -> tuple[str, ...]:
    """Questions that the newest briefings should answer, one about each; none where there are no briefings."""
    newest = sorted(documents, key=lambda document: (document.published or date.min, document.id), reverse=True)
    return tuple(f"What is known about “{document.title}”?" for document in newest[:COUNT])
