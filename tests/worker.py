"""A process that syncs a folder and says how far it is, to be killed: `python -m tests.worker DATA FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from index import Index, IndexSettings, Progress
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

    ChromaCache.apply = spoken  # type: ignore[method-assign]
    index = Index.open(sys.argv[1], embedder=HashEmbedder(), settings=SMALL)
    print("open", flush=True)
    if len(sys.argv) > 2:
        index.sync(sys.argv[2], prune=True, progress=done)
        print("synced", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
