"""A sentence and the quotes it cites -> does what they say bear it?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.keywords import terms

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|denie[sd]|deny|cannot)\b|n[’']t\b", re.IGNORECASE
)
_UNITS = re.findall(r"\w+", """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen
""")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGE = {"dozen": "12", "hundred": "100", "thousand": "1000", "million": "million", "billion": "billion"}
_WORDS_FOR_NUMBERS = (
    {word: str(number) for number, word in enumerate(_UNITS)}
    | {word: str(10 * number) for number, word in enumerate(_TENS, start=2)}
    | _LARGE
)
_SMALL = set(terms("""
    a an the of to in on at by for from with and or as is are was were be been has have had it its this that they their he
    she his her which who will would said says also there than then into over after before about between s
"""))  # fmt: skip
_OPENING = _SMALL | set(terms("""
    according however meanwhile both while when where since during under because although though despite following earlier
    later another other each all some several many most no not none nobody nothing neither these those such so yes here if
    what how only still more less new according but instead moreover furthermore additionally overall once until against
""")) | set(terms(" ".join(_WORDS_FOR_NUMBERS)))  # fmt: skip
"""What may open a sentence without being a name."""

OVERLAP_SLOPE, OVERLAP_MIDDLE = 8.0, 0.55
"""Logistic of the share of a claim's words that the quotes hold (`make bench-quality DATA=...`)."""
MISSING_NUMBER, MISSING_NAME, OTHER_NEGATION = 0.1, 0.35, 0.4
"""What the probability is multiplied by for a number, a name, or a negation that stands on one side only."""


def supported(claim: str, quotes: Sequence[str]) -> float:
    """Probability, 0 to 1, that the quotes bear the claim, from words, numbers, names and negations.

    An empty claim, or one with no quotes, is borne by nothing: 0.
    """
    quoted = " ".join(quotes)
    words = [word for word in terms(claim) if word not in _SMALL]
    if not words or not quoted.strip():
        return 0.0
    present = set(terms(quoted))
    share = sum(word in present for word in words) / len(words)
    probability = 1 / (1 + math.exp(-OVERLAP_SLOPE * (share - OVERLAP_MIDDLE)))
    if numbers(claim) - numbers(quoted):
        probability *= MISSING_NUMBER
    if not {stem for name in _NAME.findall(claim) for stem in terms(name)} <= present | _OPENING:
        probability *= MISSING_NAME
    if bool(_NEGATION.search(claim)) != bool(_NEGATION.search(quoted)):
        probability *= OTHER_NEGATION
    return probability


def numbers(text: str) -> set[str]:
    """The numbers of a text, small ones in words as well as figures; thousands without their comma."""
    figures = {re.sub(r",(?=\d{3}\b)", "", number) for number in _NUMBER.findall(text)}
    words = {_WORDS_FOR_NUMBERS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _WORDS_FOR_NUMBERS}
    return figures | (words - {"1"} | ({"1"} & figures))
