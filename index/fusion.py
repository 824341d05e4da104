"""Two rankings and a date prior made one: pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from index.records import Period


def fuse(
    words: Mapping[int, float], meaning: Mapping[int, float], prior: Mapping[int, float], *, meaning_weight: float
) -> list[tuple[int, float]]:
    """Candidates with their fused scores, best first, ties by number.

    Each ranking is scaled to 0..1 (min-max; BM25's least is 0, that of a passage without the words), weighted and
    added; the prior comes on top. A candidate missing from a ranking has that ranking's least.
    """
    candidates = sorted(words.keys() | meaning.keys())
    by_words = _scaled(words, least=0.0)
    by_meaning = _scaled(meaning, least=min(meaning.values(), default=0.0))
    scores = [
        meaning_weight * by_meaning.get(number, 0.0)
        + (1 - meaning_weight) * by_words.get(number, 0.0)
        + prior.get(number, 0.0)
        for number in candidates
    ]
    return sorted(zip(candidates, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))


def nearness(published: date | None, period: Period, *, days: float) -> float:
    """How near a briefing's date is to a period: 1 inside it, falling by 1/e with every `days` outside."""
    if published is None:
        return 0.0
    gap = max((period.first - published).days, (published - period.last).days, 0)
    return math.exp(-gap / days)


def _scaled(scores: Mapping[int, float], *, least: float) -> dict[int, float]:
    """Scores moved and stretched so that `least` is 0 and the best is 1."""
    spread = max(scores.values(), default=0.0) - least
    return {number: (score - least) / spread if spread > 0 else 0.0 for number, score in scores.items()}
