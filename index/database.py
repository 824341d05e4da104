"""SQLite as the catalogue needs it: durable, one writer, a reader for each thread."""

from __future__ import annotations

import sqlite3
import threading
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import BriefingError, DirectoryFormat, FolderError
from index.migrations import migrate

FORMAT = 2

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, published TEXT, dated_by TEXT, source TEXT, author TEXT,
    format TEXT NOT NULL, signature BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE TABLE bands (band INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (band, document)) WITHOUT ROWID;
CREATE TABLE texts (document TEXT PRIMARY KEY REFERENCES documents (id), text TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents (id),
    start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT, page INTEGER,
    vector BLOB NOT NULL, sentences BLOB NOT NULL, sentence_vectors BLOB NOT NULL
);
CREATE INDEX passages_of_document ON passages (document);
CREATE TABLE files (
    folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    settled INTEGER NOT NULL, digest TEXT NOT NULL, document TEXT, failure TEXT,
    container TEXT, PRIMARY KEY (folder, path)
) WITHOUT ROWID;
CREATE INDEX files_of_document ON files (document);
CREATE TABLE withdrawn (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, document TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL
);
"""


class Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that a thread's goes with the thread."""


class Database:
    """A SQLite file: `write()` gives the one writer inside a transaction, `read()` this thread's reader."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only and not path.exists():
            raise FolderError(f"{path.parent} holds no index yet: run `briefings sync FOLDER` first")
        self._path = path
        self._local = threading.local()
        self._opened: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._closed = False
        self._connecting = threading.Lock()
        self._writing = threading.RLock()
        self._writer: Connection | None = None
        try:
            if not read_only:
                self._writer = self._connect()
                self._prepare(self._writer)
            self._check_format()
        except BaseException:
            self.close()
            raise

    def _connect(self, *, read_only: bool = False) -> Connection:
        mode = "ro" if read_only else "rwc"
        uri = f"{self._path.absolute().as_uri()}?mode={mode}"
        with self._connecting:
            if self._closed:
                raise BriefingError(f"{self._path.parent} was closed: open it again with Index.open")
            connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30, factory=Connection
            )
            self._opened.add(connection)
            connection.execute("PRAGMA query_only = ON" if read_only else "PRAGMA secure_delete = ON")
        return connection

    def _prepare(self, writer: sqlite3.Connection) -> None:
        try:
            writer.execute("PRAGMA journal_mode = WAL")
            writer.execute("PRAGMA synchronous = FULL")
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        with self.write() as connection:
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
                for statement in SCHEMA.split(";\n"):
                    connection.execute(statement)
                facts = {"format": str(FORMAT), "identity": uuid.uuid4().hex}
                connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
            else:
                migrate(connection)

    def _check_format(self) -> None:
        try:
            found = self.fact("format")
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        if found == str(FORMAT):
            return
        if self._writer is None and found and found.isdigit() and int(found) < FORMAT:
            raise DirectoryFormat(
                f"{self._path} was made by an older version: run `briefings rebuild` once to bring it up to date"
            )
        raise DirectoryFormat(
            f"{self._path} has format {found}, this version reads {FORMAT}: "
            "open it with the version that made it, or sync into another directory"
        )

    def _damaged(self, error: sqlite3.DatabaseError) -> DirectoryFormat:
        return DirectoryFormat(
            f"{self._path} is damaged or not an index ({error}): restore it from a backup, or "
            "move the directory away and sync again"
        )

    def fact(self, name: str) -> str | None:
        """One of the facts about the whole file; None where it was never stated."""
        row = self.read().execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def read(self) -> sqlite3.Connection:
        """This thread's own connection, on which nothing can be changed; it lives as long as the thread."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._closed:
            connection = self._local.connection = self._connect(read_only=True)
        return connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The writer inside a transaction: all of it or, when an exception leaves, nothing."""
        with self._writing:
            if self._writer is None:
                raise BriefingError(f"{self._path.parent} was closed: open it again with Index.open")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    def close(self) -> None:
        """Close every connection of every thread, and empty the log, so that what was erased is in no file.

        The writer comes last: only it may empty the log.
        """
        with self._writing, self._connecting:
            self._closed = True
            for connection in list(self._opened):
                if connection is not self._writer:
                    connection.close()
            if self._writer is not None:
                with suppress(sqlite3.DatabaseError):  # a damaged file, which opening already named
                    self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._writer.close()
                self._writer = None
