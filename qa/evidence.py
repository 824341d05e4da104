"""Hits -> scored sentences, and as many of them as a token budget holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index import Hit, Index
from index.keywords import terms
from index.records import ScoredSentence
from index.tokens import count_tokens
from qa.kinds import holds
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
    """The sentences of the hits, best first; of those that say the same in nearly the same words the best is kept."""
    settings = settings or QASettings()
    rarity = index.rarity(question)
    best = max((hit.score for hit in hits), default=0.0)
    scored = [_score(sentence, question, rarity, best, settings) for sentence in index.sentences(question, hits)]
    scored.sort(key=lambda evidence: (-evidence.score, evidence.hit.document.id, evidence.start))
    kept: list[Evidence] = []
    seen: list[frozenset[str]] = []
    for one in scored:
        words = frozenset(terms(one.text))
        if not any(_share(words, other) >= settings.duplicate for other in seen):
            kept.append(one)
            seen.append(words)
    return kept


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


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """The Jaccard index of two sets of words; 1 of two empty ones."""
    return len(words & others) / len(words | others) if words or others else 1.0


def _score(
    sentence: ScoredSentence, question: str, rarity: Mapping[str, float], best: float, settings: QASettings
) -> Evidence:
    """A sentence with what it is worth: its cosine, the question's words in it, its passage, the kind of answer."""
    covered = coverage(terms(sentence.text), rarity)
    passage = sentence.hit.score / best if best > 0 else 0.0
    score = sentence.meaning_score + settings.coverage_weight * covered + settings.passage_weight * passage
    if holds(question, sentence.text) is False:
        score -= settings.kind_weight
    return Evidence(sentence.hit, sentence.start, sentence.end, sentence.text, sentence.meaning_score, covered, score)
