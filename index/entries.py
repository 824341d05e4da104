"""Texts that were read -> documents ready to be stored: cut into passages, and embedded together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunking import Chunk, Limits, chunk
from index.embedding import Embedder, embed_with_spans
from index.readings import Piece
from index.records import Document
from index.rows import Entry, FileState, pack
from index.settings import IndexSettings
from index.tokens import count_tokens

AT_ONCE = 1024
"""Passages of one file embedded together, at most: those of their sentences take four times the room until packed."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was read and cut, waiting for its vectors; without chunks there is nothing to embed.

    `inside` are the paths of the files that it holds, which come before it.
    """

    state: FileState
    document: Document | None = None
    text: str = ""
    chunks: Sequence[Chunk] = ()
    inside: frozenset[str] = frozenset()


def passage_limits(embedder: Embedder, settings: IndexSettings) -> Limits:
    """What a passage may hold so that it stays inside the embedder's window, in the embedder's own tokens."""
    count = getattr(embedder, "count_tokens", count_tokens)
    window = getattr(embedder, "max_tokens", settings.passage_tokens)
    return Limits(min(settings.passage_tokens, window), settings.passage_characters, count, settings.text_sentences)


def cut(piece: Piece, limits: Limits) -> list[Chunk]:
    """The passages of a piece that holds a document; raises LoadError for one that holds too much."""
    assert piece.document is not None
    return chunk(piece.document.id, piece.text, limits=limits, headings=piece.headings, pages=piece.pages)


def embedded(embedder: Embedder, batch: Sequence[Ready]) -> Iterator[Entry | None]:
    """The entries of a batch, embedded together; None for a file without a document."""
    chunks = [chunk for ready in batch for chunk in ready.chunks]
    vectors, inside = _vectors(embedder, chunks) if chunks else (np.zeros((0, 0), np.float32), [])
    first = 0
    for ready in batch:
        last = first + len(ready.chunks)
        if ready.document:
            yield Entry(ready.document, ready.text, ready.chunks, vectors[first:last], inside[first:last])
        else:
            yield None
        first = last


def _vectors(embedder: Embedder, chunks: Sequence[Chunk]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The vectors of passages and, for each, those of its sentences, packed."""
    vectors: list[np.ndarray] = []
    inside: list[np.ndarray] = []
    for first in range(0, len(chunks), AT_ONCE):
        part = chunks[first : first + AT_ONCE]
        texts = [one.passage.text for one in part]
        spans = [[(start - one.passage.start, end - one.passage.start) for start, end in one.sentences] for one in part]
        some, of_sentences = embed_with_spans(embedder, texts, spans)
        vectors.append(some)
        inside += map(pack, of_sentences)
    return np.concatenate(vectors), inside
