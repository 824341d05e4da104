"""The two fakes, at the two seams: an embedder that hashes words, and a model with scripted replies."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from index import ModelError
from index.keywords import terms
from qa import Message

DIMENSIONS = 64


class HashEmbedder:
    """Texts that share words are near: each word is a fixed random direction, a text the sum of its words."""

    model_name = "hash/64"

    def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.get_query_embedding(text) for text in texts]

    def get_query_embedding(self, query: str) -> list[float]:
        """The sum of the directions of the words, and a little of a fixed one, so that no text is without any."""
        total = np.full(DIMENSIONS, 0.01)
        for word in terms(query):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(DIMENSIONS)
        return [float(value) for value in total]


class ScriptedModel:
    """A language model that replies what was enqueued, in pieces, and keeps the prompts it was given."""

    host: str | None = None

    def __init__(self, *replies: str | Exception) -> None:
        self.prompts: list[list[Message]] = []
        self._replies = deque(replies)

    def enqueue(self, reply: str | Exception) -> None:
        """Say what the next reply is; an exception is raised in its place."""
        self._replies.append(reply)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The next reply, seven characters at a time."""
        self.prompts.append(list(messages))
        reply = self._replies.popleft() if self._replies else ModelError("the script has no more replies")
        if isinstance(reply, Exception):
            raise reply
        for start in range(0, len(reply), 7):
            yield reply[start : start + 7]
