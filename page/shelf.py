"""The headers of all briefings, kept until the index changes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from index import Index
from index.records import Document


class Shelf:
    """Every header, newest first; listed again only where the sequence of changes has moved on."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._held: tuple[int, tuple[Document, ...]] = (-1, ())

    def documents(self) -> tuple[Document, ...]:
        """Every briefing, newest first, those without a date last."""
        sequence = self.index.sequence()
        held = self._held
        if held[0] != sequence:
            self._held = held = (sequence, tuple(self.index.documents()))
        return held[1]

    def newest(self) -> date | None:
        """The date of the newest briefing; None where there is none with a date."""
        return self.documents()[0].published if self.documents() else None

    def span(self) -> tuple[date, date] | None:
        """The first and the last date of a briefing; None where none has a date."""
        dates = [document.published for document in self.documents() if document.published]
        return (dates[-1], dates[0]) if dates else None

    def sources(self, limit: int) -> tuple[str, ...]:
        """The names of the sources with the most briefings, by name."""
        counted = Counter(document.source for document in self.documents() if document.source)
        most = sorted(counted, key=lambda source: (-counted[source], source))[:limit]
        return tuple(sorted(most))
