"""A query -> hits: candidates by words, by meaning and by date, fused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from index.catalogue import Catalogue
from index.exact import ExactVectors
from index.fusion import fuse, nearness
from index.keywords import Keywords
from index.records import Filter, Hit, Period, ScoredSentence
from index.roster import Roster
from index.settings import IndexSettings
from index.times import read_period

Nearest = Callable[[np.ndarray, int], np.ndarray | None]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search goes through; `approximate` is Chroma's answer, or None while it has none.

    `understands` says of a query whether its vector means anything; where not, words alone decide.
    """

    catalogue: Catalogue
    exact: ExactVectors
    keywords: Keywords
    roster: Roster
    settings: IndexSettings
    embed: Callable[[str], np.ndarray]
    approximate: Nearest
    understands: Callable[[str], bool]

    def hits(self, query: str, *, limit: int, where: Filter | None, asked: date | None) -> list[Hit]:
        """The best passages for a query, best first."""
        query = query.encode("utf-8", "replace").decode("utf-8")
        if not query.strip() or limit < 1:
            return []
        size = max(self.settings.candidates, limit)
        vector = self.embed(query)
        period, weight = self._time(query, asked)
        words, meaning = self._candidates(query, vector, size, where)
        if period is not None:
            near = _narrowed(where or Filter(), period, days=round(2 * self.settings.date_days))
            more_words, more_meaning = self._candidates(query, vector, size, near)
            words.update(more_words)
            meaning.update(more_meaning)
        rest = np.array(sorted(words.keys() - meaning.keys()), dtype=np.int64)
        meaning.update(zip(rest.tolist(), self.exact.scores(vector, rest).tolist(), strict=True))
        meaning.update(self._nearest_sentences(vector, meaning))
        published = self.roster.published(meaning)
        prior = {number: weight * self._nearness(day, period) for number, day in published.items()}
        meaning_weight = self.settings.meaning_weight if self.understands(query) else 0.0
        ranking = fuse(words, meaning, prior, meaning_weight=meaning_weight)
        return self._existing(ranking, limit, words, meaning)

    def _existing(
        self,
        ranking: Sequence[tuple[int, float]],
        limit: int,
        words: Mapping[int, float],
        meaning: Mapping[int, float],
    ) -> list[Hit]:
        """The best of a ranking as hits; what the catalogue has no longer is passed over."""
        hits: list[Hit] = []
        for first in range(0, len(ranking), limit):
            part = ranking[first : first + limit]
            found = self.catalogue.passages(number for number, _ in part)
            hits += [
                Hit(*found[number], score, words.get(number, 0.0), meaning[number])
                for number, score in part
                if number in found
            ]
            if len(hits) >= limit:
                break
        return hits[:limit]

    def sentences(self, query: str, hits: Iterable[Hit]) -> list[ScoredSentence]:
        """The sentences of passages, in order of the hits and of the text, with their cosines to a query."""
        vector = self.embed(query)
        scored = []
        for hit in hits:
            start = hit.passage.start
            spans, vectors = self.catalogue.sentences(hit.passage.id)
            scores = (np.vecdot(vectors.astype(np.float32), vector) / 127).tolist() if spans else []
            for (first, last), score in zip(spans, scores, strict=True):
                scored.append(ScoredSentence(hit, first, last, hit.passage.text[first - start : last - start], score))
        return scored

    def _nearest_sentences(self, vector: np.ndarray, numbers: Iterable[int]) -> dict[int, float]:
        """The cosine of each passage's nearest sentence: one that answers may stand among others about anything."""
        packed = self.catalogue.sentence_vectors(numbers)
        if not packed:
            return {}
        scores = np.vecdot(np.concatenate(list(packed.values())).astype(np.float32), vector) / 127
        firsts = np.cumsum([0, *(len(vectors) for vectors in packed.values())])[:-1]
        return dict(zip(packed, np.maximum.reduceat(scores, firsts).tolist(), strict=True))

    def _candidates(
        self, query: str, vector: np.ndarray, size: int, where: Filter | None
    ) -> tuple[dict[int, float], dict[int, float]]:
        """The best by words and by meaning; a filter is resolved to passages first, and those scored exactly."""
        if where is None or where == Filter():
            words = self.keywords.search(query, size)
            return words, self.exact.nearest(vector, size, self.approximate(vector, size))
        words = self.keywords.search(query, size, where)
        allowed = self.roster.numbers(where)
        return words, self.exact.nearest(vector, size, self._shortlist(vector, size, allowed))

    def _shortlist(self, vector: np.ndarray, size: int, allowed: np.ndarray) -> np.ndarray:
        """The passages to score exactly: all that a filter lets through, or of very many those that Chroma finds near.

        Chroma is asked for as many more as the filter holds back, and for twice that, as those need not lie evenly;
        where still too few are left, all are scored.
        """
        if len(allowed) <= self.settings.exact_passages:
            return allowed
        share = len(allowed) / len(self.roster.numbers())
        near = self.approximate(vector, math.ceil(2 * size / share))
        if near is None:
            return allowed
        places = np.searchsorted(allowed, near).clip(max=len(allowed) - 1)
        kept = np.sort(near[allowed[places] == near])
        return kept if len(kept) >= size else allowed

    def _time(self, query: str, asked: date | None) -> tuple[Period | None, float]:
        """The days a question is about, and what being near them is worth: more where it names them itself."""
        named = read_period(query, asked)
        if named is not None:
            return named, self.settings.named_date_weight
        return (Period(asked, asked, ""), self.settings.asked_date_weight) if asked else (None, 0.0)

    def _nearness(self, published: date | None, period: Period | None) -> float:
        return nearness(published, period, days=self.settings.date_days) if period else 0.0


def _narrowed(where: Filter, period: Period, *, days: int) -> Filter:
    """A filter that lets through, of what it did, the briefings dated within some days of a period."""
    first = date.fromordinal(max(date.min.toordinal(), period.first.toordinal() - days))
    last = date.fromordinal(min(date.max.toordinal(), period.last.toordinal() + days))
    return replace(
        where,
        published_from=max(first, where.published_from or first),
        published_to=min(last, where.published_to or last),
        undated=False,
    )
