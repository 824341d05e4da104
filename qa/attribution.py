"""A sentence and the quotes it cites -> does what they say bear it?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from index.keywords import terms
from index.sentences import split_sentences
from qa.vocabulary import NUMBERS, OPENING, SMALL

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|denie[sd]|deny|cannot)\b|n[’']t\b", re.IGNORECASE
)

OVERLAP_SLOPE, OVERLAP_MIDDLE = 8.0, 0.55
"""Logistic of the share of a claim's words that the quotes hold (`make bench-attribution DATA=...`)."""
MISSING_NUMBER, MISSING_NAME, OTHER_NEGATION = 0.1, 0.35, 0.4
"""What the probability is multiplied by for a number, a name, or a negation that stands on one side only."""


def supported(claim: str, quotes: Sequence[str]) -> float:
    """Probability, 0 to 1, that the quotes bear the claim, from words, numbers, names and negations.

    An empty claim, or one with no quotes, is borne by nothing: 0.
    """
    claim, quoted = _THOUSANDS.sub("", claim), _THOUSANDS.sub("", " ".join(quotes))
    words = [word for word in terms(claim) if word not in _stems(SMALL)]
    if not words or not quoted.strip():
        return 0.0
    present = set(terms(quoted))
    share = sum(word in present for word in words) / len(words)
    probability = 1 / (1 + math.exp(-OVERLAP_SLOPE * (share - OVERLAP_MIDDLE)))
    if numbers(claim) - numbers(quoted):
        probability *= MISSING_NUMBER
    if not {stem for name in _NAME.findall(claim) for stem in terms(name)} <= present | _stems(OPENING):
        probability *= MISSING_NAME
    if bool(_NEGATION.search(claim)) != bool(_NEGATION.search(_nearest(set(words), quotes))):
        probability *= OTHER_NEGATION
    return probability


def _nearest(words: set[str], quotes: Sequence[str]) -> str:
    """The sentence of the quotes that shares most words with a claim: a negation elsewhere is about something else."""
    sentences = [quote[start:end] for quote in quotes for start, end in split_sentences(quote)]
    return max(sentences, key=lambda sentence: len(words & set(terms(sentence))), default="")


def numbers(text: str) -> set[str]:
    """The numbers of a text, small ones in words as well as figures; thousands without their comma."""
    figures = set(_NUMBER.findall(_THOUSANDS.sub("", text)))
    words = {NUMBERS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBERS}
    return figures | (words - {"1"} | ({"1"} & figures))


@cache
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(terms(" ".join(words)))
