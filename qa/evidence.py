"""Hits -> scored sentences, and as many of them as a token budget holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index import Hit, Index
from index.keywords import terms
from index.records import ScoredSentence
from index.tokens import count_tokens
from qa.settings import QASettings


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: where it stands, how far it covers the question's words (0 to 1), its score."""

    hit: Hit
    start: int
    end: int
    text: str
    meaning_score: float
    coverage: float
    score: float


def gather(index: Index, question: str, hits: list[Hit], settings: QASettings | None = None) -> list[Evidence]:
    """The sentences of the hits, best first; one that stands in two overlapping or equal places is kept once."""
    settings = settings or QASettings()
    rarity = index.rarity(question)
    best = max((hit.score for hit in hits), default=0.0)
    scored = [_score(sentence, rarity, best, settings) for sentence in index.sentences(question, hits)]
    scored.sort(key=lambda evidence: (-evidence.score, evidence.hit.document.id, evidence.start))
    kept: dict[str, Evidence] = {}
    for one in scored:
        kept.setdefault(one.text.casefold(), one)
    return list(kept.values())


def coverage(words: Iterable[str], rarity: Mapping[str, float]) -> float:
    """The share of a question's words, weighted by rarity, that stand among some words."""
    total = sum(rarity.values())
    present = set(words)
    return sum(weight for word, weight in rarity.items() if word in present) / total if total else 0.0


def within_budget(evidence: list[Evidence], *, tokens: int) -> list[Evidence]:
    """The best sentences that fit a number of cl100k_base tokens, still best first."""
    kept = []
    for one in evidence:
        cost = count_tokens(one.text) + 20
        if cost <= tokens:
            tokens -= cost
            kept.append(one)
    return kept


def _score(sentence: ScoredSentence, rarity: Mapping[str, float], best: float, settings: QASettings) -> Evidence:
    covered = coverage(terms(sentence.text), rarity)
    passage = sentence.hit.score / best if best > 0 else 0.0
    score = sentence.meaning_score + settings.coverage_weight * covered + settings.passage_weight * passage
    return Evidence(sentence.hit, sentence.start, sentence.end, sentence.text, sentence.meaning_score, covered, score)
