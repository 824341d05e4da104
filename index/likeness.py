"""Which texts tell the same story in nearly the same words: MinHash over runs of words."""

from __future__ import annotations

import re
from hashlib import sha256

import numpy as np
from rensa import RMinHash

HASHES = 64
BAND = 4
"""Hashes a band: texts that share four in ten runs of words or more meet in one of the sixteen bands (1/16 to the 1/4
power is .5, the similarity at which about two in three do; at .7 it is 99 in 100)."""
RUN = 4
"""Words in a run (a shingle: Broder, On the resemblance and containment of documents, 1997)."""
ALIKE = 0.6
"""Share of runs in common from which two texts are one story: wire copy with another headline, first line and a cut
has .65 and more, two reports of one event by different hands under .1."""

_WORD = re.compile(r"\w+")


def signature(text: str) -> np.ndarray:
    """The MinHash of a text's runs of words, uint32 (64,); zeros for a text without words."""
    words = _WORD.findall(text.lower())
    if not words:
        return np.zeros(HASHES, np.uint32)
    hashed = RMinHash(num_perm=HASHES, seed=1)
    hashed.update([" ".join(words[first : first + RUN]) for first in range(max(1, len(words) - RUN + 1))])
    return np.array(hashed.digest(), np.uint32)


def bands(signed: np.ndarray) -> list[int]:
    """One number for each band of a signature: texts that are alike share one of them, nearly always."""
    if not signed.any():
        return []
    rows = signed.reshape(-1, BAND)
    packed = (bytes([place]) + row.tobytes() for place, row in enumerate(rows))
    return [int.from_bytes(sha256(part).digest()[:8], "big", signed=True) for part in packed]


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The estimated share of runs that two texts have in common, 0 to 1."""
    return float((one == other).mean())
