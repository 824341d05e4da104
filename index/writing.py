"""What a change of a document does to the catalogue's tables, inside one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple

import numpy as np

from index.likeness import bands, signature
from index.rows import Entry, pack


def insert(writer: sqlite3.Connection, entry: Entry) -> None:
    """Add a document with its passages, unless it is there."""
    document = entry.document
    published = document.published.isoformat() if document.published else None
    signed = signature(entry.text)
    header = (
        document.id,
        document.title,
        published,
        document.dated_by,
        document.source,
        document.author,
        document.format,
        signed.tobytes(),
    )
    if writer.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0)", header).rowcount == 0:
        return
    writer.execute("INSERT INTO texts VALUES (?, ?)", (document.id, entry.text))
    writer.executemany("INSERT INTO bands VALUES (?, ?)", ((band, document.id) for band in bands(signed)))
    insert_passages(writer, entry)
    writer.execute(
        """UPDATE documents SET (first, last) = (SELECT coalesce(min(number), 1), coalesce(max(number), 0)
        FROM passages WHERE document = documents.id) WHERE id = ?""",
        (document.id,),
    )
    log(writer, "added", document.id)


def insert_passages(writer: sqlite3.Connection, entry: Entry, *, table: str = "passages") -> None:
    """Add a document's passages, numbered one after another."""
    writer.executemany(
        f"INSERT INTO {table} VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *astuple(chunk.passage),
                vector.astype(np.float32).tobytes(),
                np.array(chunk.sentences, np.int64).tobytes(),
                pack(inside).tobytes(),
            )
            for chunk, vector, inside in zip(entry.chunks, entry.vectors, entry.sentence_vectors, strict=True)
        ),
    )


def erase_unplaced(writer: sqlite3.Connection, document_id: str | None) -> None:
    """Erase a document that no file holds any more."""
    if document_id and not writer.execute("SELECT 1 FROM files WHERE document = ?", (document_id,)).fetchone():
        erase(writer, document_id)


def erase(writer: sqlite3.Connection, document_id: str) -> None:
    """Erase a document with all that hangs on it."""
    row = writer.execute("SELECT signature FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        return
    log(writer, "removed", document_id)
    signed = np.frombuffer(row[0], np.uint32)
    writer.executemany(
        "DELETE FROM bands WHERE band = ? AND document = ?", ((band, document_id) for band in bands(signed))
    )
    for table, column in (("passages", "document"), ("texts", "document"), ("documents", "id")):
        writer.execute(f"DELETE FROM {table} WHERE {column} = ?", (document_id,))


def log(writer: sqlite3.Connection, kind: str, document_id: str) -> None:
    """Give a change the next number; a document's passages were numbered in one go, so first and last tell all."""
    writer.execute(
        "INSERT INTO changes SELECT NULL, ?, id, first, last FROM documents WHERE id = ?", (kind, document_id)
    )


def document_at(connection: sqlite3.Connection, folder: str, path: str) -> str | None:
    """The id of the document that a file holds."""
    row = connection.execute("SELECT document FROM files WHERE folder = ? AND path = ?", (folder, path)).fetchone()
    return row[0] if row else None


def is_withdrawn(connection: sqlite3.Connection, document_id: str) -> bool:
    """Was a document taken out by hand?"""
    return connection.execute("SELECT 1 FROM withdrawn WHERE document = ?", (document_id,)).fetchone() is not None
