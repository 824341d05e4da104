"""What was said to each question of one text -> the one answer, with the notes that hold for any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from index import Hit, Index
from qa import prompts
from qa.citing import joined
from qa.finding import Found
from qa.records import Answer, Note
from qa.remarks import languages, remarks
from qa.telling import Told


def composed(index: Index, every: Sequence[Found], told: Sequence[Told], *, trace: Mapping[str, Any]) -> Answer:
    """The answer as far as it is told, in the order of the questions, nothing twice; a refusal where nothing is."""
    sentences = tuple(dict.fromkeys(chain.from_iterable(one.sentences for one in told)))
    decisive = _decisive(every)
    parts = [one.trace() for one in every]
    scored = sorted(chain.from_iterable(part["sentences"] for part in parts), key=lambda one: -one["score"])
    notes = dict.fromkeys(chain.from_iterable(_notes(index, one) for one in told))
    return Answer(
        text=joined(sentences) or _refusal(every),
        sentences=sentences,
        citations=tuple(dict.fromkeys(citation for one in sentences for citation in one.citations)),
        refused=not sentences,
        confidence=round(decisive.confidence, 4),
        question=" ".join(one.question for one in every),
        hits=_merged(every),
        notes=tuple(one for one in notes if sentences or one.kind != "missing"),
        trace={**trace, "signals": decisive.signals, "sentences": scored, "parts": parts},
    )


def _decisive(every: Sequence[Found]) -> Found:
    """The question that the confidence is of: the least sure of those answered, else the one nearest to it."""
    answered = [one for one in every if not one.refusal]
    return min(answered, key=lambda one: one.confidence) if answered else max(every, key=lambda one: one.confidence)


def _merged(every: Sequence[Found]) -> tuple[Hit, ...]:
    """The passages considered for any of the questions, each once with its best score, best first."""
    best: dict[str, Hit] = {}
    for hit in sorted(chain.from_iterable(one.hits for one in every), key=lambda hit: -hit.score):
        best.setdefault(hit.passage.id, hit)
    return tuple(best.values())


def _refusal(every: Sequence[Found]) -> str:
    """What to say where no question is answered: of each what is missing, once where it is the same."""
    first = every[0].refusal
    if all(one.refusal == first for one in every):
        return first
    lost = ((one.question, one.refusal.removeprefix(prompts.REFUSED).strip()) for one in every)
    each = [prompts.REFUSED_PART.format(question=asked, lost=said or prompts.REFUSED_PLAIN) for asked, said in lost]
    return " ".join([prompts.REFUSED, *each])


def _notes(index: Index, told: Told) -> Iterator[Note]:
    """What the reader should know of one question's answer, or that it has none."""
    found = told.found
    citations = [citation for one in told.sentences for citation in one.citations]
    yield from told.notes
    if found.refusal:
        yield Note("missing", prompts.REFUSED_PART.format(question=found.question, lost=found.refusal))
    elif told.sentences:
        yield from remarks(found.question, found.hits, found.values, citations)
    yield from languages(index, found.question, found.hits, citations)
