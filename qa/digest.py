"""What a stretch of time brought: for a question that names a time and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from index import Filter, Index
from index.times import read_period, times_in
from qa.evidence import Evidence, gather
from qa.settings import QASettings
from qa.vocabulary import ASKING, HAPPENING, NEWS, SAYING


def asks_of_time_alone(question: str) -> bool:
    """Has a question a time and no subject, as "What changed this week?"."""
    times = times_in(question)
    rest = question
    for named in reversed(times):
        rest = rest[: named.start()] + rest[named.end() :]
    words = (word.lower() for word in re.findall(r"[^\W_]+", rest))
    return bool(times) and not set(words) - ASKING - HAPPENING - SAYING - NEWS


def digest(
    index: Index, question: str, *, asked: date | None, where: Filter | None, settings: QASettings
) -> list[Evidence]:
    """Of each of the newest briefings of the time that a question names, the sentence nearest to its title.

    Empty where the question asks of more than a time, or of one that cannot be read, or had no briefings.
    """
    period = read_period(question, asked) if asks_of_time_alone(question) else None
    if period is None:
        return []
    where = where or Filter()
    within = replace(
        where,
        published_from=max(period.first, where.published_from or period.first),
        published_to=min(period.last, where.published_to or period.last),
        undated=False,
    )
    found: list[Evidence] = []
    for document in index.documents(within):
        if len(found) == settings.sentences:
            break
        hits = index.search(document.title, limit=1, where=Filter(documents=(document.id,)))
        found += gather(index, document.title, hits, settings)[:1]
    return found
