"""Rows, titles, texts and times as conversations keep them."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from qa.kept import Feedback, KeptExchange, Listed
from qa.reading import answer_from_dict

TITLE_CHARACTERS = 120


def title_of(text: str) -> str:
    """A title on one line, without controls, at most TITLE_CHARACTERS long."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", storable(text)).split())
    return line if len(line) <= TITLE_CHARACTERS else line[: TITLE_CHARACTERS - 1].rstrip() + "…"


def folded(text: str) -> str:
    """A text as it is searched: without what tells large letters from small, or one way of writing from another."""
    return unicodedata.normalize("NFKC", storable(text)).casefold()


def storable(text: str) -> str:
    """A text without halves of characters, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def told(when: datetime) -> str:
    """A time as text that sorts as the times do; one without a zone is taken as UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The time that `told` told, in UTC."""
    return datetime.fromisoformat(text)


def exchange_of(row: tuple[Any, ...]) -> KeptExchange:
    """The exchange in a row: question, answer, given, hashes, good, reason, judged, number."""
    question, whole, given, hashes, good, reason, judged, number = row
    feedback = None if good is None else Feedback(bool(good), reason, read(judged))
    answer = answer_from_dict(json.loads(whole))
    return KeptExchange(question, answer, read(given), json.loads(hashes), feedback, number)


def judgement(feedback: Feedback | None) -> tuple[int | None, str | None, str | None]:
    """The columns of a judgement."""
    return (int(feedback.good), storable(feedback.reason), told(feedback.when)) if feedback else (None, None, None)


def listed_of(row: tuple[int, str, str, str, int]) -> Listed:
    """The conversation in a row: id, title, started, changed, count."""
    return Listed(row[0], row[1], read(row[2]), read(row[3]), row[4])
