"""Connections to SQLite that say in plain words that their file is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from index.errors import BriefingError


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
