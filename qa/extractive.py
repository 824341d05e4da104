"""The built-in reader: evidence -> the sentences that answer, quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.citing import Citer
from qa.disagreement import Value
from qa.evidence import Evidence
from qa.leaning import names
from qa.records import Sentence
from qa.settings import QASettings

_LEANS = re.compile(r"(?:He|She|It|They|This|These|Those|That|Both|His|Her|Its|Their)\b")


def quote(
    question: str, evidence: list[Evidence], settings: QASettings, citer: Citer, *, values: Sequence[Value] = ()
) -> tuple[Sentence, ...]:
    """One to `settings.sentences` quotes in reading order: as the best briefings come, and as they stand in each.

    `values` are different answers that briefings give: each of them is quoted first.
    """
    ranks = {hit: rank for rank, hit in enumerate(dict.fromkeys(one.hit.document.id for one in evidence))}
    needed = [evidence[0], *(value.evidence[0] for value in values if len(values) > 1)]
    chosen = _choose(question, evidence, settings, needed)
    chosen.sort(key=lambda one: (ranks[one.hit.document.id], one.start))
    return tuple(citer.cite(one.text, [one], question=question) for one in chosen)


def _choose(question: str, evidence: list[Evidence], settings: QASettings, needed: list[Evidence]) -> list[Evidence]:
    """What is needed, the best sentence and those nearly as good, inside the limits; a pronoun brings what it means.

    Of a question about several, the best on each come before the others.
    """
    best = evidence[0]
    sides = _sides(question, evidence)
    chosen: list[Evidence] = []
    words = 0
    for one in dict.fromkeys((*needed, *sides, *evidence)):
        near = one.hit.document.id == best.hit.document.id or one in sides
        if one not in needed and not (_answers_too(one, best, settings) if near else _as_good(one, best, settings)):
            continue
        before = _before(one, evidence) if _LEANS.match(one.text) else None
        fresh = [part for part in (before, one) if part is not None and part not in chosen]
        count = sum(len(part.text.split()) for part in fresh)
        if chosen and (len(chosen) + len(fresh) > settings.sentences or words + count > settings.words):
            continue
        chosen += fresh[-settings.sentences :]
        words += count
        if len(chosen) >= settings.sentences:
            break
    return chosen


def _answers_too(one: Evidence, best: Evidence, settings: QASettings) -> bool:
    """Is a sentence near enough to the question by itself, whatever its passage is worth?"""
    own, other = (each.meaning_score + settings.coverage_weight * each.coverage for each in (one, best))
    return own >= settings.keep * other


def _as_good(one: Evidence, best: Evidence, settings: QASettings) -> bool:
    return one.score >= settings.keep_elsewhere * best.score


def _sides(question: str, evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence on each of the names in a question about several, best first."""
    patterns = [re.compile(rf"\b{re.escape(name)}\b") for name in names(question)]
    found = (next((one for one in evidence if pattern.search(one.text)), None) for pattern in patterns)
    return sorted(filter(None, dict.fromkeys(found)), key=lambda one: -one.score) if len(patterns) > 1 else []


def _before(one: Evidence, evidence: list[Evidence]) -> Evidence | None:
    """The sentence that stands before another in the same passage."""
    earlier = [other for other in evidence if other.hit.passage.id == one.hit.passage.id and other.end <= one.start]
    return max(earlier, key=lambda other: other.end, default=None)
