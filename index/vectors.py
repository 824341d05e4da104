"""Chroma: the passages nearest by meaning, kept in step from a thread of its own."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.caches import begin_cache, close_cache, follow, open_cache, read_mark
from index.catalogue import Catalogue
from index.database import is_sound
from index.rows import Stored

BATCH = 2000
COLLECTION = "passages"


class ChromaCache:
    """A Chroma collection of vectors, their ids the passages' numbers; the texts stay in the catalogue."""

    def __init__(self, folder: Path, *, breadth: Mapping[str, int]) -> None:
        self.folder = folder
        self._breadth = breadth
        self._client: Any = None
        self._passages: Any = None
        self._connect()

    def _connect(self) -> None:
        """Open or make the collection.

        It lies in a folder of its own name: for a path that once failed to open, Chroma answers with the failed client
        as long as the process lives.
        """
        import chromadb
        from chromadb.config import Settings

        self.folder.mkdir(parents=True, exist_ok=True)
        store = str(next(self.folder.glob("store-*"), self.folder / f"store-{uuid.uuid4().hex[:8]}"))
        # Called, `Settings` would read variables like IS_PERSISTENT and the .env of the working directory.
        settings = Settings.model_construct(
            is_persistent=True, persist_directory=store, anonymized_telemetry=False, allow_reset=False
        )
        self._client = chromadb.PersistentClient(path=store, settings=settings)
        self._passages = self._client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", **self._breadth}},
        )

    def clear(self) -> None:
        """Begin empty, with files of its own making."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._connect()

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Delete, then add: Chroma ignores an `add` of an id that it knows."""
        gone = [str(number) for number in removed]
        for first in range(0, len(gone), BATCH):
            self._passages.delete(ids=gone[first : first + BATCH])
        fresh = list(added)
        for first in range(0, len(fresh), BATCH):
            part = fresh[first : first + BATCH]
            self._passages.add(
                ids=[str(passage.number) for passage in part], embeddings=np.stack([passage.vector for passage in part])
            )

    def flush(self) -> None:
        """Nothing to do: Chroma keeps what it acknowledged."""

    def holds(self, passage: Stored) -> bool:
        """Does the passage's vector find it, or one that is equal?"""
        found = self._passages.query(query_embeddings=[passage.vector], n_results=5, include=["distances"])
        ids, distances = found["ids"][0], found["distances"][0]
        return str(passage.number) in ids or (len(ids) == 5 and max(distances) < 1e-5)

    def nearest(self, query: np.ndarray, limit: int) -> np.ndarray:
        """The numbers of the passages nearest to a query, int64."""
        found = self._passages.query(query_embeddings=[query], n_results=limit, include=["distances"])
        return np.array([int(number) for number in found["ids"][0]], dtype=np.int64)

    def count(self) -> int:
        """How many vectors Chroma holds."""
        return int(self._passages.count())

    def close(self) -> None:
        """Let go of the files."""
        if self._client is not None:
            self._client.close()
        self._client = self._passages = None


class ChromaFollower:
    """Keeps Chroma in step from a thread, so that neither opening nor a sync waits for it.

    Whoever asks while it is behind is told so, and scores exactly instead.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, *, breadth: Mapping[str, int]) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._breadth = breadth
        self._changed = threading.Condition()
        self._closing = False
        self._again = False
        self._sequence = -1
        self._cache: ChromaCache | None = None
        self.failure: BaseException | None = None
        self._start()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="chroma", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that the catalogue changed."""
        with self._changed:
            self._changed.notify_all()

    def wait(self) -> None:
        """Return when Chroma holds the catalogue's last change, failed to, or is being closed."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self.failure or self._closing or self._sequence >= self._catalogue.sequence()
            )

    def nearest(self, query: np.ndarray, limit: int) -> np.ndarray | None:
        """The passages nearest to a query; None while Chroma is not in step."""
        cache = self._cache
        if cache is None or self.failure or self._sequence != self._catalogue.sequence():
            return None
        try:
            return cache.nearest(query, limit)
        except KeyboardInterrupt:
            raise
        except BaseException:  # of whatever kind, also of a rebuild that began meanwhile: exact scoring answers
            return None

    def count(self) -> int:
        """How many vectors Chroma holds."""
        cache = self._cache
        return cache.count() if cache is not None and not self.failure else 0

    def rebuild(self) -> None:
        """Have the thread begin again with an empty Chroma; a new thread where it had failed."""
        with self._changed:
            self._sequence, self._again = -1, True
            if self.failure:
                self.failure = None
                self._start()
            self._changed.notify_all()

    def close(self) -> None:
        """Finish the batch at hand and close Chroma."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        try:
            with closing(self._open()) as cache:
                while not self._closing:
                    with self._changed:
                        again, self._again = self._again, False
                    if again:
                        begin_cache(cache, self._catalogue)
                    follow(cache, self._catalogue, go_on=lambda: not self._closing)
                    self._pause(cache)
            close_cache(cache)
        except BaseException as error:  # whatever Chroma raises, a panic of its Rust core too: exact scoring answers
            with self._changed:
                self.failure = error
                self._changed.notify_all()

    def _open(self) -> ChromaCache:
        """Chroma ready to follow; files that it cannot open are made again."""
        if not all(map(is_sound, self._folder.glob("store-*/chroma.sqlite3"))):  # Chroma would end the whole process
            shutil.rmtree(self._folder, ignore_errors=True)
        try:
            cache = ChromaCache(self._folder, breadth=self._breadth)
            open_cache(cache, self._catalogue)
        except BaseException:  # Chroma raises panics of its Rust core, errors of SQLite and of its own for damage
            if self._closing:  # at the end of a process it cannot be imported any more: that is no damage
                raise
            shutil.rmtree(self._folder, ignore_errors=True)
            cache = ChromaCache(self._folder, breadth=self._breadth)
            open_cache(cache, self._catalogue)
        return cache

    def _pause(self, cache: ChromaCache) -> None:
        """Publish how far Chroma is, unless it is to begin again, and sleep until there is more."""
        mark = read_mark(self._folder)
        with self._changed:
            if not self._again:
                self._cache, self._sequence = cache, mark.sequence if mark else 0
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closing or self._again or self._catalogue.sequence() > self._sequence)
