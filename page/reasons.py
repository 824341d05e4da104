"""The reasons of recent answers, kept for whoever asks why."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from index.records import Filter
from qa.records import Answer

KEPT = 500
"""Answers; some 30 kB each."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """An answer and the limits under which it was asked."""

    answer: Answer
    where: Filter

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the answer, and of the filter beside it."""
        return {**self.answer.to_dict(), "filter": asdict(self.where)}


class RecentReasons:
    """The reasons of the last answers, by a key made from what they say."""

    def __init__(self, limit: int = KEPT) -> None:
        self.limit = limit
        self._kept: OrderedDict[str, Reasons] = OrderedDict()
        self._changing = threading.Lock()

    def keep(self, reasons: Reasons) -> str:
        """Keep the reasons of an answer; returns their key."""
        key = sha256(as_json(reasons).encode()).hexdigest()[:24]
        with self._changing:
            self._kept[key] = reasons
            self._kept.move_to_end(key)
            while len(self._kept) > self.limit:
                self._kept.popitem(last=False)
        return key

    def get(self, key: str) -> Reasons | None:
        """The reasons that were kept under a key; None where they are there no longer."""
        return self._kept.get(key)


def as_json(reasons: Reasons) -> str:
    """Reasons as a file to keep; dates in ISO 8601."""
    return json.dumps(reasons.to_dict(), ensure_ascii=False, indent=2, default=str)
