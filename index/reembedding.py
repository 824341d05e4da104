"""Every passage embedded anew by another model, beside the old vectors, and switched to when complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from index.chunking import Chunk, Limits, refit
from index.database import Database
from index.embedding import Embedder, load_embedder
from index.entries import Ready, embedded, passage_limits
from index.owner import Owner
from index.records import Document, Passage, Progress
from index.rows import PASSAGE, FileState, spans_of
from index.settings import IndexSettings
from index.tables import CATALOGUE, PASSAGE_COLUMNS
from index.writing import insert_passages

STAGED = f"CREATE TABLE IF NOT EXISTS next_passages ({PASSAGE_COLUMNS})"


def reembed(
    path: str | Path = "data",
    *,
    embedder: Embedder | None = None,
    settings: IndexSettings | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Embed all passages of a directory with another embedder, the built-in one unless given; how many there are.

    The old vectors serve readers until the new are complete; stopped half-way, it goes on where it was. Passages stay
    as they were cut, but for those too long for the new embedder. Raises Locked where another process writes to the
    directory, FolderError where there is none.
    """
    directory = Path(path).absolute()
    embedder, settings = embedder or load_embedder(), settings or IndexSettings()
    Database(directory / "catalogue.db", schema=CATALOGUE, read_only=True).close()  # raises where there is none
    owner = Owner(directory)
    try:
        database = Database(directory / "catalogue.db", schema=CATALOGUE)
        try:
            _stage(database, embedder.model_name)
            _fill(database, embedder, passage_limits(embedder, settings), progress)
            return _switch(database, embedder.model_name)
        finally:
            database.close()
    finally:
        owner.release()


def _stage(database: Database, model: str) -> None:
    """A place for the new passages, numbered after the old; what another model left there goes."""
    with database.write() as writer:
        if database.fact("next model") != model:
            writer.execute("DROP TABLE IF EXISTS next_passages")
            writer.execute("INSERT OR REPLACE INTO facts VALUES ('next model', ?)", (model,))
        writer.execute(STAGED)
        writer.execute("DELETE FROM next_passages WHERE document NOT IN (SELECT id FROM documents)")
        writer.execute("CREATE INDEX IF NOT EXISTS next_of_document ON next_passages (document)")
        if not writer.execute("SELECT 1 FROM sqlite_sequence WHERE name = 'next_passages'").fetchone():
            writer.execute("INSERT INTO sqlite_sequence SELECT 'next_passages', coalesce(max(last), 0) FROM changes")


def _fill(database: Database, embedder: Embedder, limits: Limits, progress: Callable[[Progress], None] | None) -> None:
    """Embed the documents that are not staged yet, one transaction each."""
    query = """SELECT id FROM documents WHERE last >= first
        AND id NOT IN (SELECT document FROM next_passages) ORDER BY first"""
    waiting = [document for (document,) in database.read().execute(query)]
    began, passages = time.monotonic(), 0
    for done, document in enumerate(waiting, start=1):
        [text] = database.read().execute("SELECT text FROM texts WHERE document = ?", (document,)).fetchone()
        chunks = [fitted for old in _chunks(database, document) for fitted in refit(old, text, limits=limits)]
        ready = Ready(FileState("", "", 0, 0, True, ""), Document(document, "", "", ""), text, chunks)
        [entry] = embedded(embedder, [ready])
        assert entry is not None
        with database.write() as writer:
            insert_passages(writer, entry, table="next_passages")
        passages += len(chunks)
        if progress:
            progress(Progress(done, len(waiting), document, passages, time.monotonic() - began))


def _chunks(database: Database, document: str) -> Iterator[Chunk]:
    """A document's passages as they were cut."""
    query = f"SELECT sentences, {PASSAGE} FROM passages WHERE document = ? ORDER BY number"
    for packed, *fields in database.read().execute(query, (document,)):
        yield Chunk(Passage(*fields), tuple(spans_of(packed)))


def _switch(database: Database, model: str) -> int:
    """The new passages in place of the old, in one transaction; the caches see another model and begin anew."""
    with database.write() as writer:
        writer.execute("DROP TABLE passages")
        writer.execute("DROP INDEX next_of_document")
        writer.execute("ALTER TABLE next_passages RENAME TO passages")
        writer.execute("CREATE INDEX passages_of_document ON passages (document)")
        writer.execute(
            """UPDATE documents SET (first, last) = (SELECT coalesce(min(number), 1), coalesce(max(number), 0)
            FROM passages WHERE document = documents.id)"""
        )
        writer.execute("DELETE FROM changes")  # they name numbers of the old passages
        writer.execute("INSERT INTO changes SELECT NULL, 'added', id, first, last FROM documents ORDER BY first, id")
        writer.execute("INSERT OR REPLACE INTO facts VALUES ('model', ?)", (model,))
        writer.execute("DELETE FROM facts WHERE name = 'next model'")
        [count] = writer.execute("SELECT count(*) FROM passages").fetchone()
    return int(count)
