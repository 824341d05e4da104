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
from qa.evidence import Evidence, coverage

GATE = Path(__file__).parent / "gate.json"
BEST = 3

_KINDS = {
    "number": (re.compile(r"\bhow (?:many|much|old|long|far|often|big|large|tall)\b|\bwhat (?:percent|number|age)", re.I), re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b", re.I)),
    "time": (re.compile(r"\bwhen\b|\bwhat (?:year|day|date|month|time|century|decade)\b|\bwhich (?:year|day|month)\b|\bsince when\b", re.I), re.compile(r"\b\d{4}\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|century|year|month|week", re.I)),
    "name": (re.compile(r"\b(?:who|whom|whose|which|where|what (?:country|city|state|company|person|name))\b", re.I), re.compile(r"(?<=\s)[A-Z][a-z]+")),
}  # fmt: skip

_ASKING = set(re.findall(r"\w+", """
    what who whom whose when where why how which did does do done has have had is are was were be been am will would can
    could should may might must many much about there any some tell give show list name explain describe the and for from
    with this that these those them they their his her him she you your our its get got let say said says please me more
"""))  # fmt: skip
"""Words of a question that no briefing is missed for not mentioning."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the gate looks at. All but the last two lie between 0 and 1, or -1 and 1 for cosines."""

    sentence_meaning: float
    """Cosine of the question and the best sentence."""
    sentence_coverage: float
    """Share of the question's words, weighted by rarity, in the best sentence."""
    joint_coverage: float
    """The same for the best three sentences together."""
    passage_coverage: float
    """The same for the best passage."""
    passage_meaning: float
    """Cosine of the question and the nearest passage."""
    lead: float
    """How far that cosine is above the mean of the other passages'."""
    rarest_found: float
    """Is the question's rarest word in the best passage?"""
    kind_found: float
    """Does a sentence of the best three hold the kind of thing asked for: a number, a time, a name?"""
    words_per_term: float
    """The best passage's BM25 for each word of the question."""
    length: float
    """Logarithm of the number of words in the question."""


def signals(question: str, rarity: Mapping[str, float], hits: list[Hit], evidence: list[Evidence]) -> Signals:
    """The signals of a question and what was found for it; there must be evidence."""
    best = evidence[:BEST]
    passage = max(hits, key=lambda hit: (coverage(terms(hit.passage.text), rarity), hit.passage.id))
    within = set(terms(passage.passage.text))
    cosines = sorted((hit.meaning_score for hit in hits), reverse=True)
    others = cosines[1:] or [0.0]
    rarest = max(rarity, key=lambda word: (rarity[word], word), default="")
    return Signals(
        sentence_meaning=max(one.meaning_score for one in best),
        sentence_coverage=max(one.coverage for one in best),
        joint_coverage=coverage((word for one in best for word in terms(one.text)), rarity),
        passage_coverage=coverage(within, rarity),
        passage_meaning=cosines[0],
        lead=cosines[0] - sum(others) / len(others),
        rarest_found=float(rarest in within),
        kind_found=_kind_found(question, best),
        words_per_term=max(hit.word_score for hit in hits) / max(1, len(rarity)),
        length=math.log(1 + len(rarity)),
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
        if word in typed and len(word) > 1 and rarity[word] > 1 and typed[word].lower() not in _ASKING
    ]
    return list(dict.fromkeys(content))[:BEST]


def _kind_found(question: str, best: list[Evidence]) -> float:
    """1 where the kind of thing asked for stands in the evidence beside the question's own words, .5 for no kind."""
    own = {word.casefold() for word in re.findall(r"\w+", question)}
    for asks, holds in _KINDS.values():
        if asks.search(question):
            found = (match.group().casefold() for one in best for match in holds.finditer(one.text))
            return float(any(word not in own for word in found))
    return 0.5


@cache
def _gate() -> dict[str, Any]:
    """The fitted weights; benchmarks/fit_gate.py writes them."""
    gate: dict[str, Any] = json.loads(GATE.read_text(encoding="utf-8"))
    return gate
