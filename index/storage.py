"""A directory opened: the catalogue, the caches that follow it, and the right to write to them."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from index.caches import begin_cache, close_cache, follow, open_cache
from index.catalogue import Catalogue
from index.errors import ROOM, BriefingError, FolderError
from index.exact import ExactVectors
from index.keywords import Keywords
from index.owner import Owner
from index.records import Problem
from index.roster import Roster
from index.upkeep import check_cache, check_catalogue, check_chroma
from index.vectors import ChromaFollower

_LOG = logging.getLogger(__name__)

FOLLOW_SECONDS = 1.0
"""How long what a sync stored may wait until searches see it: each time costs every cache a commit."""


class Storage:
    """The parts of a directory. Its one owner keeps the caches in step; who only reads has no Chroma."""

    def __init__(self, path: Path, *, model: str, read_only: bool, search_breadth: int) -> None:
        self.path = path
        self.chroma: ChromaFollower | None = None
        self.owner = None if read_only else _own(path)
        self._followed = 0.0
        try:
            self.catalogue = Catalogue(path / "catalogue.db", model=model, read_only=read_only)
            self.roster = Roster(self.catalogue)
            self.exact = ExactVectors(path / "vectors", self.catalogue, self.roster)
            self.keywords = Keywords(path / "words")
        except BaseException:
            self._release()
            raise
        if not read_only:
            self._begin(search_breadth)

    def _begin(self, search_breadth: int) -> None:
        """Bring the caches in step."""
        try:
            with self._written():
                for cache in self.caches():
                    if not open_cache(cache, self.catalogue) and self.catalogue.sequence():
                        _LOG.warning("%s is damaged or missing: it is made again, which loses only time", cache.folder)
            self.chroma = ChromaFollower(self.path / "chroma", self.catalogue, search_breadth=search_breadth)
            self.follow()
        except BaseException:
            self.close()
            raise

    def caches(self) -> tuple[ExactVectors, Keywords]:
        """What is in step before a change is reported; Chroma follows in its own time."""
        return self.exact, self.keywords

    def follow(self) -> None:
        """Bring the caches in step, and have Chroma follow."""
        self._followed = time.monotonic()
        with self._written():
            for cache in self.caches():
                follow(cache, self.catalogue)
        if self.chroma is not None:
            self.chroma.wake()

    def follow_in_time(self) -> None:
        """The same between the batches of a sync, but not at every one."""
        if time.monotonic() - self._followed > FOLLOW_SECONDS:
            self.follow()

    def nearest(self, vector: np.ndarray, limit: int) -> np.ndarray | None:
        """The passages that Chroma finds nearest, int64; None where it is behind, or not here."""
        return self.chroma.nearest(vector, limit) if self.chroma is not None else None

    def problems(self) -> list[Problem]:
        """What is wrong, in plain words. Waits until Chroma is in step."""
        found = list(check_catalogue(self.catalogue))
        if found:  # the caches can be no better
            return found
        found.extend(check_cache("vectors", self.exact, self.catalogue))
        found.extend(check_cache("words", self.keywords, self.catalogue))
        if self.chroma is not None:
            found.extend(check_chroma(self.chroma, self.catalogue))
        return found

    def rebuild(self) -> None:
        """Make every cache again from the catalogue, and wait for Chroma."""
        for cache in self.caches():
            begin_cache(cache, self.catalogue)
        assert self.chroma is not None
        self.chroma.rebuild()
        self.follow()
        self.chroma.wait()

    def close(self) -> None:
        """Close every part in good order; closing twice is closing once."""
        if self.chroma is not None:
            self.chroma.close()
            self.chroma = None
        try:
            if self.owner is not None:
                for cache in self.caches():
                    with suppress(BriefingError, OSError):  # a full disk: it is followed again when it is opened
                        follow(cache, self.catalogue)
                        close_cache(cache)
                self.keywords.close()
        finally:
            self._release()
            self.catalogue.close()

    def _release(self) -> None:
        """Let another process write."""
        if self.owner is not None:
            self.owner.release()
            self.owner = None

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Say what it means that a cache cannot be written."""
        try:
            yield
        except OSError as error:
            raise FolderError(f"{self.path} cannot be written to ({error.strerror}): {ROOM}") from error


def _own(path: Path) -> Owner:
    """The right to write to a directory, made where it is not there yet; raises Locked, FolderError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{path} cannot be made: {error.strerror}") from error
    return Owner(path)
