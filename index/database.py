"""SQLite as what is kept needs it: durable, one writer, a reader for each thread."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.connection import Connection
from index.errors import ROOM, BriefingError, DirectoryFormat, FolderError

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


class Database:
    """A SQLite file: `write()` gives the one writer inside a transaction, `read()` this thread's reader."""

    def __init__(self, path: Path, *, schema: Schema, read_only: bool = False) -> None:
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
