"""Is the evidence enough? The gate before any answer, fitted on plain signals."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index import Hit
from index.keywords import terms
from qa.evidence import Evidence
from qa.vocabulary import ASKING, SAYING

GATE = Path(__file__).parent / "gate.json"
BEST = 3

LONG = 6
"""A question of more content words than this need not find them all: its coverage is counted as if it had this many."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the gate looks at."""

    sentence_meaning: float
    """Cosine, -1 to 1, of the question and the nearest of the best sentences."""
    sentence_coverage: float
    """Share, 0 to 1, of the question's content words, weighted by rarity, that one of them holds."""
    lead: float
    """How far the nearest passage's cosine is above the mean of the others'."""


def signals(rarity: Mapping[str, float], hits: list[Hit], evidence: list[Evidence]) -> Signals:
    """The signals of what was found for a question whose content words have this rarity; there must be evidence."""
    best = evidence[:BEST]
    nearest, *others = sorted((hit.meaning_score for hit in hits), reverse=True)
    allowance = max(1.0, len(rarity) / LONG)
    return Signals(
        sentence_meaning=max(one.meaning_score for one in best),
        sentence_coverage=min(1.0, allowance * max(one.coverage for one in best)),
        lead=nearest - sum(others) / len(others) if others else 0.0,
    )


def probability(found: Signals) -> float:
    """Probability that the evidence answers: a logistic regression on the signals, its weights in gate.json."""
    gate = _gate()
    total: float = gate["intercept"]
    for name, value in asdict(found).items():
        total += gate["weights"][name] * (value - gate["means"][name]) / gate["scales"][name]
    return 1 / (1 + math.exp(-total))


def missing(question: str, rarity: Mapping[str, float], hits: list[Hit]) -> list[str]:
    """The words of a question that no passage found for it holds, rarest first, at most three, as they were typed."""
    held = {word for hit in hits for word in terms(f"{hit.document.title} {hit.passage.heading} {hit.passage.text}")}
    lost = sorted((word for word in rarity if word not in held), key=lambda word: (-rarity[word], word))
    typed = {stem: word for word in re.findall(r"\w[\w’'-]*", question) for stem in terms(word)}
    content = [
        typed[word]
        for word in lost
        if word in typed and len(word) > 1 and rarity[word] > 1 and typed[word].lower() not in ASKING | SAYING
    ]
    return list(dict.fromkeys(content))[:BEST]


@cache
def _gate() -> dict[str, Any]:
    """The fitted weights; benchmarks/fit_gate.py writes them."""
    gate: dict[str, Any] = json.loads(GATE.read_text(encoding="utf-8"))
    return gate
