"""Conversations: what was asked and answered, kept in SQLite beside the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from index import FolderError, NotFound
from index.database import Database, Schema
from qa.export import answer_to_dict
from qa.kept import Conversation, Feedback, KeptExchange, Listed
from qa.purging import mentioned, purged
from qa.reading import answer_from_dict
from qa.stored import exchange_of, folded, judgement, listed_of, read, storable, title_of, told

FILE = "conversations.db"
SOUGHT = 20

_TABLES = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, started TEXT NOT NULL, changed TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX conversations_by_change ON conversations (changed, id);
CREATE TABLE exchanges (
    conversation INTEGER NOT NULL REFERENCES conversations (id), number INTEGER NOT NULL, given TEXT NOT NULL,
    good INTEGER, reason TEXT, judged TEXT, question TEXT NOT NULL, folded TEXT NOT NULL, hashes TEXT NOT NULL,
    answer TEXT NOT NULL, UNIQUE (conversation, number)
);
CREATE TABLE mentions (
    document TEXT NOT NULL, conversation INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (document, conversation, number)
) WITHOUT ROWID;
CREATE INDEX mentions_by_conversation ON mentions (conversation);
"""

_SCHEMA = Schema(_TABLES, 1, "holds no conversations yet: ask on the page first", f"move {FILE} away to begin anew")

_LISTED = """SELECT id, title, started, changed,
    (SELECT count(*) FROM exchanges WHERE conversation = conversations.id) FROM conversations"""
_HAS = """(instr(conversations.folded, ?) OR EXISTS
    (SELECT 1 FROM exchanges WHERE conversation = conversations.id AND instr(exchanges.folded, ?)))"""


class Conversations:
    """The conversations of a directory; open it with `Conversations.open`. Safe from threads and processes alike.

    Each change is one transaction, on disk before the call returns. No clock is read: the time comes in as `when`.
    What names a conversation or an exchange that is not there raises NotFound.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: str | Path = "data", *, read_only: bool = False) -> Self:
        """Open `conversations.db` in an index's directory, made on first use; raises FolderError, DirectoryFormat."""
        directory = Path(path).absolute()
        if not read_only:
            try:
                directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FolderError(f"{directory} cannot be made: {error.strerror}") from error
        return cls(Database(directory / FILE, read_only=read_only, schema=_SCHEMA))

    def close(self) -> None:
        """Let go of the file; closing twice is closing once."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- changing ---

    def create(self, *, when: datetime, title: str = "") -> int:
        """A new conversation's id, never given twice; without a title, its first question becomes it."""
        title, at = title_of(title), told(when)
        with self._database.write() as writer:
            row = (title, at, at, folded(title))
            made = writer.execute("INSERT INTO conversations VALUES (NULL, ?, ?, ?, ?)", row)
            return int(made.lastrowid or 0)

    def append(self, conversation: int, exchange: KeptExchange) -> KeptExchange:
        """Keep an exchange at the end of a conversation; what comes back has its number."""
        question, answer = storable(exchange.question), exchange.answer
        conversation = _number(conversation)
        at, title, words = told(exchange.when), title_of(question), folded(f"{question}\n{answer.text}")
        whole, hashes = json.dumps(answer_to_dict(answer)), json.dumps(dict(exchange.hashes))
        with self._database.write() as writer:
            found = "SELECT coalesce(max(number), 0) + 1 FROM exchanges WHERE conversation = ?"
            number = int(writer.execute(found, (conversation,)).fetchone()[0])
            change = "UPDATE conversations SET changed = max(changed, ?) WHERE id = ?"
            _one(writer.execute(change, (at, conversation)).rowcount, conversation)
            name = "UPDATE conversations SET title = ?, folded = ? WHERE id = ? AND title = ''"
            writer.execute(name, (title, folded(title), conversation))
            row = (conversation, number, at, *judgement(exchange.feedback), question, words, hashes, whole)
            writer.execute("INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            mentions = ((storable(document), conversation, number) for document in mentioned(answer))
            writer.executemany("INSERT OR IGNORE INTO mentions VALUES (?, ?, ?)", mentions)
        return replace(exchange, question=question, number=number)

    def rename(self, conversation: int, title: str) -> None:
        """Give a conversation a title; an empty one makes it that of its first question again."""
        conversation = _number(conversation)
        first = "SELECT question FROM exchanges WHERE conversation = ? AND number = 1"
        with self._database.write() as writer:
            row = writer.execute(first, (conversation,)).fetchone()
            title = title_of(title) or title_of(row[0] if row else "")
            change = "UPDATE conversations SET title = ?, folded = ? WHERE id = ?"
            _one(writer.execute(change, (title, folded(title), conversation)).rowcount, conversation)

    def judge(self, conversation: int, number: int, feedback: Feedback | None) -> None:
        """Keep what a reader thought of an answer in place of what was kept before; None takes it back."""
        row = (*judgement(feedback), _number(conversation), _number(number))
        change = "UPDATE exchanges SET good = ?, reason = ?, judged = ? WHERE conversation = ? AND number = ?"
        with self._database.write() as writer:
            _one(writer.execute(change, row).rowcount, conversation)

    def delete(self, conversation: int) -> None:
        """Erase a conversation with all that is in it."""
        conversation = _number(conversation)
        with self._database.write() as writer:
            for table in ("mentions", "exchanges"):
                writer.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))
            _one(writer.execute("DELETE FROM conversations WHERE id = ?", (conversation,)).rowcount, conversation)
        self._database.empty_log()

    def purge(self, document_id: str) -> int:
        """Erase a briefing's words from every kept answer; how many answers had some."""
        keys = "SELECT conversation, number FROM mentions WHERE document = ?"
        with self._database.write() as writer:
            found = writer.execute(keys, (storable(document_id),)).fetchall()
            for key in found:
                where = "WHERE conversation = ? AND number = ?"
                question, whole = writer.execute(f"SELECT question, answer FROM exchanges {where}", key).fetchone()
                answer = purged(answer_from_dict(json.loads(whole)), document_id)
                row = (folded(f"{question}\n{answer.text}"), json.dumps(answer_to_dict(answer)), *key)
                writer.execute(f"UPDATE exchanges SET folded = ?, answer = ? {where}", row)
            writer.execute("DELETE FROM mentions WHERE document = ?", (storable(document_id),))
        self._database.empty_log()
        return len(found)

    # --- what is there ---

    def recent(self, *, limit: int = 50, offset: int = 0) -> list[Listed]:
        """The conversations, the one that last went on first."""
        query = f"{_LISTED} ORDER BY changed DESC, id DESC LIMIT ? OFFSET ?"
        return [listed_of(row) for row in self._database.read().execute(query, (limit, offset))]

    def search(self, words: str, *, limit: int = 50) -> list[Listed]:
        """The conversations with every word, or part of one, in title, questions or answers, newest first.

        Of a longer text the first SOUGHT words count.
        """
        sought = list(dict.fromkeys(folded(words).split()))[:SOUGHT]
        where = " AND ".join([_HAS] * len(sought)) or "1"
        query = f"{_LISTED} WHERE {where} ORDER BY changed DESC, id DESC LIMIT ?"
        parameters = [word for word in sought for _ in range(2)]
        return [listed_of(row) for row in self._database.read().execute(query, (*parameters, limit))]

    def reopen(self, conversation: int) -> Conversation:
        """A conversation with its exchanges, every answer as it was given."""
        conversation = _number(conversation)
        reader = self._database.read()
        row = reader.execute("SELECT title, started FROM conversations WHERE id = ?", (conversation,)).fetchone()
        if row is None:
            raise _lost(conversation)
        query = """SELECT question, answer, given, hashes, good, reason, judged, number FROM exchanges
            WHERE conversation = ? ORDER BY number"""
        exchanges = tuple(exchange_of(kept) for kept in reader.execute(query, (conversation,)))
        return Conversation(conversation, row[0], read(row[1]), exchanges)

    def count_judged(self) -> int:
        """How many answers somebody judged."""
        row = self._database.read().execute("SELECT count(*) FROM exchanges WHERE good IS NOT NULL").fetchone()
        return int(row[0])

    def judged(self) -> Iterator[Conversation]:
        """The conversations in which somebody judged an answer, in the order they began."""
        query = "SELECT DISTINCT conversation FROM exchanges WHERE good IS NOT NULL ORDER BY conversation"
        for (conversation,) in self._database.read().execute(query).fetchall():
            yield self.reopen(conversation)


def _number(value: int) -> int:
    """A number that SQLite can hold; any other names nothing."""
    return value if 0 < value < 1 << 63 else 0


def _one(changed: int, conversation: int) -> None:
    if not changed:
        raise _lost(conversation)


def _lost(conversation: int) -> NotFound:
    return NotFound(f"there is no such conversation or exchange ({conversation}): it was deleted; choose another")
