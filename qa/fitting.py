"""A sentence beside a question: its words, which of them the question says, and how well a span may fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.keywords import content_terms, terms
from qa.asking import Asked
from qa.spans import Span
from qa.vocabulary import AUXILIARIES, FILLING, SORTS

SURE, LIKELY, POSSIBLE = 3, 2, 1
"""How a span fits: by the noun or the verb of the question beside it, by its form and place, by its form alone."""
REACH = 4
"""Words around a span among which a word counts as beside it."""

Fit = tuple[Span, int]
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: where it stands, in lower case, stemmed."""

    start: int
    end: int
    text: str
    stem: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words beside the stems of a question's content words, of the noun it asks for, and of its verb.

    `verb` is "" unless what is asked for does it ("who designed"). `direct` says that the asking word stands before its
    noun ("which company", not "what is the company").
    """

    text: str
    words: tuple[Word, ...]
    said: frozenset[str]
    noun: frozenset[str]
    verb: str
    direct: bool

    def stems(self, span: Span) -> set[str]:
        """The stems of a span's words."""
        return {word.stem for word in self.words if span[0] <= word.start < span[1]}

    def around(self, span: Span, *, reach: int = REACH) -> tuple[Word, ...]:
        """The words next to a span, as many on either side as it reaches."""
        before = [word for word in self.words if word.end <= span[0]]
        return (*before[-reach:], *self.after(span, reach=reach))

    def after(self, span: Span, *, reach: int = REACH) -> list[Word]:
        """The words that follow a span, as far as it reaches."""
        return [word for word in self.words if word.start >= span[1]][:reach]


def read(asked: Asked, text: str, question: str) -> Sentence:
    """A sentence beside what is asked of it."""
    words = tuple(
        Word(match.start(), match.end(), match.group().lower(), stem(match.group())) for match in _WORD.finditer(text)
    )
    noun = frozenset(stem(word) for word in _WORD.findall(asked.noun) if word not in SORTS | {"of"})
    subject = re.search(rf"\b(?:who|what|which)\b(?: \w+)?? ?{re.escape(asked.noun)}", question, re.IGNORECASE)
    following = [word.lower() for word in _WORD.findall(question[subject.end() :])] if subject else []
    verb = next((word for word in following if word not in FILLING), "")
    verb = "" if verb in AUXILIARIES else stem(verb)
    return Sentence(text, words, frozenset(content_terms(question)), noun, verb, subject is not None)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word as the index knows it."""
    return next(iter(terms(word)), word.lower())
