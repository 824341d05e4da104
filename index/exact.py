"""Exact scores by meaning: the vectors in one memory-mapped file, a row for each passage number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.catalogue import Catalogue, Stored

GROWTH = 4096


class ExactVectors:
    """Row `number` holds that passage's vector, zeros where there is none; the file is sparse and only grows."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._path = folder / "vectors.f32"
        self._rows: np.ndarray | None = None
        self._live: tuple[int, np.ndarray] = (-1, np.zeros(0, np.int64))

    def clear(self) -> None:
        """Begin empty."""
        self._rows = None
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Zero rows, then write rows."""
        for number in removed:
            if self._rows is not None and number < len(self._rows):
                self._rows[number] = 0
        for passage in added:
            self._room(passage.number, len(passage.vector))[passage.number] = passage.vector

    def flush(self) -> None:
        """Hand what was written to the disk."""
        if isinstance(self._rows, np.memmap):
            self._rows.flush()

    def holds(self, passage: Stored) -> bool:
        """Is the passage's row the vector that the catalogue has?"""
        rows = self._mapped(len(passage.vector))
        return passage.number < len(rows) and np.array_equal(rows[passage.number], passage.vector)

    def scores(self, query: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Cosines of a query (dimensions,) with passages (n,); a row not here is read from the catalogue."""
        rows = self._mapped(len(query))
        inside = numbers[numbers < len(rows)]
        if len(inside) * 3 > len(rows):
            found = (rows @ query)[inside]
        else:
            found = rows[inside] @ query
        scores = np.zeros(len(numbers), np.float32)
        scores[numbers < len(rows)] = found
        missing = np.flatnonzero(scores == 0)
        if len(missing):
            vectors = self._catalogue.vectors(numbers[missing])
            for position in missing:
                vector = vectors.get(int(numbers[position]))
                scores[position] = float(vector @ query) if vector is not None else 0.0
        return scores

    def nearest(self, query: np.ndarray, limit: int, among: np.ndarray | None = None) -> dict[int, float]:
        """The passages nearest to a query, of all or of some, with their cosines."""
        numbers = self._all() if among is None else among
        scores = self.scores(query, numbers)
        best = np.argsort(-scores, kind="stable")[:limit]
        return {int(numbers[row]): float(scores[row]) for row in best}

    def _all(self) -> np.ndarray:
        """The numbers of all passages as of the catalogue's last change."""
        sequence = self._catalogue.sequence()
        if self._live[0] != sequence:
            self._live = (sequence, self._catalogue.numbers())
        return self._live[1]

    def _room(self, number: int, dimensions: int) -> np.ndarray:
        """The rows, with room for a number."""
        rows = self._mapped(dimensions, mode="r+")
        if number < len(rows):
            return rows
        size = (number // GROWTH + 1) * GROWTH
        with self._path.open("ab") as file:
            file.truncate(size * dimensions * 4)
        self._rows = None
        return self._mapped(dimensions, mode="r+")

    def _mapped(self, dimensions: int, mode: str = "r") -> np.ndarray:
        """The file as an array; a reader maps it again when the owner made it longer."""
        size = self._path.stat().st_size // (dimensions * 4) if self._path.exists() else 0
        if size == 0:
            return np.zeros((0, dimensions), np.float32)
        writable = self._rows is not None and self._rows.flags.writeable
        if self._rows is None or len(self._rows) != size or (mode == "r+" and not writable):
            self._rows = np.memmap(self._path, np.float32, "r+" if mode == "r+" else "r", shape=(size, dimensions))
        return self._rows
