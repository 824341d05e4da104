"""The process that owns Chroma: `python -m index.chroma FOLDER BREADTH`, requests and answers pickled, one each.

Chroma holds Python's global lock for as long as an addition takes, which would stop every search meanwhile; here it
stops nobody, and works on the other processor.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

BATCH = 2000
COLLECTION = "passages"


class Collection:
    """A Chroma collection of vectors, their ids the passages' numbers; the texts stay in the catalogue."""

    def __init__(self, folder: Path, *, search_breadth: int) -> None:
        self._folder = folder
        self._breadth = search_breadth
        self._client: Any = None
        self._passages: Any = None

    def open(self) -> None:
        """Open or make the collection.

        It lies in a folder of its own name: for a path that once failed to open, Chroma answers with the failed client
        as long as the process lives.
        """
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        store = str(next(self._folder.glob("store-*"), self._folder / f"store-{uuid.uuid4().hex[:8]}"))
        # Called, `Settings` would read variables like IS_PERSISTENT and the .env of the working directory.
        settings = Settings.model_construct(
            is_persistent=True, persist_directory=store, anonymized_telemetry=False, allow_reset=False
        )
        self._client = chromadb.PersistentClient(path=store, settings=settings)
        self._passages = self._client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": self._breadth}},
        )
        if self.configuration()["ef_search"] != self._breadth:  # made under another setting
            self._passages.modify(configuration={"hnsw": {"ef_search": self._breadth}})
            self.close()  # a graph that is loaded keeps its breadth
            self.open()

    def clear(self) -> None:
        """Begin empty, with files of its own making."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self.open()

    def delete(self, numbers: Sequence[int]) -> None:
        """Take vectors out; those that are not there are passed over."""
        gone = [str(number) for number in numbers]
        for first in range(0, len(gone), BATCH):
            self._passages.delete(ids=gone[first : first + BATCH])

    def add(self, numbers: Sequence[int], vectors: np.ndarray) -> None:
        """Put vectors (n, dimensions) in; Chroma ignores those whose number it knows."""
        ids = [str(number) for number in numbers]
        for first in range(0, len(ids), BATCH):
            last = first + BATCH
            self._passages.add(ids=ids[first:last], embeddings=vectors[first:last])

    def nearest(self, vector: np.ndarray, limit: int) -> tuple[list[int], list[float]]:
        """The numbers of the vectors nearest to one, nearest first, and their distances."""
        found = self._passages.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        return [int(number) for number in found["ids"][0]], found["distances"][0]

    def configuration(self) -> dict[str, Any]:
        """How the graph is made and searched, in Chroma's names."""
        hnsw: dict[str, Any] = self._passages.configuration_json["hnsw"]
        return hnsw

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._passages.count())

    def close(self) -> None:
        """Let go of the files."""
        if self._client is not None:
            self._client.close()
        self._client = self._passages = None


def main() -> None:
    """Do what is asked until nobody asks any more; only one process at a time does so for a folder.

    One whose asker was killed ends after the request in hand, and its successor waits for that.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    folder = Path(sys.argv[1])
    collection = Collection(folder, search_breadth=int(sys.argv[2]))
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        while True:
            try:
                name, arguments = pickle.load(requests)
            except EOFError:
                break
            answer: tuple[Any, str | None]
            try:
                answer = getattr(collection, name)(*arguments), None
            except Exception as error:  # of the Rust core, of SQLite or of its own: the asker decides
                answer = None, f"{type(error).__name__}: {error}"
            try:
                pickle.dump(answer, answers)
                answers.flush()
            except OSError:  # nobody is left to read it
                break
        collection.close()


if __name__ == "__main__":
    main()
