"""The truth: files, documents, passages, vectors, and the sequence of changes that caches follow."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from index.chunking import Chunk
from index.database import Database
from index.errors import DirectoryFormat, NotFound
from index.records import Document, Passage
from index.sentences import Span

_PLACE = "(SELECT {0} FROM files WHERE files.document = documents.id ORDER BY folder, path LIMIT 1)"
_HEADER = f"""documents.id, {_PLACE.format("folder")}, {_PLACE.format("path")},
    title, published, dated_by, source, author, format"""
_PASSAGE = "passages.id, passages.document, start, stop, passages.text, heading, page"


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of a file: `modified` in ns since 1970, `settled` when that was long enough ago to be trusted."""

    folder: str
    path: str
    size: int
    modified: int
    settled: bool
    digest: str
    document: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be stored: `vectors` (passages, dimensions), `sentence_vectors` one array a passage."""

    document: Document
    text: str
    chunks: Sequence[Chunk]
    vectors: np.ndarray
    sentence_vectors: Sequence[np.ndarray]


@dataclass(frozen=True, slots=True)
class Change:
    """A document added or removed, and the numbers of its passages: `first` to `last`, none where last < first."""

    number: int
    kind: str
    document: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as the caches take it."""

    number: int
    passage: Passage
    document: Document
    vector: np.ndarray


class Catalogue:
    """Everything that is known, in one SQLite file; each change of a document is one transaction."""

    def __init__(self, path: Path, *, model: str, read_only: bool = False) -> None:
        self.path = path
        self._database = Database(path, read_only=read_only)
        known = self._database.fact("model")
        if known is None and not read_only:
            with self._database.write() as writer:
                writer.execute("INSERT INTO facts VALUES ('model', ?)", (model,))
        elif known not in (None, model):
            self._database.close()
            raise DirectoryFormat(
                f"{path.parent} was made with the embedder {known}, not {model}: "
                "open it with that one, or sync into another directory"
            )
        self.identity = f"{self._database.fact('identity')}/{model}"

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # --- changes ---

    def store(self, state: FileState, entry: Entry | None = None) -> None:
        """Record a file, with the document it holds where that is not there yet; what it held before goes."""
        with self._database.write() as writer:
            before = _document_at(writer, state.folder, state.path)
            if entry is not None and not _withdrawn(writer, entry.document.id):
                _insert(writer, entry)
            writer.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(state))
            _erase_unplaced(writer, before)

    def drop(self, folder: str, path: str) -> None:
        """Forget a file; its document goes with the last of its places."""
        with self._database.write() as writer:
            before = _document_at(writer, folder, path)
            writer.execute("DELETE FROM files WHERE folder = ? AND path = ?", (folder, path))
            _erase_unplaced(writer, before)

    def withdraw(self, document_id: str) -> None:
        """Take a document out until it is added again, whatever files hold it."""
        with self._database.write() as writer:
            writer.execute("INSERT OR IGNORE INTO withdrawn VALUES (?)", (document_id,))
            _erase(writer, document_id)

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
        return _withdrawn(self._database.read(), document_id)

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
        row = self._database.read().execute(f"SELECT {_HEADER} FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no briefing {document_id!r}: it was removed, or its file changed")
        return _document(row)

    def text(self, document_id: str) -> str:
        """A document's text; raises NotFound."""
        row = self._database.read().execute("SELECT text FROM texts WHERE document = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no briefing {document_id!r}: it was removed, or its file changed")
        text: str = row[0]
        return text

    def documents(self) -> list[Document]:
        """Every header, newest first, those without a date last."""
        query = f"SELECT {_HEADER} FROM documents ORDER BY published IS NULL, published DESC, title, id"
        return [_document(row) for row in self._database.read().execute(query)]

    def count(self) -> int:
        """How many documents there are."""
        (count,) = self._database.read().execute("SELECT count(*) FROM documents").fetchone()
        return int(count)

    def numbers(self) -> np.ndarray:
        """The numbers of all passages, ascending, int64."""
        rows = self._database.read().execute("SELECT number FROM passages ORDER BY number").fetchall()
        return np.array([number for (number,) in rows], dtype=np.int64)

    def passages(self, numbers: Iterable[int]) -> dict[int, tuple[Passage, Document]]:
        """The passages that exist of these, with their documents."""
        query = f"""SELECT number, {_PASSAGE}, {_HEADER} FROM passages
            JOIN documents ON documents.id = passages.document WHERE number IN (SELECT value FROM json_each(?))"""
        rows = self._database.read().execute(query, (_array(numbers),))
        return {row[0]: (Passage(*row[1:8]), _document(row[8:])) for row in rows}

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages, in order."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE document = ? ORDER BY number"
        return [Passage(*row) for row in self._database.read().execute(query, (document_id,))]

    def vectors(self, numbers: Iterable[int]) -> dict[int, np.ndarray]:
        """The vectors that exist of these passages."""
        query = "SELECT number, vector FROM passages WHERE number IN (SELECT value FROM json_each(?))"
        rows = self._database.read().execute(query, (_array(numbers),))
        return {number: np.frombuffer(vector, np.float32) for number, vector in rows}

    def sentence_vectors(self, numbers: Iterable[int]) -> dict[int, np.ndarray]:
        """The vectors of the sentences of some passages, int8 (sentences, dimensions) each."""
        query = """SELECT number, length(sentences) / 16, sentence_vectors FROM passages
            WHERE number IN (SELECT value FROM json_each(?))"""
        rows = self._database.read().execute(query, (_array(numbers),))
        return {number: np.frombuffer(packed, np.int8).reshape(count, -1) for number, count, packed in rows if count}

    def sentences(self, passage_id: str) -> tuple[list[Span], np.ndarray]:
        """The spans of a passage's sentences in its document, and their vectors, int8 (sentences, dimensions)."""
        query = "SELECT sentences, sentence_vectors FROM passages WHERE id = ?"
        row = self._database.read().execute(query, (passage_id,)).fetchone()
        if row is None:
            return [], np.zeros((0, 0), np.int8)
        spans = np.frombuffer(row[0], np.int64).reshape(-1, 2)
        return [(int(start), int(end)) for start, end in spans], np.frombuffer(row[1], np.int8).reshape(len(spans), -1)

    # --- the sequence ---

    def sequence(self) -> int:
        """The number of the last change."""
        row = self._database.read().execute("SELECT max(number) FROM changes").fetchone()
        return row[0] or 0

    def changes(self, after: int, limit: int = 200) -> list[Change]:
        """The changes that came after one, in order, at most `limit` of them."""
        query = "SELECT * FROM changes WHERE number > ? ORDER BY number LIMIT ?"
        return [Change(*row) for row in self._database.read().execute(query, (after, limit))]

    def added_since(self, sequence: int) -> list[Document]:
        """The headers of documents that were added after a change and are still there, in that order."""
        query = f"""SELECT {_HEADER} FROM changes JOIN documents ON documents.id = changes.document
            WHERE changes.number > ? AND kind = 'added' GROUP BY documents.id ORDER BY max(changes.number)"""
        return [_document(row) for row in self._database.read().execute(query, (sequence,))]

    def last_passage(self, sequence: int) -> int:
        """The highest number that a passage had when the sequence was there; 0 before the first."""
        row = self._database.read().execute("SELECT max(last) FROM changes WHERE number <= ?", (sequence,)).fetchone()
        return row[0] or 0

    def stored(self, first: int, last: int) -> Iterator[Stored]:
        """The passages with these numbers that still exist."""
        query = f"""SELECT number, vector, {_PASSAGE}, {_HEADER} FROM passages
            JOIN documents ON documents.id = passages.document WHERE number BETWEEN ? AND ? ORDER BY number"""
        for row in self._database.read().execute(query, (first, last)):
            yield Stored(row[0], Passage(*row[2:9]), _document(row[9:]), np.frombuffer(row[1], np.float32))

    def sound(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, usually."""
        try:
            rows = self._database.read().execute("PRAGMA quick_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [text for (text,) in rows if text != "ok"]


def pack(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1 as int8: a cosine keeps two decimals."""
    packed: np.ndarray = np.rint(vectors * 127).astype(np.int8)
    return packed


def _insert(writer: sqlite3.Connection, entry: Entry) -> None:
    """Add a document with its passages, unless it is there."""
    document = entry.document
    published = document.published.isoformat() if document.published else None
    header = (
        document.id,
        document.title,
        published,
        document.dated_by,
        document.source,
        document.author,
        document.format,
    )
    if writer.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", header).rowcount == 0:
        return
    writer.execute("INSERT INTO texts VALUES (?, ?)", (document.id, entry.text))
    for chunk, vector, inside in zip(entry.chunks, entry.vectors, entry.sentence_vectors, strict=True):
        passage = chunk.passage
        writer.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *astuple(passage)[:5],
                passage.heading,
                passage.page,
                vector.astype(np.float32).tobytes(),
                np.array(chunk.sentences, np.int64).tobytes(),
                pack(inside).tobytes(),
            ),
        )
    _log(writer, "added", document.id)


def _erase_unplaced(writer: sqlite3.Connection, document_id: str | None) -> None:
    """Erase a document that no file holds any more."""
    if document_id and not writer.execute("SELECT 1 FROM files WHERE document = ?", (document_id,)).fetchone():
        _erase(writer, document_id)


def _erase(writer: sqlite3.Connection, document_id: str) -> None:
    if writer.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone():
        _log(writer, "removed", document_id)
        for table, column in (("passages", "document"), ("texts", "document"), ("documents", "id")):
            writer.execute(f"DELETE FROM {table} WHERE {column} = ?", (document_id,))


def _log(writer: sqlite3.Connection, kind: str, document_id: str) -> None:
    """Give a change the next number; a document's passages were numbered in one go, so first and last tell all."""
    writer.execute(
        """INSERT INTO changes SELECT NULL, ?, ?, coalesce(min(number), 1), coalesce(max(number), 0)
        FROM passages WHERE document = ?""",
        (kind, document_id, document_id),
    )


def _document_at(connection: sqlite3.Connection, folder: str, path: str) -> str | None:
    row = connection.execute("SELECT document FROM files WHERE folder = ? AND path = ?", (folder, path)).fetchone()
    return row[0] if row else None


def _withdrawn(connection: sqlite3.Connection, document_id: str) -> bool:
    return connection.execute("SELECT 1 FROM withdrawn WHERE document = ?", (document_id,)).fetchone() is not None


def _document(
    row: tuple[str, str | None, str | None, str, str | None, str | None, str | None, str | None, str],
) -> Document:
    """A header; one whose last file is just being forgotten has no place."""
    published = date.fromisoformat(row[4]) if row[4] else None
    return Document(row[0], row[1] or "", row[2] or "", row[3], published, *row[5:])


def _array(numbers: Iterable[int]) -> str:
    return json.dumps([int(number) for number in numbers])
