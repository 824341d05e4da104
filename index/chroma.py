"""The process that owns Chroma: `python -m index.chroma`, requests and answers pickled, one each.

Chroma holds Python's global lock for as long as an addition takes, which would stop every search meanwhile; here it
stops nobody, and works on the other processor.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

BATCH = 2000
COLLECTION = "passages"
BUSY_TRIES, BUSY_SECONDS = 100, 0.05


class Collection:
    """A Chroma collection of vectors, their ids the passages' numbers; the texts stay in the catalogue.

    Of all processes one at a time has it: that of an asker who was killed ends after the request in hand, and its
    successor waits for that.
    """

    def __init__(self, folder: str, search_breadth: int) -> None:
        self._folder = Path(folder)
        self._breadth = search_breadth
        self._client: Any = None
        self._passages: Any = None
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self._folder.with_name(f"{self._folder.name}.lock"))
        self._lock.acquire()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
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
            self._set_breadth()
            self._let_go()  # a graph that is loaded keeps its breadth
            self._open()

    def _set_breadth(self) -> None:
        """Change the breadth; SQLite says that it is locked while connections of who was here before still close."""
        from chromadb.errors import InternalError

        for _ in range(BUSY_TRIES):
            with suppress(InternalError):
                self._passages.modify(configuration={"hnsw": {"ef_search": self._breadth}})
                return
            time.sleep(BUSY_SECONDS)
        self._passages.modify(configuration={"hnsw": {"ef_search": self._breadth}})

    def clear(self) -> None:
        """Begin empty, with files of its own making."""
        self._let_go()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

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
        """Let another process have it."""
        self._let_go()
        self._lock.release()

    def _let_go(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._passages = None


def main() -> None:
    """Do what is asked of any collection until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    opened: dict[str, Collection] = {}
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            break
        answer: tuple[Any, str | None]
        try:
            answer = _done(opened, *request), None
        except BaseException as error:  # panics of the Rust core, errors of SQLite and of its own: the asker decides
            answer = None, f"{type(error).__name__}: {error}"
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except OSError:  # nobody is left to read it
            break
    for collection in opened.values():
        collection.close()


def _done(opened: dict[str, Collection], folder: str, name: str, arguments: tuple[Any, ...]) -> Any:
    """What one request asks for."""
    if name == "open":
        if folder in opened:  # nobody said that it was no longer needed
            opened.pop(folder).close()
        opened[folder] = Collection(folder, *arguments)
    elif name == "close":
        opened.pop(folder).close()
    else:
        return getattr(opened[folder], name)(*arguments)
    return None


if __name__ == "__main__":
    main()
