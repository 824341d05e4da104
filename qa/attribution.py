"""A sentence and the quotes it cites -> does what they say bear it?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from qa.alignment import WordEmbedder, align
from qa.differences import missing_names, negation_differs, numbers, roles_differ, without_commas
from qa.opposites import opposition

__all__ = ["likeness", "numbers", "supported"]

NEARNESS, MEANING, INTERCEPT = 10.85, 1.65, -8.52
"""Logistic regression on how well the quotes match a claim (`make fit-attribution DATA=...`)."""
MISSING_NUMBER, MISSING_NAME, OTHER_ROLE, OTHER_NEGATION, OPPOSITE = 0.1, 0.35, 0.4, 0.4, 0.4
"""What the probability is multiplied by for a number or a name that the quotes lack, for another name before the same
verb, for a negation on one side only, and for a word that says the opposite: each by itself is enough to take it below
one half.
"""

_MARKER = re.compile(r"\s*\[\d{1,3}(?:[,;\s]+\d{1,3})*\]")


def supported(claim: str, quotes: Sequence[str], *, embed: WordEmbedder | None = None) -> float:
    """Probability, 0 to 1, that the quotes bear the claim, from words and their meaning, numbers, names, negations and
    opposites.

    `embed` is the built-in embedder where none is given. An empty claim, or one with no quotes, is borne by nothing: 0.
    """
    probability = likeness(claim, quotes, embed=embed)
    if not probability:
        return 0.0
    claim, quotes = _clean(claim), [_clean(quote) for quote in quotes]
    if numbers(claim) - numbers(" ".join(quotes)):
        probability *= MISSING_NUMBER
    if missing_names(claim, quotes):
        probability *= MISSING_NAME
    if roles_differ(claim, quotes):
        probability *= OTHER_ROLE
    if negation_differs(claim, quotes):
        probability *= OTHER_NEGATION
    if opposition(claim, quotes):
        probability *= OPPOSITE
    return probability


def likeness(claim: str, quotes: Sequence[str], *, embed: WordEmbedder | None = None) -> float:
    """How well the quotes match the claim, 0 to 1, whatever numbers, names, negations and opposites they differ in."""
    if embed is None:
        from index.embedding import load_embedder

        embed = load_embedder()
    found = align(_clean(claim), [_clean(quote) for quote in quotes], embed)
    if found is None:
        return 0.0
    total = NEARNESS * found.nearness + MEANING * found.meaning + INTERCEPT
    return 1 / (1 + math.exp(-total))


def _clean(text: str) -> str:
    """A text without citation markers and without the commas of thousands."""
    return without_commas(_MARKER.sub("", text))
