"""The library as rows: every file with its briefing, found, sorted and cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.records import Document, File

SHOWN = 200
SORTED_BY = ("date", "title", "source", "format", "size", "state")


@dataclass(frozen=True, slots=True)
class Row:
    """A file, its briefing where it holds one, whether that came since the last visit, how many tell its story."""

    file: File
    document: Document | None
    fresh: bool = False
    alike: int = 1

    @property
    def state(self) -> str:
        """ "ready", "failed", "removed" by hand, or "empty": it only holds other files."""
        if self.file.failure:
            return "failed"
        return "ready" if self.document else "removed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted, in what order; `by` is one of SORTED_BY."""

    words: str = ""
    by: str = "date"
    descending: bool = True
    only_fresh: bool = False


def rows(files: Sequence[File], documents: Sequence[Document], fresh: frozenset[str]) -> list[Row]:
    """A row for each file."""
    by_id = {document.id: document for document in documents}
    return [Row(file, by_id.get(file.document or ""), (file.document or "") in fresh) for file in files]


def pick(every: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The rows that hold all the words wanted in title, source or path, in the order wanted."""
    looked_for = wanted.words.casefold().split()
    found = [
        row for row in every if (row.fresh or not wanted.only_fresh) and all(word in _said(row) for word in looked_for)
    ]
    found.sort(key=lambda row: (row.file.folder, row.file.path))
    key = KEYS.get(wanted.by, KEYS["date"])
    found.sort(key=key, reverse=wanted.descending)
    found.sort(key=lambda row: _unknown(row, wanted.by))
    return found


def _said(row: Row) -> str:
    document = row.document
    parts = (row.file.path, document.title if document else "", (document and document.source) or "", row.state)
    return " ".join(parts).casefold()


def _unknown(row: Row, by: str) -> bool:
    """What has nothing to sort by stands last, whichever way round; what failed is not lost among the others."""
    if by == "date":
        return row.state != "failed" and (row.document is None or row.document.published is None)
    return False


KEYS: dict[str, Callable[[Row], Any]] = {
    "date": lambda row: (row.document and row.document.published) or date.max,
    "title": lambda row: (row.document.title if row.document else row.file.path).casefold(),
    "source": lambda row: ((row.document and row.document.source) or "").casefold(),
    "format": lambda row: row.document.format if row.document else "",
    "size": lambda row: row.file.size,
    "state": lambda row: row.state,
}
