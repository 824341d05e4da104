"""The built-in reader: evidence -> the sentences that answer, quoted."""

from __future__ import annotations

import re

from qa.citing import Citer
from qa.evidence import Evidence
from qa.records import Sentence
from qa.settings import QASettings

_LEANS = re.compile(r"(?:He|She|It|They|This|These|Those|That|Both|His|Her|Its|Their)\b")


def quote(evidence: list[Evidence], settings: QASettings, citer: Citer) -> tuple[Sentence, ...]:
    """One to `settings.sentences` quotes in reading order: as the best briefings come, and as they stand in each."""
    ranks = {hit: rank for rank, hit in enumerate(dict.fromkeys(one.hit.document.id for one in evidence))}
    chosen = _choose(evidence, settings)
    chosen.sort(key=lambda one: (ranks[one.hit.document.id], one.start))
    return tuple(citer.cite(one.text, [one]) for one in chosen)


def _choose(evidence: list[Evidence], settings: QASettings) -> list[Evidence]:
    """The best sentence and those nearly as good, inside the limits; one that opens with a pronoun brings another."""
    chosen: list[Evidence] = []
    words = 0
    for one in evidence:
        if chosen and one.score < settings.keep * evidence[0].score:
            break
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


def _before(one: Evidence, evidence: list[Evidence]) -> Evidence | None:
    """The sentence that stands before another in the same passage."""
    earlier = [other for other in evidence if other.hit.passage.id == one.hit.passage.id and other.end <= one.start]
    return max(earlier, key=lambda other: other.end, default=None)
