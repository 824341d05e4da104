"""Every document's date, source and passages in arrays: which passages a filter lets through, at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.catalogue import Catalogue, expand
from index.records import Filter
from index.rows import Extent

UNDATED = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """One row a document, in the order of its passages; `days` are ordinals, 0 for none.

    `numbers` are those of all passages, `filled` the rows of documents that have some.
    """

    sequence: int
    documents: np.ndarray
    sources: np.ndarray
    days: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    numbers: np.ndarray
    filled: np.ndarray


class Roster:
    """The documents as of the catalogue's last change; brought up to date by the changes since it was asked last."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._changing = threading.Lock()
        self._table: _Table | None = None

    def numbers(self, where: Filter | None = None) -> np.ndarray:
        """The numbers of all passages that a filter lets through, ascending, int64."""
        table = self._current()
        if where is None or where == Filter():
            return table.numbers
        kept = _mask(table, where)
        return expand(table.firsts[kept], table.lasts[kept])

    def published(self, numbers: Iterable[int]) -> dict[int, date | None]:
        """The dates of the briefings that some passages are of; those that are of none are left out."""
        table = self._current()
        asked = np.fromiter(numbers, np.int64)
        if not len(table.filled):
            return {}
        rows = table.filled[np.searchsorted(table.firsts[table.filled], asked, side="right") - 1]
        there = (asked >= table.firsts[rows]) & (asked <= table.lasts[rows])
        days = table.days[rows[there]].tolist()
        return {
            number: None if day == UNDATED else date.fromordinal(day)
            for number, day in zip(asked[there].tolist(), days, strict=True)
        }

    def documents(self, where: Filter) -> frozenset[str]:
        """The ids of the documents that a filter lets through."""
        table = self._current()
        return frozenset(table.documents[_mask(table, where)])

    def _current(self) -> _Table:
        table, sequence = self._table, self._catalogue.sequence()
        if table is not None and table.sequence == sequence:
            return table
        with self._changing:
            table = self._table
            if table is None:
                sequence = self._catalogue.sequence()
                table = _table(sequence, self._catalogue.extents())
            elif table.sequence < sequence:
                table = self._grown(table)
            self._table = table
        return table

    def _grown(self, table: _Table) -> _Table:
        """The table with what changed since; a document that came and went again is there or not as it is now."""
        sequence = self._catalogue.sequence()
        changed = self._catalogue.changed(table.sequence, sequence)
        kept = ~_among(table.documents, changed)
        return _table(sequence, self._catalogue.extents(changed), before=table, kept=kept)


def _mask(table: _Table, where: Filter) -> np.ndarray:
    """Which rows a filter lets through."""
    first = where.published_from.toordinal() if where.published_from else UNDATED + 1
    last = where.published_to.toordinal() if where.published_to else date.max.toordinal()
    kept: np.ndarray = (table.days >= first) & (table.days <= last)
    if where.undated:
        kept |= table.days == UNDATED
    for values, column in ((where.sources, table.sources), (where.documents, table.documents)):
        if values:
            kept &= _among(column, values)
    return kept


def _among(column: np.ndarray, values: Iterable[str]) -> np.ndarray:
    """Which entries of a column of objects are one of some values."""
    wanted = frozenset(values)
    return np.fromiter((value in wanted for value in column), bool, len(column))


def _table(
    sequence: int, extents: Iterable[Extent], *, before: _Table | None = None, kept: np.ndarray | None = None
) -> _Table:
    """A table of some documents, after what is kept of another; theirs are the later passages."""
    fresh = sorted(extents, key=lambda extent: (extent.first, extent.last, extent.document))
    documents = np.array([extent.document for extent in fresh], dtype=object)
    sources = np.array([extent.source for extent in fresh], dtype=object)
    days = np.array([extent.published.toordinal() if extent.published else UNDATED for extent in fresh], np.int32)
    firsts = np.array([extent.first for extent in fresh], np.int64)
    lasts = np.array([extent.last for extent in fresh], np.int64)
    if before is not None:
        documents = np.concatenate([before.documents[kept], documents])
        sources = np.concatenate([before.sources[kept], sources])
        days = np.concatenate([before.days[kept], days])
        firsts = np.concatenate([before.firsts[kept], firsts])
        lasts = np.concatenate([before.lasts[kept], lasts])
    filled = np.flatnonzero(lasts >= firsts)
    return _Table(sequence, documents, sources, days, firsts, lasts, expand(firsts, lasts), filled)
