"""Chroma kept in step from a thread: the passages nearest by meaning."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import numpy as np

from index.caches import begin_cache, close_cache, follow, open_cache, read_mark
from index.catalogue import Catalogue
from index.chroma_client import ChromaCache, ChromaError


class ChromaFollower:
    """Keeps Chroma in step from a thread, so that neither opening nor a sync waits for it.

    Whoever asks while it is behind is told so, and scores exactly instead.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, *, search_breadth: int) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._breadth = search_breadth
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
        except ChromaError:  # also where a rebuild began meanwhile: exact scoring answers
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
        try:
            return self._opened()
        except ChromaError:
            shutil.rmtree(self._folder, ignore_errors=True)
            return self._opened()

    def _opened(self) -> ChromaCache:
        cache = ChromaCache(self._folder, search_breadth=self._breadth)
        try:
            open_cache(cache, self._catalogue)
        except BaseException:
            cache.close()
            raise
        return cache

    def _pause(self, cache: ChromaCache) -> None:
        """Publish how far Chroma is, unless it is to begin again, and sleep until there is more."""
        mark = read_mark(self._folder)
        with self._changed:
            if not self._again:
                self._cache, self._sequence = cache, mark.sequence if mark else 0
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closing or self._again or self._catalogue.sequence() > self._sequence)
