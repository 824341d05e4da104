"""The last answers that could not be kept, for whoever asks why."""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256

from index import NotFound
from page import words
from qa.exported import answer_text
from qa.records import Answer

HELD = 500
"""Answers; some 30 kB each."""


class Unkept:
    """The last answers that are kept nowhere else, by a key made from what they say."""

    def __init__(self, limit: int = HELD) -> None:
        self.limit = limit
        self._held: OrderedDict[str, Answer] = OrderedDict()
        self._changing = threading.Lock()

    def hold(self, answer: Answer) -> str:
        """Hold an answer; returns its key."""
        key = sha256(answer_text(answer).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        with self._changing:
            self._held[key] = answer
            self._held.move_to_end(key)
            while len(self._held) > self.limit:
                self._held.popitem(last=False)
        return key

    def get(self, key: str) -> Answer:
        """The answer that was held under a key; raises NotFound where it is there no longer."""
        answer = self._held.get(key)
        if answer is None:
            raise NotFound(words.why.FORGOTTEN)
        return answer
