"""A number as people write it -> the figures it may stand for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from qa.vocabulary import NUMBERS

ROUGH = 0.05
"""How far, as a share of it, a number may lie from one that is called about that."""

_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_SUFFIXES = {"k": 1e3, "m": 1e6, "bn": 1e9}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_WORD = "|".join(sorted({*NUMBERS, *_SCALES}, key=len, reverse=True))
_RUN = re.compile(
    rf"\d+(?:\.\d+)?(?:bn|m|k)?(?: (?:{'|'.join(_SCALES)}))?\b"
    rf"|\b(?:{_WORD})(?:(?:[- ]|(?<=hundred) and |(?<=thousand) and )(?:{_WORD}))*\b"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)(bn|m|k)?\b|[a-z]+")
_LEAST = re.compile(r"\b(?:at least|more than|over|above|as many as)\b")
_MOST = re.compile(r"\b(?:at most|fewer than|less than|under|up to)\b")
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|some|estimated|close to)\b")
_VAGUE = re.compile(r"\b(?:dozens|hundreds|thousands|millions|billions|several|few|half|third|quarter|many)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a written number may be: from `low` to `high`, both inclusive."""

    low: float
    high: float

    def agrees(self, other: Quantity) -> bool:
        """Could both be the same number?"""
        return self.low <= other.high and other.low <= self.high

    def within(self, share: float) -> Quantity:
        """What is likely meant: a quantity without an upper end reaches no further above its lower one than a share."""
        return Quantity(self.low, min(self.high, self.low * (1 + share))) if math.isinf(self.high) else self


def read_quantity(words: str) -> Quantity | None:
    """The number in some words ("about 900 km", "twenty-one people"); None where none of them is exact enough.

    Of a range ("seven to nine") it may be all between; "at least 80" has no upper end.
    """
    text = _THOUSANDS.sub("", words.lower())
    found = [] if _VAGUE.search(text) else [_value(run.group()) for run in _RUN.finditer(text)]
    if not found:
        return None
    low, high = min(found), max(found)
    if _LEAST.search(text):
        return Quantity(low, math.inf)
    if _MOST.search(text):
        return Quantity(0, high)
    slack = ROUGH * high if _ABOUT.search(text) else 0
    return Quantity(low - slack, high + slack)


def _value(run: str) -> float:
    """The number that a run of figures and words makes: hundreds multiply, and thousands close what came before."""
    whole = part = 0.0
    for found in _PART.finditer(run):
        word = found.group()
        if found[1]:
            part += float(found[1]) * _SUFFIXES.get(found[2], 1)
        elif word in _SCALES:
            part = (part or 1) * _SCALES[word]
            if part >= 1000:
                whole, part = whole + part, 0.0
        elif word != "and":
            part += float(NUMBERS[word])
    return whole + part
