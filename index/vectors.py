"""Chroma, in a process of its own: the passages nearest by meaning, kept in step from a thread."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from index.caches import begin_cache, close_cache, follow, open_cache, read_mark
from index.catalogue import Catalogue
from index.errors import BriefingError
from index.rows import Stored


class ChromaError(BriefingError):
    """Chroma failed, or its process ended; exact scoring answers in its place."""


class ChromaProcess:
    """The process that owns Chroma, for all the indexes of this one; started when first asked, and after it ended."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, folder: Path, name: str, *arguments: Any) -> Any:
        """What a method of the `index.chroma.Collection` in a folder answers; raises ChromaError."""
        with self._asking:
            process = self._running()
            try:
                assert process.stdin and process.stdout
                pickle.dump((str(folder), name, arguments), process.stdin)
                process.stdin.flush()
                answer, failure = pickle.load(process.stdout)
            except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
                raise ChromaError(f"Chroma's process ended: {error}") from error
        if failure is not None:
            raise ChromaError(failure)
        return answer

    def kill(self) -> None:
        """End the process at once, as a crash of Chroma would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "index.chroma"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


def chroma_process() -> ChromaProcess:
    """That of this process; a fork's parent has its own."""
    return _chroma_process(os.getpid())


@cache
def _chroma_process(process: int) -> ChromaProcess:
    return ChromaProcess()


class ChromaCache:
    """A Chroma collection of the passages' vectors, as its process has it; safe to use from several threads."""

    def __init__(self, folder: Path, *, search_breadth: int) -> None:
        self.folder = folder
        self._ask = partial(chroma_process().ask, folder.absolute())
        self._ask("open", search_breadth)

    def clear(self) -> None:
        """Begin empty."""
        self._ask("clear")

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Delete, then add: an `add` of a number that is known does nothing."""
        self._ask("delete", list(removed))
        fresh = list(added)
        if fresh:
            self._ask("add", [stored.number for stored in fresh], np.stack([stored.vector for stored in fresh]))

    def flush(self) -> None:
        """Nothing to do: Chroma keeps what it acknowledged."""

    def holds(self, passage: Stored) -> bool:
        """Does the passage's vector find it, or one that is equal?"""
        numbers, distances = self._ask("nearest", passage.vector, 5)
        return passage.number in numbers or (len(numbers) == 5 and max(distances) < 1e-5)

    def nearest(self, query: np.ndarray, limit: int) -> np.ndarray:
        """The numbers of the passages nearest to a query, int64."""
        return np.array(self._ask("nearest", query, limit)[0], dtype=np.int64)

    def count(self) -> int:
        """How many vectors Chroma holds."""
        return int(self._ask("count"))

    def close(self) -> None:
        """Let another process have the folder."""
        with suppress(ChromaError):  # it went with its process
            self._ask("close")


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
