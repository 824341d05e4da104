"""The days that a briefing's sentences name: what a timeline shows beside the briefings themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index import Index
from index.errors import NotFound
from index.records import Document
from index.sentences import split_sentences
from index.times import read_period

READ = 300
"""Briefings, the newest, whose sentences are read for days."""

LONGEST = 600
"""Characters; a longer sentence is a table or a list, and no statement about one day."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
NAMED = re.compile(
    rf"\b(?:{_YEAR}-\d\d-\d\d|{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}\b(?:,? {_YEAR})?)(?!\w)"
)
"""A day and month that a sentence names, with or without the year."""


@dataclass(frozen=True, slots=True)
class Event:
    """A briefing on its date, or a sentence of it on a day that it names: `text(document.id)[start:end]`."""

    day: date
    document: Document
    start: int = 0
    end: int = 0
    text: str = ""

    @property
    def is_statement(self) -> bool:
        """A sentence, not the briefing itself."""
        return self.end > self.start


class DatedStatements:
    """The dated sentences of briefings, read once each; a briefing's text never changes under its id."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._statements = lru_cache(maxsize=4 * READ)(self._read)

    def events(self, documents: Iterable[Document]) -> Iterator[Event]:
        """The briefings that have a date, and of the newest READ their dated sentences."""
        for number, document in enumerate(documents):
            if document.published:
                yield Event(document.published, document)
            if number < READ:
                yield from self._statements(document)

    def _read(self, document: Document) -> tuple[Event, ...]:
        try:
            text = self.index.text(document.id)
        except NotFound:  # removed since it was listed
            return ()
        return tuple(statements(document, text))


def statements(document: Document, text: str) -> Iterator[Event]:
    """The sentences of a text that name a day, once for each day; a day without a year is the nearest the briefing."""
    if not NAMED.search(text):
        return
    for start, end in split_sentences(text):
        if end - start > LONGEST:
            continue
        days = dict.fromkeys(day_of(found[0], document.published) for found in NAMED.finditer(text, start, end))
        for day in days:
            if day is not None:
                yield Event(day, document, start, end, text[start:end])


@lru_cache(maxsize=4096)
def day_of(named: str, published: date | None) -> date | None:
    """The day that some words name; None where they name none, or leave the year out and nothing tells it."""
    if re.search(_YEAR, named) is None:
        if published is None:
            return None
        near = (day_of(f"{named} {year}", None) for year in (published.year - 1, published.year, published.year + 1))
        return min(filter(None, near), key=lambda day: abs(day - published), default=None)
    period = read_period(f"on {named}", None)
    return period.first if period and period.first == period.last else None
