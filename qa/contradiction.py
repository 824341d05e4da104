"""Does a sentence of the briefings say the same of the same, but for one number, date, name, negation or opposite?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.alignment import WordEmbedder, content_words
from qa.attribution import likeness, supported
from qa.differences import (
    missing_names,
    negation_differs,
    numbers,
    other_names,
    roles_differ,
    without_commas,
    without_negations,
)
from qa.opposites import Opposition, opposition
from qa.vocabulary import CALENDAR, NUMBERS

AFTER = 2
"""Content words after a number among which stands what it counts."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_DAY = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\.?\s+(?P<late>\d{{1,2}})(?!\d)")
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in a text, its kind ("day", "year" or "count"), and the content words around it."""

    start: int
    written: str
    value: str
    kind: str
    around: frozenset[str]

    def rivals(self, other: _Number) -> bool:
        """Do the two tell the same thing, a count where they are counts of the same?"""
        return self.kind == other.kind and (self.kind != "count" or bool(self.around & other.around))


def contradicts(claim: str, quote: str, *, embed: WordEmbedder | None = None) -> float:
    """Probability, 0 to 1, that a quote says something else of the very thing a claim is about.

    Above 0 only where they differ in one kind of thing: numbers, each with another of the same kind in its place;
    names, likewise; a negation, or a word for its opposite. It is then the probability that the quote would bear the
    claim with that put right.
    """
    claim, quote = without_commas(claim), without_commas(quote)
    lost, names = numbers(claim) - numbers(quote), missing_names(claim, [quote])
    denied, swapped = negation_differs(claim, [quote]), roles_differ(claim, [quote])
    opposed = opposition(claim, [quote])
    if bool(lost) + bool(names or swapped) + bool(denied or opposed) != 1:
        return 0.0
    if opposed and not denied:
        return supported(_with(claim, opposed), [quote], embed=embed)
    if denied or (swapped and not names):
        return likeness(without_negations(claim), [without_negations(quote)], embed=embed)
    righted = _with_numbers_of(claim, quote, lost) if lost else _with_names_of(claim, quote, names)
    return supported(righted, [quote], embed=embed) if righted else 0.0


def _with(claim: str, opposed: Opposition) -> str:
    """The claim with the quote's word in the place of its opposite."""
    return re.sub(rf"(?<!\w){re.escape(opposed.claimed)}(?!\w)", lambda _: opposed.quoted, claim)


def _with_numbers_of(claim: str, quote: str, lost: set[str]) -> str:
    """The claim with each number that the quote lacks replaced by the quote's own of that kind; empty without one."""
    held, quoted = numbers(claim), list(_numbers(quote))
    for one in reversed([one for one in _numbers(claim) if one.value in lost]):
        rival = next((other for other in quoted if other.value not in held and one.rivals(other)), None)
        if rival is None:
            return ""
        claim = claim[: one.start] + rival.written + claim[one.start + len(one.written) :]
    return claim


def _with_names_of(claim: str, quote: str, names: list[str]) -> str:
    """The claim with each name that the quote lacks replaced by the quote's beside the same word; empty without one."""
    rivals, righted = other_names(claim, quote), claim
    for name in names:
        beside = _beside(name, claim)
        alike = [rival for rival in rivals if _calendar(name) == _calendar(rival)]
        rival = next((rival for rival in alike if beside & _beside(rival, quote)), None)
        if rival is None:
            return ""
        righted = righted.replace(name, rival)
    return righted


def _numbers(text: str) -> Iterator[_Number]:
    """The numbers of a text in order."""
    days = {match.start(group) for match in _DAY.finditer(text) for group in ("day", "late") if match[group]}
    years = {match.start() for match in _YEAR.finditer(text)}
    words = content_words(text)
    for match in _FIGURE.finditer(text):
        value = next(iter(numbers(match.group())), "")
        if not value:
            continue
        kind = "day" if match.start() in days else "year" if match.start() in years else "count"
        before = [stem for (start, _), stem in words if start < match.start()][-1:]
        after = [stem for (start, _), stem in words if start >= match.end()][:AFTER]
        yield _Number(match.start(), match.group(), value, kind, frozenset(before + after))


def _beside(name: str, text: str) -> set[str]:
    """The content words right before and right after a name."""
    start = text.find(name)
    words = content_words(text)
    before = [stem for (first, _), stem in words if first < start][-1:]
    after = [stem for (first, _), stem in words if first >= start + len(name)][:1]
    return {*before, *after}


def _calendar(name: str) -> bool:
    return name.lower() in CALENDAR or name.lower() in NUMBERS
