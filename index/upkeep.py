"""Is everything there that should be? What `Index.verify` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from index.caches import Cache
from index.catalogue import Catalogue
from index.errors import BriefingError
from index.records import Problem
from index.vectors import ChromaFollower

BATCH = 1000
LAST = (1 << 63) - 1
UNIT = 1e-3
"""By how much the length of a vector may miss 1."""


class Held(Cache, Protocol):
    """A cache that can list the passages it holds."""

    def held(self) -> np.ndarray:
        """Their numbers, int64."""


def check_catalogue(catalogue: Catalogue) -> Iterator[Problem]:
    """Damage that SQLite sees, and what is not as it was stored."""
    mend = f"restore {catalogue.path} from a backup, or sync into another directory"
    damage = catalogue.sound()
    for text in damage:
        yield Problem("catalogue", f"{text}: {mend}")
    if damage:
        return
    try:
        for text in _wrong(catalogue):
            yield Problem("catalogue", f"{text}: {mend}")
    except (BriefingError, ValueError, TypeError) as error:  # what is stored is not what was
        yield Problem("catalogue", f"it cannot be read to its end ({error.__cause__ or error}): {mend}")


def _wrong(catalogue: Catalogue) -> Iterator[str]:
    """Passages that are not the text at their offsets, or whose vector is not of length 1 or 0."""
    document, text = "", ""
    for stored in catalogue.stored(0, LAST):
        passage = stored.passage
        if passage.document_id != document:
            document, text = passage.document_id, catalogue.text(passage.document_id)
        if text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.id} of {stored.document.path} is not the text at its offsets"
        length = float(np.linalg.norm(stored.vector))
        if length and not abs(length - 1) < UNIT:
            yield f"the vector of passage {passage.id} of {stored.document.path} is damaged"


def check_cache(name: str, cache: Held, catalogue: Catalogue) -> Iterator[Problem]:
    """Passages that a cache has lost, and those that it should have let go."""
    numbers = catalogue.numbers()
    lost = 0
    for first in range(0, len(numbers), BATCH):
        part = numbers[first : first + BATCH]
        lost += sum(not cache.holds(stored) for stored in catalogue.stored(int(part[0]), int(part[-1])))
    kept = len(np.setdiff1d(cache.held(), numbers))
    if kept:
        yield Problem(name, f"{kept} passages that were removed are still there: run Index.rebuild (briefings rebuild)")
    if lost:
        yield Problem(name, f"{lost} of {len(numbers)} passages are missing: run Index.rebuild (briefings rebuild)")


def check_chroma(chroma: ChromaFollower, catalogue: Catalogue) -> Iterator[Problem]:
    """Does Chroma run, and hold as many vectors as there are passages? Waits until it is in step."""
    chroma.wait()
    expected, held = len(catalogue.numbers()), chroma.count()
    if chroma.failure or held != expected:
        reason = chroma.failure or f"it holds {held} vectors of {expected}"
        yield Problem("chroma", f"{reason}: run Index.rebuild (briefings rebuild)")
