"""The tables of the catalogue, the version of their form, and the way from older ones."""

from __future__ import annotations

from index.database import Schema
from index.migrations import migrate

FORMAT = 2

PASSAGE_COLUMNS = """
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents (id),
    start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT, page INTEGER,
    vector BLOB NOT NULL, sentences BLOB NOT NULL, sentence_vectors BLOB NOT NULL
"""

_TABLES = f"""
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, published TEXT, dated_by TEXT, source TEXT, author TEXT,
    format TEXT NOT NULL, signature BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE TABLE bands (band INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (band, document)) WITHOUT ROWID;
CREATE TABLE texts (document TEXT PRIMARY KEY REFERENCES documents (id), text TEXT NOT NULL);
CREATE TABLE passages ({PASSAGE_COLUMNS});
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
