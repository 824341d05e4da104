"""Made briefings of any number: words of realistic rarity, stories, dates, and vectors that follow the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from index import Index
from index.chunking import chunk
from index.entries import Ready, embedded, passage_limits
from index.loaders import load
from index.rows import FileState

WORDS = 30_000
STORIES = 4_000
STORY_WORDS = 120
DIMENSIONS = 384
FIRST_DAY = date(2014, 1, 1)
DAYS = 3652
SOURCES = 40
SENTENCE = 14
PASSAGES = 8
"""Passages a briefing, of about 112 words each."""
_SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


class World:
    """Everything made from one seed: the same number is always the same briefing.

    Words are drawn by Zipf's law, half of them from a briefing's story, which has words of its own. The variances of a
    word's direction fall like rank to the -.8, as those of all-MiniLM-L6-v2's vectors of SQuAD's paragraphs do (the
    first to the fiftieth 13 : 1, to the two-hundredth 70 : 1); a text's vector is the sum of its words' directions
    weighted by rarity, so that texts of one story are near and others nearly orthogonal.
    """

    model_name = "made/384"
    max_tokens = 254

    def __init__(self, seed: int = 7) -> None:
        chance = np.random.default_rng(seed)
        self.words = [_word(number) for number in range(WORDS)]
        self._rows = {word: number for number, word in enumerate(self.words)}
        likelihood = 1 / np.arange(1, WORDS + 1)
        self._cumulative = np.cumsum(likelihood / likelihood.sum())
        spectrum = np.arange(1, DIMENSIONS + 1) ** -0.4
        rarity = np.log(np.arange(2, WORDS + 2))
        directions = chance.standard_normal((WORDS, DIMENSIONS)) * spectrum
        self._directions = (directions * rarity[:, None]).astype(np.float32)
        self._stories = chance.integers(200, WORDS, (STORIES, STORY_WORDS))

    def text(self, number: int, passages: int = PASSAGES) -> str:
        """The text of one briefing, its date in its first line."""
        chance = np.random.default_rng([number, 1])
        count = passages * 8 * SENTENCE
        story = self._stories[int(STORIES * chance.random() ** 2)]
        common = np.searchsorted(self._cumulative, chance.random(count)).clip(max=WORDS - 1)
        own = story[(STORY_WORDS * chance.random(count) ** 2).astype(int)]
        chosen = np.where(chance.random(count) < 0.5, own, common)
        words = [self.words[place] for place in chosen]
        sentences = [" ".join(words[first : first + SENTENCE]) for first in range(0, count, SENTENCE)]
        day = FIRST_DAY + timedelta(days=int(chance.integers(DAYS)))
        header = f"---\ntitle: Briefing {number}\npublished: {day}\nsource: Desk {chance.integers(SOURCES)}\n---\n\n"
        return header + " ".join(f"{sentence.capitalize()}." for sentence in sentences) + "\n"

    def write(self, folder: Path, count: int) -> None:
        """Put briefings into files, a thousand a folder."""
        for number in range(count):
            inner = folder / f"{number // 1000:04}"
            inner.mkdir(parents=True, exist_ok=True)
            (inner / f"{number:07}.md").write_text(self.text(number), encoding="utf-8")

    def fill(self, index: Index, count: int) -> None:
        """Put briefings into an index's catalogue, past files and the processes that read them."""
        limits = passage_limits(self, index.settings)
        for first in range(0, count, 64):
            batch = []
            for number in range(first, min(count, first + 64)):
                path = f"{number:07}.md"
                document, loaded = load("made", path, self.text(number).encode(), index.settings)
                chunks = chunk(document.id, loaded.text, limits=limits)
                state = FileState("made", path, 0, 0, settled=True, digest=path, document=document.id)
                batch.append(Ready(state, document, loaded.text, chunks))
            states = [ready.state for ready in batch]
            index._catalogue.store_all(zip(states, embedded(self, batch), strict=True))
            index._storage.follow_in_time()
        index._storage.follow()

    def questions(self, count: int) -> list[str]:
        """Seven words each, from one story."""
        chance = np.random.default_rng(99)
        stories = self._stories[chance.integers(STORIES, size=count)]
        places = (STORY_WORDS * chance.random((count, 7)) ** 2).astype(int)
        return [" ".join(self.words[row[place]] for place in own) for row, own in zip(stories, places, strict=True)]

    # --- the two names of an embedder, and what the index makes use of ---

    def get_query_embedding(self, query: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._vector(query).tolist()
        return vector

    def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.get_query_embedding(text) for text in texts]

    def get_span_embeddings(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Vectors of texts (texts, 384) and of spans inside them, which together are the text."""
        inside = []
        for text, marks in zip(texts, spans, strict=True):
            rows = [self._rows_of(text[start:end]) for start, end in marks]
            starts = np.cumsum([0, *(len(part) for part in rows[:-1])])
            inside.append(np.add.reduceat(self._directions[np.concatenate(rows)], starts))
        return _unit(np.array([parts.sum(axis=0) for parts in inside])), [_unit(parts) for parts in inside]

    def count_tokens(self, text: str) -> int:
        """Words count as tokens."""
        return text.count(" ") + 1

    def _vector(self, text: str) -> np.ndarray:
        return _unit(self._directions[self._rows_of(text)].sum(axis=0))

    def _rows_of(self, text: str) -> list[int]:
        """The ranks of a text's words; that of the commonest for a text without one."""
        plain = text.lower().replace(".", "").split()
        return [row for row in map(self._rows.get, plain) if row is not None] or [0]


def _unit(vectors: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return scaled


def _word(number: int) -> str:
    """The word of a rank, common ones short."""
    number += len(_SYLLABLES)
    word = ""
    while number:
        number, place = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[place]
    return word
