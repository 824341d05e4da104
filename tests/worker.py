"""A process that syncs a folder and says how far it is, to be killed: `python -m tests.worker DATA FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from index import Index, IndexSettings, Progress, caches
from index import index as index_module
from index.rows import Stored
from index.vectors import ChromaCache
from tests.fakes import HashEmbedder

SMALL = IndexSettings(passage_tokens=20)
"""Several passages a file, so that a sync takes several batches."""


def main() -> None:
    """Print a line for each file done and each step of Chroma's, then wait to be killed."""
    apply = ChromaCache.apply

    def spoken(self: ChromaCache, removed: Iterable[int], added: Iterable[Stored]) -> None:
        apply(self, removed, added)
        print("chroma", flush=True)

    def done(progress: Progress) -> None:
        print(f"file {progress.path}", flush=True)

    caches.TOGETHER, index_module.FOLLOW_SECONDS = 2, 0.0  # many small steps to be killed at
    ChromaCache.apply = spoken  # type: ignore[method-assign]
    index = Index.open(sys.argv[1], embedder=HashEmbedder(), settings=SMALL)
    print("open", flush=True)
    if len(sys.argv) > 2:
        index.sync(sys.argv[2], prune=True, progress=done)
        print("synced", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
