"""A person's own draft, sentence by sentence: what of it the briefings bear, contradict, or do not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import Filter, Index
from index.errors import DraftError
from index.sentences import split_sentences
from qa import prompts
from qa.attribution import supported
from qa.citing import Citer
from qa.contradiction import contradicts
from qa.evidence import Evidence, gather
from qa.records import Verdict
from qa.revision import revision
from qa.settings import QASettings

DRAFT_CHARACTERS = 100_000
"""A longer draft is refused: some eight hundred sentences take a minute as it is."""

SENTENCE_CHARACTERS = 2_000
"""What of a sentence is searched for: longer ones are tables or code."""

CONSIDERED = 8
"""Sentences of the briefings that are held against one of the draft."""

CITED = 3
"""Sentences that are cited at most for what is one statement; of several in one sentence, each has its best."""

ALIKE, LEAD = 0.6, 0.1
"""A sentence is contradicted where the probability of that is at least ALIKE, and LEAD above that of its being borne:
the likest sentence decides, and what bears it does where both are as like (tests/test_check.py).
"""

_WORD = re.compile(r"\w")
_QUESTION = re.compile(r"[?？][\s”’\"')\]]*\Z")
_INDEPENDENT = re.compile(r"[,;]\s+(?:and|but|while|whereas|yet)\s+|;\s+")
"""Between two statements that each have a subject of their own."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the briefings say of one statement, and the sentences that say it."""

    verdict: Literal["supported", "contradicted", "not found"]
    evidence: tuple[Evidence, ...]


def check(index: Index, text: str, settings: QASettings, *, where: Filter | None = None) -> list[Verdict]:
    """A verdict for every sentence of a draft, in order; raises DraftError where the draft is too long."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) > DRAFT_CHARACTERS:
        raise DraftError(prompts.DRAFT_LONG.format(length=len(text), limit=DRAFT_CHARACTERS))
    citer = Citer()
    return [_judge(index, text[start:end], settings, citer, where) for start, end in split_sentences(text)]


def _judge(index: Index, sentence: str, settings: QASettings, citer: Citer, where: Filter | None) -> Verdict:
    """What the briefings say of one sentence, and whether they have revised a figure in it."""
    if not _claims(sentence):
        return Verdict(sentence, "not found", ())
    query = sentence[:SENTENCE_CHARACTERS]
    hits = index.search(query, limit=settings.passages, where=where)
    near = gather(index, query, hits, settings)[:CONSIDERED]
    found = [_weigh(part, near, settings.support) for part in _parts(sentence)]
    revised = list(filter(None, (revision(index, part, settings, where=where) for part in _parts(query))))
    note = " ".join(dict.fromkeys(one.note for one in revised))
    against = [one for one in found if one.verdict == "contradicted"]
    if not against and any(one.verdict == "not found" for one in found):
        return Verdict(sentence, "not found", (), note)
    each = CITED if len(found) == 1 else 1
    evidence = [best for one in revised for best in one.newest]
    evidence += [one for weighed in against or found for one in weighed.evidence[:each]]
    once: dict[tuple[str, int], Evidence] = {}
    for one in evidence:
        once.setdefault((one.hit.document.id, one.start), one)
    citations = citer.cite(sentence, [*once.values()]).citations
    return Verdict(sentence, "contradicted" if against else "supported", citations, note)


def _claims(sentence: str) -> bool:
    """Could a briefing bear this at all? A question, and what has no words, claims nothing."""
    return bool(_WORD.search(sentence)) and not _QUESTION.search(sentence)


def _parts(sentence: str) -> list[str]:
    """The statements that a sentence joins: all must be borne, and one that is contradicted is enough."""
    return [part for part in _INDEPENDENT.split(sentence) if _WORD.search(part)]


def _weigh(statement: str, near: Sequence[Evidence], enough: float) -> _Weighed:
    """What bears a statement, best first, or what contradicts it: the likest sentence decides."""
    bearing = [(supported(statement, [one.text]), one) for one in near]
    bearing = sorted((pair for pair in bearing if pair[0] >= enough), key=lambda pair: -pair[0])[:CITED]
    against = max(((contradicts(statement, one.text), one) for one in near), key=lambda pair: pair[0], default=None)
    borne = bearing[0][0] if bearing else 0.0
    if against and against[0] >= max(ALIKE, borne + LEAD):
        return _Weighed("contradicted", (against[1],))
    return _Weighed("supported" if bearing else "not found", tuple(one for _, one in bearing))
