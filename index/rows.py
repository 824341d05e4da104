"""What the catalogue's rows mean: the records it takes and gives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.chunking import Chunk
from index.records import Document, Passage
from index.sentences import Span

_PLACE = "(SELECT {0} FROM files WHERE files.document = documents.id ORDER BY folder, path LIMIT 1)"
HEADER = f"""documents.id, {_PLACE.format("folder")}, {_PLACE.format("path")},
    title, published, dated_by, source, author, format"""
"""The columns of a document's header, for `document_of`."""
PASSAGE = "passages.id, passages.document, start, stop, passages.text, heading, page"
"""The columns of a passage, in the order of its fields."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of a file: `modified` in ns since 1970, `settled` when that was long enough ago to be trusted.

    `container` is the path of the file that it lies in, for an attachment or a member of an archive.
    """

    folder: str
    path: str
    size: int
    modified: int
    settled: bool
    digest: str
    document: str | None = None
    failure: str | None = None
    container: str | None = None


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


@dataclass(frozen=True, slots=True)
class Extent:
    """What a filter asks of a document, and the numbers of its passages: none where last < first."""

    document: str
    published: date | None
    source: str | None
    first: int
    last: int


def document_of(
    row: tuple[str, str | None, str | None, str, str | None, str | None, str | None, str | None, str],
) -> Document:
    """A header; one whose last file is just being forgotten has no place."""
    published = date.fromisoformat(row[4]) if row[4] else None
    return Document(row[0], row[1] or "", row[2] or "", row[3], published, *row[5:])


def spans_of(packed: bytes) -> list[Span]:
    """The spans of a passage's sentences in its document."""
    return [(int(start), int(end)) for start, end in np.frombuffer(packed, np.int64).reshape(-1, 2)]


def array(values: Iterable[int | str]) -> str:
    """Values for `IN (SELECT value FROM json_each(?))`, of which there may be any number."""
    return json.dumps(list(values))


def pack(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1 as int8: a cosine keeps two decimals; those that are packed stay as they are."""
    if vectors.dtype == np.int8:
        return vectors
    packed: np.ndarray = np.rint(vectors * 127).astype(np.int8)
    return packed
