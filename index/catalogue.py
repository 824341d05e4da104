"""The truth: files, documents, passages, vectors, and the sequence of changes that caches follow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import date
from pathlib import Path

import numpy as np

from index.database import Database
from index.errors import DirectoryFormat, NotFound
from index.likeness import ALIKE, bands, likeness
from index.records import Document, Passage
from index.rows import HEADER, PASSAGE, Change, Entry, Extent, FileState, Stored, array, document_of, spans_of
from index.sentences import Span
from index.tables import CATALOGUE
from index.writing import document_at, erase, erase_unplaced, insert, is_withdrawn


class Catalogue:
    """Everything that is known, in one SQLite file; each change of a document is one transaction."""

    def __init__(self, path: Path, *, model: str, read_only: bool = False) -> None:
        self.path = path
        self._database = Database(path, schema=CATALOGUE, read_only=read_only)
        known = self._database.fact("model")
        if known is None and not read_only:
            self._database.state("model", model)
            self._database.state("uploads", str((path.parent / "uploads").resolve()))
        elif known not in (None, model):
            self._database.close()
            raise DirectoryFormat(
                f"{path.parent} was made with the embedder {known}, not {model}: open it with that one, or have "
                "everything embedded anew by index.reembed (`briefings reembed` for the built-in one)"
            )
        self.identity = f"{self._database.fact('identity')}/{model}"

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # --- changes ---

    def store(self, state: FileState, entry: Entry | None = None) -> None:
        """Record a file, with the document it holds where that is not there yet; what it held before goes."""
        self.store_all([(state, entry)])

    def store_all(self, files: Iterable[tuple[FileState, Entry | None]]) -> None:
        """Record files in one transaction: all of them or none. What one lost and another took over stays."""
        with self._database.write() as writer:
            before = set()
            for state, entry in files:
                before.add(document_at(writer, state.folder, state.path))
                if entry is not None and not is_withdrawn(writer, entry.document.id):
                    insert(writer, entry)
                writer.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(state))
            for document in sorted(filter(None, before)):
                erase_unplaced(writer, document)

    def drop(self, folder: str, path: str) -> None:
        """Forget a file; its document goes with the last of its places."""
        with self._database.write() as writer:
            before = document_at(writer, folder, path)
            writer.execute("DELETE FROM files WHERE folder = ? AND path = ?", (folder, path))
            erase_unplaced(writer, before)

    def withdraw(self, document_id: str) -> None:
        """Take a document out until it is added again, whatever files hold it."""
        with self._database.write() as writer:
            writer.execute("INSERT OR IGNORE INTO withdrawn VALUES (?)", (document_id,))
            erase(writer, document_id)

    def readmit(self, document_id: str) -> None:
        """Let a withdrawn document be stored again."""
        with self._database.write() as writer:
            writer.execute("DELETE FROM withdrawn WHERE document = ?", (document_id,))

    # --- what is there ---

    def known(self, document_id: str) -> bool:
        """Is the document stored, or withdrawn by hand, so that its text need not be read again?"""
        reader = self._database.read()
        query = "SELECT 1 FROM documents WHERE id = :id UNION ALL SELECT 1 FROM withdrawn WHERE document = :id"
        return reader.execute(query, {"id": document_id}).fetchone() is not None

    def withdrawn(self, document_id: str) -> bool:
        """Was the document taken out by hand?"""
        return is_withdrawn(self._database.read(), document_id)

    def files(self, folder: str) -> dict[str, FileState]:
        """Every file known of a folder, by its path."""
        rows = self._database.read().execute("SELECT * FROM files WHERE folder = ?", (folder,))
        states = (FileState(*row) for row in rows)
        return {state.path: state for state in states}

    def folders(self) -> list[str]:
        """Every folder that files are known of."""
        rows = self._database.read().execute("SELECT DISTINCT folder FROM files ORDER BY folder")
        return [folder for (folder,) in rows]

    def document(self, document_id: str) -> Document:
        """A document's header; raises NotFound."""
        row = self._database.read().execute(f"SELECT {HEADER} FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise _not_found(document_id)
        return document_of(row)

    def text(self, document_id: str) -> str:
        """A document's text; raises NotFound."""
        row = self._database.read().execute("SELECT text FROM texts WHERE document = ?", (document_id,)).fetchone()
        if row is None:
            raise _not_found(document_id)
        text: str = row[0]
        return text

    def documents(self) -> list[Document]:
        """Every header, newest first, those without a date last."""
        query = f"SELECT {HEADER} FROM documents ORDER BY published IS NULL, published DESC, title, id"
        return [document_of(row) for row in self._database.read().execute(query)]

    def newest(self) -> Document | None:
        """The header of the document with the latest date; None where none has one."""
        query = f"SELECT {HEADER} FROM documents WHERE published NOT NULL ORDER BY published DESC, title, id LIMIT 1"
        row = self._database.read().execute(query).fetchone()
        return document_of(row) if row else None

    def count(self) -> int:
        """How many documents there are."""
        (count,) = self._database.read().execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def numbers(self) -> np.ndarray:
        """The numbers of all passages, ascending, int64."""
        return numbers_of(self._database.read().execute("SELECT first, last FROM documents"))

    def extents(self, documents: Iterable[str] | None = None) -> list[Extent]:
        """Where the passages of all documents lie, or of these as far as they exist, with their dates and sources."""
        query = "SELECT id, published, source, first, last FROM documents"
        if documents is None:
            rows = self._database.read().execute(query)
        else:
            rows = self._database.read().execute(
                f"{query} WHERE id IN (SELECT value FROM json_each(?))", (array(documents),)
            )
        return [Extent(row[0], date.fromisoformat(row[1]) if row[1] else None, *row[2:]) for row in rows]

    def alike(self, document_id: str) -> list[Document]:
        """The documents in nearly the same words as one, and that one, oldest first; raises NotFound."""
        reader = self._database.read()
        row = reader.execute("SELECT signature FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise _not_found(document_id)
        signed = np.frombuffer(row[0], np.uint32)
        query = f"""SELECT signature, {HEADER} FROM documents WHERE id = ? OR id IN
            (SELECT document FROM bands WHERE band IN (SELECT value FROM json_each(?)))"""
        rows = reader.execute(query, (document_id, array(bands(signed)))).fetchall()
        found = [
            document_of(row[1:])
            for row in rows
            if row[1] == document_id or likeness(signed, np.frombuffer(row[0], np.uint32)) >= ALIKE
        ]
        return sorted(found, key=lambda document: (document.published or date.max, document.path, document.id))

    def passages(self, numbers: Iterable[int]) -> dict[int, tuple[Passage, Document]]:
        """The passages that exist of these, with their documents."""
        query = f"""SELECT number, {PASSAGE}, {HEADER} FROM passages
            JOIN documents ON documents.id = passages.document WHERE number IN (SELECT value FROM json_each(?))"""
        rows = self._database.read().execute(query, (array(map(int, numbers)),))
        return {row[0]: (Passage(*row[1:8]), document_of(row[8:])) for row in rows}

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages, in order."""
        query = f"SELECT {PASSAGE} FROM passages WHERE document = ? ORDER BY number"
        return [Passage(*row) for row in self._database.read().execute(query, (document_id,))]

    def vectors(self, numbers: Iterable[int]) -> dict[int, np.ndarray]:
        """The vectors that exist of these passages."""
        query = "SELECT number, vector FROM passages WHERE number IN (SELECT value FROM json_each(?))"
        rows = self._database.read().execute(query, (array(map(int, numbers)),))
        return {number: np.frombuffer(vector, np.float32) for number, vector in rows}

    def dimensions(self) -> int | None:
        """The length of the vectors; None while there is none."""
        row = self._database.read().execute("SELECT length(vector) / 4 FROM passages LIMIT 1").fetchone()
        return int(row[0]) if row else None

    def sentence_vectors(self, numbers: Iterable[int]) -> dict[int, np.ndarray]:
        """The vectors of the sentences of some passages, int8 (sentences, dimensions) each."""
        query = """SELECT number, length(sentences) / 16, sentence_vectors FROM passages
            WHERE number IN (SELECT value FROM json_each(?))"""
        rows = self._database.read().execute(query, (array(map(int, numbers)),))
        return {number: np.frombuffer(packed, np.int8).reshape(count, -1) for number, count, packed in rows if count}

    def sentences(self, passage_id: str) -> tuple[list[Span], np.ndarray]:
        """The spans of a passage's sentences in its document, and their vectors, int8 (sentences, dimensions)."""
        query = "SELECT sentences, sentence_vectors FROM passages WHERE id = ?"
        row = self._database.read().execute(query, (passage_id,)).fetchone()
        if row is None:
            return [], np.zeros((0, 0), np.int8)
        spans = spans_of(row[0])
        return spans, np.frombuffer(row[1], np.int8).reshape(len(spans), -1)

    # --- the sequence ---

    def sequence(self) -> int:
        """The number of the last change."""
        row = self._database.read().execute("SELECT max(number) FROM changes").fetchone()
        return row[0] or 0

    def changes(self, after: int, limit: int) -> list[Change]:
        """The changes that came after one, in order, at most `limit` of them."""
        query = "SELECT * FROM changes WHERE number > ? ORDER BY number LIMIT ?"
        return [Change(*row) for row in self._database.read().execute(query, (after, limit))]

    def added_since(self, sequence: int) -> list[Document]:
        """The headers of documents that were added after a change and are still there, in that order."""
        query = f"""SELECT {HEADER} FROM changes JOIN documents ON documents.id = changes.document
            WHERE changes.number > ? AND kind = 'added' GROUP BY documents.id ORDER BY max(changes.number)"""
        return [document_of(row) for row in self._database.read().execute(query, (sequence,))]

    def changed(self, after: int, until: int) -> list[str]:
        """The ids of the documents that came or went after one change and until another."""
        query = "SELECT DISTINCT document FROM changes WHERE number > ? AND number <= ?"
        return [document for (document,) in self._database.read().execute(query, (after, until))]

    def last_passage(self, sequence: int) -> int:
        """The highest number that a passage had when the sequence was there; 0 before the first."""
        row = self._database.read().execute("SELECT max(last) FROM changes WHERE number <= ?", (sequence,)).fetchone()
        return row[0] or 0

    def stored(self, first: int, last: int) -> Iterator[Stored]:
        """The passages with these numbers that still exist."""
        query = f"""SELECT number, vector, {PASSAGE}, {HEADER} FROM passages
            JOIN documents ON documents.id = passages.document WHERE number BETWEEN ? AND ? ORDER BY number"""
        for row in self._database.read().execute(query, (first, last)):
            yield Stored(row[0], Passage(*row[2:9]), document_of(row[9:]), np.frombuffer(row[1], np.float32))

    def sound(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, usually."""
        try:
            rows = self._database.read().execute("PRAGMA quick_check").fetchall()
        except (sqlite3.DatabaseError, DirectoryFormat) as error:
            return [str(error.__cause__ or error)]
        return [text for (text,) in rows if text != "ok"]


def numbers_of(runs: Iterable[tuple[int, int]]) -> np.ndarray:
    """The numbers in runs, `first` to `last` each, ascending, int64; a run may be empty."""
    ends = np.array(sorted(runs), np.int64).reshape(-1, 2)
    return expand(ends[:, 0], ends[:, 1])


def expand(firsts: np.ndarray, lasts: np.ndarray) -> np.ndarray:
    """The numbers from each first to each last, in that order, int64."""
    lengths = np.maximum(lasts - firsts + 1, 0)
    starts = np.cumsum(lengths) - lengths
    numbers: np.ndarray = np.arange(lengths.sum(), dtype=np.int64) + np.repeat(firsts - starts, lengths)
    return numbers


def _not_found(document_id: str) -> NotFound:
    return NotFound(f"there is no briefing {document_id!r}: it was removed, or its file changed")
