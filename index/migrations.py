"""Older formats of the catalogue made into the present one, each step inside the one transaction that opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from index.likeness import bands, signature


def _second(writer: sqlite3.Connection) -> None:
    """Format 2: files inside files, where a document's passages lie, and its likeness to others."""
    writer.execute("ALTER TABLE files ADD COLUMN container TEXT")
    writer.execute("ALTER TABLE documents ADD COLUMN signature BLOB NOT NULL DEFAULT x''")
    writer.execute("ALTER TABLE documents ADD COLUMN first INTEGER NOT NULL DEFAULT 1")
    writer.execute("ALTER TABLE documents ADD COLUMN last INTEGER NOT NULL DEFAULT 0")
    writer.execute(
        "CREATE TABLE bands (band INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (band, document)) WITHOUT ROWID"
    )
    writer.execute(
        """UPDATE documents SET (first, last) = (SELECT coalesce(min(number), 1), coalesce(max(number), 0)
        FROM passages WHERE passages.document = documents.id)"""
    )
    writer.execute("UPDATE files SET digest = '' WHERE failure IS NOT NULL")  # more formats are read now
    for (document,) in writer.execute("SELECT id FROM documents").fetchall():
        [text] = writer.execute("SELECT text FROM texts WHERE document = ?", (document,)).fetchone()
        signed = signature(text)
        writer.execute("UPDATE documents SET signature = ? WHERE id = ?", (signed.tobytes(), document))
        writer.executemany("INSERT INTO bands VALUES (?, ?)", ((band, document) for band in bands(signed)))


_STEPS: dict[str, Callable[[sqlite3.Connection], None]] = {"1": _second}


def migrate(writer: sqlite3.Connection) -> None:
    """Take a catalogue from the format it has as far as there are steps."""
    query = "SELECT value FROM facts WHERE name = 'format'"
    while (row := writer.execute(query).fetchone()) and row[0] in _STEPS:
        _STEPS[row[0]](writer)
        writer.execute("UPDATE facts SET value = ? WHERE name = 'format'", (str(int(row[0]) + 1),))
