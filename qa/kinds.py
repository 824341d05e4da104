"""The words of a sentence that could be the answer a question asks for, by the kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.keywords import content_terms
from qa import amounts, naming
from qa.asking import Asked, Kind, expected
from qa.fitting import LIKELY, POSSIBLE, Fit, Sentence, read
from qa.spans import MANNER_CLAUSE, REASON_CLAUSE, Span

__all__ = ["Asked", "Kind", "Span", "answer_span", "candidates", "expected", "holds"]

LEAD = 1.5
NAME_LEAD = 3.0
"""How much nearer than the next to the question's words the best of several equal fits must stand to be sure.
Set by hand; `python -m benchmarks.kinds SQUAD.json` prints how often what is marked is right."""
_OPTIONS = re.compile(r"([\w-]+),? or (?:an? |the )?([\w-]+)")
_UNTOLD = (Kind.REASON, Kind.MANNER, Kind.YES_NO, Kind.CHOICE, Kind.OTHER, Kind.THING)
"""Kinds of which a sentence's form does not tell whether it holds one."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    fit: int
    nearness: float


def candidates(asked: Asked, sentence: str, question: str) -> list[Span]:
    """Spans of the sentence that could be the answer, best first; what the question already says is none.

    Every (start, end) slices inside the sentence. Empty for what no words of a sentence answer (yes or no).
    """
    return [one.span for one in _ranked(asked, sentence, question)]


def answer_span(question: str, sentence: str) -> Span | None:
    """The words that answer, where that is sure; None where the sentence holds several as good, or none."""
    asked = expected(question)
    ranked = _ranked(asked, sentence, question)
    if not ranked or ranked[0].fit == POSSIBLE or (asked.kind is Kind.CHOICE and not ranked[0].nearness):
        return None
    best, *others = ranked
    named = asked.kind in (Kind.NAME, Kind.PLACE, Kind.THING)
    rivals = [one for one in others if one.fit == best.fit or (named and best.fit == LIKELY)]
    lead = NAME_LEAD if named else LEAD
    return best.span if all(best.nearness > lead * one.nearness for one in rivals) else None


def holds(question: str, sentence: str) -> bool | None:
    """Does a sentence hold anything of the kind asked for? None where the kind does not tell."""
    asked = expected(question)
    return None if asked.kind in _UNTOLD else bool(_ranked(asked, sentence, question))


def _ranked(asked: Asked, text: str, question: str) -> list[_Candidate]:
    """Candidates by fit, then nearness to the question's words, then place; none overlaps a better one."""
    sentence = read(asked, text, question)
    if asked.kind is Kind.CHOICE:
        found: Iterable[Fit] = _options(question, sentence)
    else:
        found = (fit for fit in _FINDERS.get(asked.kind, _none)(asked, sentence) if _is_new(fit[0], sentence))
    scored = [_Candidate(span, fit, _nearness(span, sentence)) for span, fit in found]
    kept: list[_Candidate] = []
    for one in sorted(scored, key=lambda one: (-one.fit, -one.nearness, one.span)):
        if not any(one.span[0] < other.span[1] and other.span[0] < one.span[1] for other in kept):
            kept.append(one)
    return kept


def _is_new(span: Span, sentence: Sentence) -> bool:
    """Says a span anything that the question does not?"""
    return not set(content_terms(sentence.text[span[0] : span[1]])) <= sentence.said


def _nearness(span: Span, sentence: Sentence) -> float:
    """The sum over the question's words in the sentence, outside the span, of 1 / (1 + words between)."""
    places = [index for index, word in enumerate(sentence.words) if word.start < span[1] and span[0] < word.end]
    if not places:
        return 0.0
    near: dict[str, float] = {}
    for index, word in enumerate(sentence.words):
        if word.stem in sentence.said and index not in places:
            gap = min(abs(index - places[0]), abs(index - places[-1]))
            near[word.stem] = max(near.get(word.stem, 0.0), 1 / gap)
    return sum(near.values())


def _options(question: str, sentence: Sentence) -> list[Fit]:
    """Where the sentence has one of the options a question offers."""
    offered = {option.lower() for found in _OPTIONS.findall(question) for option in found}
    stems = {stem for option in offered for stem in content_terms(option)}
    return [((word.start, word.end), LIKELY) for word in sentence.words if word.stem in stems]


def _reasons(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    return ((found.span(), POSSIBLE) for found in REASON_CLAUSE.finditer(sentence.text))


def _manners(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    return ((found.span(), POSSIBLE) for found in MANNER_CLAUSE.finditer(sentence.text))


def _none(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    return iter(())


_FINDERS: dict[Kind, Callable[[Asked, Sentence], Iterator[Fit]]] = {
    Kind.NAME: naming.names,
    Kind.PLACE: naming.places,
    Kind.THING: naming.things,
    Kind.DATE: amounts.dates,
    Kind.NUMBER: amounts.counts,
    Kind.MONEY: amounts.money,
    Kind.PERCENT: amounts.shares,
    Kind.DURATION: amounts.durations,
    Kind.MEASURE: amounts.measures,
    Kind.REASON: _reasons,
    Kind.MANNER: _manners,
}
