"""What the rows of a table cost before they are kept: `python -m benchmarks.rows ROWS`.

Printed are the memory and the processor's time of cutting, the memory of the vectors, and the time of embedding some.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np
import psutil

from index.embedding import load_embedder
from index.entries import Ready, cut, embedded, passage_limits
from index.loaders import load
from index.readings import Piece
from index.rows import FileState
from index.settings import IndexSettings

EMBEDDED = 200
"""Passages that are embedded for their time."""


class Nothing:
    """Vectors of the built-in embedder's length that cost nothing to make."""

    model_name = "nothing/384"

    def get_text_embedding_batch(self, texts: Sequence[str]) -> np.ndarray:
        """One vector a text."""
        return np.zeros((len(texts), 384), np.float32)

    def get_query_embedding(self, query: str) -> np.ndarray:
        """None for a question."""
        return np.zeros(384, np.float32)


def main(rows: int) -> None:
    """Print what a table of that many rows takes."""
    settings, embedder = IndexSettings(), load_embedder()
    table = "Day,Place,Toll\n" + "".join(f"{n},Lorne {n % 97},{n}\n" for n in range(rows))
    document, loaded = load("", "a.csv", table.encode(), settings)
    piece = Piece("a.csv", len(table), "", document, loaded.text)
    empty, began = _memory(), time.process_time()
    chunks = cut(piece, passage_limits(embedder, settings))
    cutting, held = time.process_time() - began, _memory() - empty
    state = FileState("", "a.csv", 0, 0, True, digest="")
    entries = list(embedded(Nothing(), [Ready(state, document, loaded.text, chunks)]))
    vectors = _memory() - empty - held
    assert all(entries)
    began = time.process_time()
    list(embedded(embedder, [Ready(state, document, loaded.text, chunks[:EMBEDDED])]))
    some = sum(len(one.sentences) for one in chunks[:EMBEDDED])
    each = (time.process_time() - began) / some
    print(f"{rows:,} rows, {len(chunks):,} passages; cut in {cutting:.1f} s of a processor")
    print(f"bytes a row: {held / rows:,.0f} as passages, {vectors / rows:,.0f} as vectors")
    print(f"milliseconds of a processor a row: {1000 * cutting / rows:.2f} to cut, {1000 * each:.2f} to embed")


def _memory() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    main(int(sys.argv[1]))
