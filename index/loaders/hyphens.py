"""Words broken at the end of a line: whether the hyphen there is the word's own, by what the same text does elsewhere.

pdfium marks every hyphen at the end of a line alike, the one of "long-term" and the one put into "govern-ment".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_MARK = "\ufffe\x02\xad"
_BROKEN = re.compile(rf"(?<![\w-])([\w-]++)[{_MARK}]\s*([\w-]++)")
_WORD = re.compile(r"[\w-]+")
HALF_CHARACTERS = 4
"""Letters that both halves must have to be taken for words of a compound, where each stands by itself in the text: of
676 compounds of a guidebook that keeps the hyphen of 98 more, and puts one into 16 of 15,896 other words."""


def mended(texts: Sequence[str]) -> list[str]:
    """The paragraphs of a document with its broken words made whole.

    The form that stands elsewhere in it decides, then whether both halves do; what that leaves open follows the
    others: a document that keeps its hyphens breaks no words.
    """
    if not any(_BROKEN.search(text) for text in texts):
        return list(texts)
    words = Counter(word.lower() for text in texts for word in _WORD.findall(_BROKEN.sub(" ", text)))
    seen = [_elsewhere(found, words) for text in texts for found in _BROKEN.finditer(text)]
    keeps = seen.count(True) > seen.count(False)

    def whole(found: re.Match[str]) -> str:
        kept = _certain(found) or _elsewhere(found, words)
        if kept is None:
            kept = keeps or _compound(found, words)
        return f"{found[1]}{'-' if kept else ''}{found[2]}"

    def joined(text: str) -> str:
        while _BROKEN.search(text):  # a word may have several marks
            text = _BROKEN.sub(whole, text)
        return text

    return [joined(text) for text in texts]


def _beside(found: re.Match[str]) -> tuple[str, str]:
    """What stands beside the break: "mak" and "ing" of "decision-mak|ing"."""
    return found[1].rpartition("-")[2], found[2].partition("-")[0]


def _certain(found: re.Match[str]) -> bool:
    """Is the hyphen the word's own whatever stands elsewhere: beside a digit, a single letter, a capital?"""
    first, second = _beside(found)
    plain = first.isalpha() and second.isalpha() and len(first) > 1
    return not plain or (first.isupper() if second.islower() else second[0].isupper() and not first.isupper())


def _elsewhere(found: re.Match[str], words: Counter[str]) -> bool | None:
    """Does the form with a hyphen stand elsewhere more often than that without? None where neither does."""
    for first, second in (found.groups(), _beside(found)):
        apart, joined = words[f"{first}-{second}".lower()], words[f"{first}{second}".lower()]
        if apart != joined:
            return apart > joined
    return None


def _compound(found: re.Match[str], words: Counter[str]) -> bool:
    """Are there more hyphens about, as in "state-of-the-art", or are both halves words of the text?"""
    if "-" in found[2] or found[1].count("-") > 1:
        return True
    least = 1 if "-" in found[1] else HALF_CHARACTERS
    return all(len(half) >= least and half.lower() in words for half in _beside(found))
