"""A question that stands alone -> what the briefings have on it, and whether that is enough."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from index import Filter, Hit, Index
from qa import prompts
from qa.answerability import confidence, signals
from qa.digest import digest
from qa.disagreement import Value, values
from qa.evidence import Evidence, gather
from qa.refusal import refusal
from qa.settings import QASettings

TRACED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What one question found: passages, sentences, the gate's probability that they answer, and what it decided.

    `newest` is what a time brought, where the question names nothing else. `refusal` says what is missing; it is empty
    where the question is answered.
    """

    question: str
    hits: tuple[Hit, ...]
    evidence: list[Evidence]
    values: list[Value]
    newest: list[Evidence]
    confidence: float
    refusal: str
    signals: dict[str, float]

    def trace(self) -> dict[str, Any]:
        """What "why this answer" shows of it."""
        best = self.evidence[:TRACED]
        return {
            "question": self.question,
            "confidence": round(self.confidence, 4),
            "refused": bool(self.refusal),
            "signals": self.signals,
            "sentences": [
                {"document": one.hit.document.id, "start": one.start, "end": one.end, "score": one.score}
                for one in best
            ],
        }


def find(
    index: Index, question: str, settings: QASettings, *, asked: date | None = None, where: Filter | None = None
) -> Found:
    """Everything that is known before an answer is given or refused."""
    hits = index.search(question, limit=settings.passages, where=where, asked=asked)
    evidence = gather(index, question, hits, settings)
    newest = digest(index, question, asked=asked, where=where, settings=settings)
    sure = 1.0 if newest else confidence(question, hits, evidence, passages=settings.passages)
    lost = ""
    if not newest and (not evidence or sure < settings.threshold):
        lost = refusal(question, index.rarity(question), hits, evidence) if hits else _nothing(where)
    seen = asdict(signals(question, hits, evidence, passages=settings.passages)) if evidence else {}
    return Found(question, tuple(hits), evidence, values(question, evidence), newest, sure, lost, seen)


def _nothing(where: Filter | None) -> str:
    """What to say where no passage was found at all."""
    return prompts.REFUSED_EMPTY if where in (None, Filter()) else prompts.REFUSED_FILTERED
