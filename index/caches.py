"""What follows the catalogue: how far a cache got, and bringing it in step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from index.catalogue import Catalogue
from index.rows import Change, Stored

TOGETHER = 200
"""Changes applied at once: an addition of one briefing costs Chroma nearly as much as one of two hundred."""
SAMPLE = 20
"""Passages that must find themselves before a cache that was not closed is believed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a cache got: the catalogue it follows, the last change it holds, and whether it was closed."""

    identity: str
    sequence: int
    closed: bool


class Cache(Protocol):
    """Something that can be made again from the catalogue. `apply` done twice is `apply` done once."""

    folder: Path

    def clear(self) -> None:
        """Begin empty."""

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Take passages out, by number, then in; both may be known already."""

    def flush(self) -> None:
        """Make what was applied visible, and durable as far as the engine can."""

    def holds(self, passage: Stored) -> bool:
        """Does the passage find itself?"""


def read_mark(folder: Path) -> Mark | None:
    """The mark of a cache's folder; None where there is none that can be read."""
    try:
        return Mark(**json.loads((folder / "mark.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_mark(folder: Path, mark: Mark) -> None:
    """Replace the mark, whole or not at all."""
    fresh = folder / "mark.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(mark), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, folder / "mark.json")


def open_cache(cache: Cache, catalogue: Catalogue) -> bool:
    """Prepare a cache for following: one of another catalogue, or one in doubt, begins empty; was it kept?"""
    mark = read_mark(cache.folder)
    if mark is None or mark.identity != catalogue.identity or not _sound(cache, catalogue, mark):
        begin_cache(cache, catalogue)
        return False
    write_mark(cache.folder, replace(mark, closed=False))
    return True


def begin_cache(cache: Cache, catalogue: Catalogue) -> Mark:
    """Empty a cache, to follow from the first change on; its mark."""
    cache.clear()
    mark = Mark(catalogue.identity, 0, closed=False)
    write_mark(cache.folder, mark)
    return mark


def follow(cache: Cache, catalogue: Catalogue, *, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Apply every change the cache has not seen; False where `go_on` said to leave before the last."""
    mark = read_mark(cache.folder) or begin_cache(cache, catalogue)
    while changes := catalogue.changes(mark.sequence, TOGETHER):
        # All at once, in any order: a number is given once, and what was removed since is not stored any more.
        numbers = sorted({number for change in changes for number in range(change.first, change.last + 1)})
        cache.apply(numbers, _added(catalogue, changes))
        cache.flush()
        mark = replace(mark, sequence=changes[-1].number)
        write_mark(cache.folder, mark)
        if not go_on():
            return False
    return True


def _added(catalogue: Catalogue, changes: Sequence[Change]) -> Iterator[Stored]:
    """The passages that some changes added and that still exist."""
    for change in changes:
        if change.kind == "added":
            yield from catalogue.stored(change.first, change.last)


def close_cache(cache: Cache) -> None:
    """Mark a cache as closed in good order."""
    mark = read_mark(cache.folder)
    if mark is not None:
        write_mark(cache.folder, replace(mark, closed=True))


def _sound(cache: Cache, catalogue: Catalogue, mark: Mark) -> bool:
    """Do passages spread over all that the cache should hold find themselves?

    What came after the mark is applied again in any case. Of one that was closed in good order two are asked for: its
    files may have been lost or damaged since.
    """
    numbers = catalogue.numbers()
    held = numbers[: np.searchsorted(numbers, catalogue.last_passage(mark.sequence), side="right")].tolist()
    sample = held[:1] + held[-1:] if mark.closed else held[:: max(1, len(held) // SAMPLE)] + held[-SAMPLE:]
    return all(cache.holds(passage) for number in sample for passage in catalogue.stored(number, number))
