"""Is the evidence enough? The gate before any answer, fitted on plain signals."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index import Hit
from index.keywords import content_terms
from qa.evidence import Evidence
from qa.kinds import holds

GATE = Path(__file__).parent / "gate.json"
BEST = 3

LONG = 6
"""A question of more content words than this need not find them all: its coverage is counted as if it had this many."""

LACKING = 0.4
"""What the probability is multiplied by where the best sentences hold nothing of the kind asked for: under one half, so
that the usual threshold refuses whatever else speaks for them (`make bench-kinds` measures how often that is wrong).
"""

USUAL_LEAD = 0.41
"""The lead of an answered question in the mean (`make fit-gate DATA=...`), taken for granted of a lone passage."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the gate looks at."""

    sentence_meaning: float
    """Cosine, -1 to 1, of the question and the nearest of the best sentences."""
    sentence_coverage: float
    """Share, 0 to 1, of the question's content words, weighted by rarity, that one of them holds."""
    lead: float
    """How far the best passage's score is above the mean of the others': nothing stands out where nothing answers."""


def confidence(question: str, hits: list[Hit], evidence: list[Evidence], *, passages: int) -> float:
    """Probability that the evidence answers; 0 without any. The right story is none that lacks the fact asked for."""
    if not evidence:
        return 0.0
    found = probability(signals(question, hits, evidence, passages=passages))
    return LACKING * found if lacks(question, evidence) else found


def signals(question: str, hits: list[Hit], evidence: list[Evidence], *, passages: int) -> Signals:
    """The signals of what was found for a question where so many passages were asked for; there must be evidence.

    The fewer passages there are to lead, the less their lead says: it is drawn to the usual one.
    """
    best, *others = sorted((hit.score for hit in hits), reverse=True)
    share = min(1.0, len(others) / max(1, passages - 1))
    lead = best - sum(others) / len(others) if others else USUAL_LEAD
    allowance = max(1.0, len(set(content_terms(question))) / LONG)
    return Signals(
        sentence_meaning=max(one.meaning_score for one in evidence[:BEST]),
        sentence_coverage=min(1.0, allowance * max(one.coverage for one in evidence[:BEST])),
        lead=share * lead + (1 - share) * USUAL_LEAD,
    )


def lacks(question: str, evidence: list[Evidence]) -> bool:
    """Does none of the best sentences hold anything of the kind that a question asks for, as a number or a date?"""
    found = [holds(question, one.text) for one in evidence[:BEST]]
    return any(one is not None for one in found) and not any(found)


def probability(found: Signals) -> float:
    """Probability that the evidence answers: a logistic regression on the signals, its weights in gate.json."""
    gate = _gate()
    total: float = gate["intercept"]
    for name, value in asdict(found).items():
        total += gate["weights"][name] * (value - gate["means"][name]) / gate["scales"][name]
    return 1 / (1 + math.exp(-total))


@cache
def _gate() -> dict[str, Any]:
    """The fitted weights; benchmarks/fit_gate.py writes them."""
    gate: dict[str, Any] = json.loads(GATE.read_text(encoding="utf-8"))
    return gate
