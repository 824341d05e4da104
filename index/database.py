"""SQLite as what is kept needs it: durable, one writer, a reader for each thread."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from index.errors import ROOM, BriefingError, DirectoryFormat, FolderError
from index.migrations import migrate

FORMAT = 2
BUSY_TRIES = 200
BUSY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a file besides that of its facts, the version of their form, and what to do where it fails.

    `migrate` takes an older form as far as it can.
    """

    tables: str
    format: int
    missing: str
    anew: str
    migrate: Callable[[sqlite3.Connection], None] = lambda _: None


_FACTS = "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"

_TABLES = """
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

CATALOGUE = Schema(
    _TABLES,
    FORMAT,
    "holds no index yet: run `briefings sync FOLDER` first",
    "move the directory away and sync again",
    migrate,
)


class Cursor(sqlite3.Cursor):
    """A cursor that says in plain words that the file is damaged, wherever reading comes upon it."""

    def execute(self, *arguments: Any) -> Self:
        """As its base does, and raises DirectoryFormat; the same holds for the others."""
        with _plainly(self.connection):
            return super().execute(*arguments)

    def fetchone(self) -> Any:
        """The next row or None."""
        with _plainly(self.connection):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        with _plainly(self.connection):
            return super().fetchall()

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            _explain(self.connection, error)
            raise


class Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that a thread's goes with the thread."""

    damaged: Callable[[Exception], BriefingError]

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """As its base does, with a cursor that speaks plainly."""
        return self.cursor(Cursor).execute(*arguments)


@contextmanager
def _plainly(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        _explain(connection, error)
        raise


def _explain(connection: sqlite3.Connection, error: Exception) -> None:
    """Raise DirectoryFormat for what only damage can be the cause of."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    undecoded = isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode")
    if undecoded or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        assert isinstance(connection, Connection)
        raise connection.damaged(error) from error


class Database:
    """A SQLite file: `write()` gives the one writer inside a transaction, `read()` this thread's reader."""

    def __init__(self, path: Path, *, read_only: bool = False, schema: Schema = CATALOGUE) -> None:
        if read_only and not path.exists():
            raise FolderError(f"{path.parent} {schema.missing}")
        self._path = path
        self._schema = schema
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
        except sqlite3.OperationalError as error:
            self.close()
            raise FolderError(
                f"{path} cannot be opened ({error}): see that it may be written to and has room"
            ) from error
        except BaseException:
            self.close()
            raise

    def _connect(self, *, read_only: bool = False) -> Connection:
        mode = "ro" if read_only else "rwc"
        uri = f"{self._path.absolute().as_uri()}?mode={mode}"
        with self._connecting:
            if self._closed:
                raise BriefingError(f"{self._path.parent} was closed: open it again")
            connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30, factory=Connection
            )
            connection.damaged = self._damaged
            self._opened.add(connection)
            connection.execute("PRAGMA query_only = ON" if read_only else "PRAGMA secure_delete = ON")
        return connection

    def _prepare(self, writer: sqlite3.Connection) -> None:
        try:
            _keep_a_log(writer)
            writer.execute("PRAGMA synchronous = FULL")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        with self.write() as connection:
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
                for statement in (_FACTS, *self._schema.tables.split(";\n")):
                    connection.execute(statement)
                facts = {"format": str(self._schema.format), "identity": uuid.uuid4().hex}
                connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
            else:
                self._schema.migrate(connection)

    def _check_format(self) -> None:
        try:
            found = self.fact("format")
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        expected = self._schema.format
        if found == str(expected):
            return
        if self._writer is None and found and found.isdigit() and int(found) < expected:
            raise DirectoryFormat(
                f"{self._path} was made by an older version: run `briefings rebuild` once to bring it up to date"
            )
        raise DirectoryFormat(
            f"{self._path} has format {found}, this version reads {expected}: "
            f"open it with the version that made it, or {self._schema.anew}"
        )

    def _damaged(self, error: Exception) -> DirectoryFormat:
        return DirectoryFormat(
            f"{self._path} is damaged or not an index ({error}): restore it from a backup, or {self._schema.anew}"
        )

    def _explain(self, error: sqlite3.DatabaseError) -> None:
        """Raise what an error means to somebody who can do something about it."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_CONSTRAINT:  # what is written keeps to them, so what is there does not
            raise self._damaged(error) from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise FolderError(f"{self._path} cannot be written to ({error}): {ROOM}") from error

    def fact(self, name: str) -> str | None:
        """One of the facts about the whole file; None where it was never stated."""
        row = self.read().execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def state(self, name: str, value: str) -> None:
        """State a fact about the whole file, in place of what was stated before."""
        with self.write() as writer:
            writer.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

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
                raise BriefingError(f"{self._path.parent} was closed: open it again")
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException as error:
                if self._writer.in_transaction:  # a full disk may have ended it already
                    with suppress(sqlite3.DatabaseError, DirectoryFormat):
                        self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.DatabaseError):
                    self._explain(error)
                raise

    def empty_log(self) -> None:
        """Move what was written from the log to the file, so that what was erased is in neither.

        Where another process reads just now, its last page waits for that process.
        """
        with self._writing:
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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
                with suppress(sqlite3.DatabaseError, DirectoryFormat):  # a damaged file, which was named already
                    self.empty_log()
                self._writer.close()
                self._writer = None


def _keep_a_log(writer: sqlite3.Connection) -> None:
    """Turn on the log; of several processes that make a file at once SQLite lets one, and does not wait for it."""
    for _ in range(BUSY_TRIES):
        try:
            writer.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        time.sleep(BUSY_SECONDS)
    writer.execute("PRAGMA journal_mode = WAL")


def copy_database(source: Path, target: Path, *, uploads: str | None = None) -> None:
    """Copy a file as it is at one moment, whatever is written to it; raises BriefingError where the copy is damaged.

    With `uploads` the files of the folder that the original calls its uploads are known under that name.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no log beside it
            if uploads is not None:
                _rename_uploads(copy, uploads)
            damage = [text for (text,) in copy.execute("PRAGMA quick_check") if text != "ok"]
    except sqlite3.DatabaseError as error:
        damage = [str(error)]
    if damage:
        raise BriefingError(f"{source} cannot be copied: {damage[0]}. Use another backup")


def _rename_uploads(copy: sqlite3.Connection, uploads: str) -> None:
    """Files of the uploads are known by an absolute path, which goes with the directory."""
    with copy:
        known = copy.execute("SELECT value FROM facts WHERE name = 'uploads'").fetchone()
        if known:
            copy.execute("UPDATE files SET folder = ? WHERE folder = ?", (uploads, known[0]))
        copy.execute("INSERT OR REPLACE INTO facts VALUES ('uploads', ?)", (uploads,))
