"""Exact scores by meaning: the vectors in one memory-mapped file, a row for each passage number."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.catalogue import Catalogue
from index.errors import EmbedderError
from index.roster import Roster
from index.rows import Stored

GROWTH = 4096


class ExactVectors:
    """Row `number` holds that passage's vector, zeros where there is none; the file is sparse and only grows.

    Row 0, which is no passage's, begins with the number of dimensions.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, roster: Roster) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._roster = roster
        self._path = folder / "vectors.f32"
        self._rows: np.ndarray | None = None

    def clear(self) -> None:
        """Begin empty."""
        self._rows = None
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Zero rows, then write rows: to the file, as what is mapped ends the process where the disk is full."""
        fresh = sorted(added, key=lambda passage: passage.number)
        numbers = np.array([passage.number for passage in fresh], np.int64)
        gone = np.setdiff1d(np.fromiter(removed, np.int64), numbers)
        if fresh:
            self._room(int(numbers[-1]), len(fresh[0].vector))
        count, dimensions = self._mapped().shape
        gone = gone[gone < count]
        self._write(gone, np.zeros((len(gone), dimensions), np.float32))
        if fresh:
            self._write(numbers, np.stack([passage.vector for passage in fresh]))

    def _write(self, numbers: np.ndarray, vectors: np.ndarray) -> None:
        """Put rows into the file, those that lie together at once; numbers ascend."""
        if not len(numbers):
            return
        breaks = np.flatnonzero(np.diff(numbers) > 1) + 1
        with self._path.open("r+b", buffering=0) as file:
            for run, rows in zip(np.split(numbers, breaks), np.split(vectors, breaks), strict=True):
                file.seek(int(run[0]) * vectors.shape[1] * 4)
                left = memoryview(rows.astype(np.float32).tobytes())
                while left:  # a disk that gets full takes a part, then raises
                    left = left[file.write(left) :]

    def flush(self) -> None:
        """Hand what was written to the disk."""
        if self._path.exists():
            with self._path.open("r+b") as file:
                os.fsync(file.fileno())

    def holds(self, passage: Stored) -> bool:
        """Is the passage's row the vector that the catalogue has?"""
        rows = self._mapped()
        return passage.number < len(rows) and np.array_equal(rows[passage.number], passage.vector)

    def held(self) -> np.ndarray:
        """The numbers of all rows that are not zero, ascending, int64."""
        return np.flatnonzero(self._mapped()[1:].any(axis=1)) + 1

    def scores(self, query: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Cosines of a query (dimensions,) with passages (n,), each the same whichever others are asked for."""
        rows = self._mapped()
        if len(rows) and rows.shape[1] != len(query):
            raise wrong_dimensions(len(query), rows.shape[1])
        known = numbers < len(rows)
        scores = np.zeros(len(numbers), np.float32)
        if known.any():
            scores[known] = _products(rows, numbers[known], query)
        missing = np.flatnonzero(scores == 0)
        if len(missing):  # a row that is not here yet is read from the catalogue
            vectors = self._catalogue.vectors(numbers[missing])
            for position in missing:
                vector = vectors.get(int(numbers[position]))
                scores[position] = np.vecdot(vector, query) if vector is not None else 0.0
        return scores

    def nearest(self, query: np.ndarray, limit: int, among: np.ndarray | None = None) -> dict[int, float]:
        """The passages nearest to a query, of all or of some, with their cosines."""
        numbers = self._roster.numbers() if among is None else among
        scores = self.scores(query, numbers)
        best = _best(scores, numbers, min(limit, len(scores)))
        return {int(numbers[row]): float(scores[row]) for row in best}

    def _room(self, number: int, dimensions: int) -> None:
        """Make the file long enough for a number."""
        rows = self._mapped()
        if number < len(rows):
            return
        if not len(rows):
            self._path.write_bytes(np.array([dimensions], np.uint32).tobytes())
        with self._path.open("ab") as file:
            file.truncate((number // GROWTH + 1) * GROWTH * dimensions * 4)

    def _mapped(self) -> np.ndarray:
        """The file as an array (rows, dimensions), mapped again when it was made longer; no rows where there is none.

        Other threads do the same meanwhile: `self._rows` is read once and what is returned is a local.
        """
        rows = self._rows
        try:
            size = self._path.stat().st_size
            if rows is not None and rows.nbytes == size:
                return rows
            dimensions = int(np.fromfile(self._path, np.uint32, 1)[0])
            shape = (size // (4 * dimensions), dimensions)
            rows = self._rows = np.memmap(self._path, np.float32, "r", shape=shape)
        except (OSError, ValueError, IndexError, ZeroDivisionError):  # not there, or nothing that was written here
            return np.zeros((0, 1), np.float32)
        return rows


def wrong_dimensions(given: int, expected: int) -> EmbedderError:
    """The error for an embedder that is not the one an index was made with, though it has its name."""
    return EmbedderError(
        f"the embedder answers with {given} numbers a text, the index was made with {expected}: open it anew, or have "
        "everything embedded again by index.reembed"
    )


def _best(scores: np.ndarray, numbers: np.ndarray, limit: int) -> np.ndarray:
    """The places of the highest scores, best first, ties by number."""
    if limit == 0:
        return np.zeros(0, np.int64)
    least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    above = np.flatnonzero(scores >= least)
    return above[np.lexsort((numbers[above], -scores[above]))][:limit]


def _products(rows: np.ndarray, inside: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Dot products, each the same whichever rows are asked for together.

    Not by `@`: it waits for threads, 9 ms for 1,500 rows on busy processors where this takes 0.1.
    """
    if len(inside) * 3 > len(rows):
        products: np.ndarray = np.vecdot(rows, query)[inside]
    else:
        products = np.vecdot(rows[inside], query)
    return products
