"""A claim beside quotes, word by word: how near each of its words stands to one of theirs, by meaning."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from index.keywords import terms
from index.sentences import Span, split_sentences
from qa.vocabulary import SMALL

WINDOW = 3
"""Sentences that may bear a claim together: what stands further apart is about other things."""

KEPT = 256
"""Texts whose word vectors are kept: a quote is often read again for the next claim."""

_WORD = re.compile(r"[^\W_]+")


class WordEmbedder(Hashable, Protocol):
    """An embedder that looks inside a text, as the built-in one does."""

    def get_span_embeddings(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Vectors of length 1 of whole texts, and of the spans of characters inside each."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well quotes match a claim, 0 to 1 but for rounding.

    `nearness` is the mean, over the claim's content words, of the cosine to the nearest word in the best run of
    WINDOW sentences; `meaning` the cosine of the claim to the nearest sentence. Neither asks for the same words: how
    literally a claim repeats its source differs from writer to writer and says little of whether it is true.
    """

    nearness: float
    meaning: float


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """The vectors of a text's content words and of its sentences, and the word that each sentence begins with."""

    words: np.ndarray
    firsts: tuple[int, ...]
    sentences: np.ndarray
    whole: np.ndarray


def align(claim: str, quotes: Sequence[str], embed: WordEmbedder) -> Alignment | None:
    """How well the quotes match the claim; None where either has no content words."""
    wanted = _read(claim, embed)
    given = [one for one in (_read(quote, embed) for quote in quotes) if len(one.words)]
    if not len(wanted.words) or not given:
        return None
    meaning = max(float((one.sentences @ wanted.whole).max()) for one in given)
    return Alignment(_nearness(wanted, given), meaning)


def content_words(text: str) -> list[tuple[Span, str]]:
    """The words of a text that bear something, in order: where each stands, and its stem."""
    found = ((match.span(), _stem(match.group().lower())) for match in _WORD.finditer(text))
    return [(span, stem) for span, stem in found if stem and stem not in _small()]


def _nearness(wanted: _Read, given: list[_Read]) -> float:
    """The mean nearness of the claim's words in the best window of sentences, over the quotes as one text."""
    best = [np.maximum.reduceat(wanted.words @ one.words.T, one.firsts, axis=1) for one in given]
    every = np.concatenate(best, axis=1)
    starts = range(max(1, every.shape[1] - WINDOW + 1))
    return max(float(every[:, first : first + WINDOW].max(axis=1).mean()) for first in starts)


@lru_cache(maxsize=KEPT)
def _read(text: str, embed: WordEmbedder) -> _Read:
    found = content_words(text)
    starts = np.array([span[0] for span, _ in found], dtype=np.int64)
    inside = [np.searchsorted(starts, sentence).tolist() for sentence in split_sentences(text)]
    held = [(span, first) for span, (first, last) in zip(split_sentences(text), inside, strict=True) if first < last]
    sentences, firsts = zip(*held, strict=True) if held else (((0, len(text)),), (0,))
    whole, (parts,) = embed.get_span_embeddings([text], [[*(span for span, _ in found), *sentences]])
    return _Read(
        parts[: len(found)],
        firsts,
        parts[len(found) :],
        whole[0],
    )


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return next(iter(terms(word)), "")


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(terms(" ".join(SMALL)))
