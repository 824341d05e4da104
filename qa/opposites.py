"""A claim's word whose opposite its quotes say of the same: "welcomed" beside "condemned"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.keywords import terms
from qa.alignment import content_words
from qa.differences import NEGATION, nearest

COMPANY = 3
"""Content words on either side of a word among which stands what it is said of."""

FOLLOWING = 2
"""Content words after "before" or "after" among which stands the time that it is said of."""

DENYING = 12
"""Characters from a negation to the word that it denies."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TIMES = {(0, 0), (0, 1)}
"""The pair of "before" and "after", which stands first."""


def _forms(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPPOSED = tuple(
    (_forms(one), _forms(other))
    for one, other in (
        ("before earlier", "after later"),
        ("above exceed exceeds exceeded more", "below under fewer less"),
        (
            "rise rose risen increase grow grew grown climb jump soar surge up gain strengthen widen expand",
            "fall fell fallen decrease drop decline sink sank plunge slump shrink shrank down lose weaken narrow shed",
        ),
        ("raise lift hike", "lower cut reduce slash trim"),
        ("impose tighten", "lift ease relax remove"),
        (
            "welcome praise applaud hail commend endorse support laud",
            "condemn denounce criticise criticize deplore decry oppose reject censure",
        ),
        ("accept agree approve adopt ratify", "reject refuse decline veto rebuff oppose disagree disapprove"),
        ("confirm admit acknowledge claim affirm", "deny denies denied disclaim"),
        ("allow permit authorise authorize legalise legalize", "ban bar forbid forbade prohibit block outlaw"),
        (
            "recall withdraw withdrew withdrawn expel",
            "return send sent deploy reinstate dispatch reappoint",
        ),
        ("arrest detain jail imprison seize capture", "release free freed"),
        ("convict guilty", "acquit innocent cleared"),
        ("open reopen", "close shut"),
        ("begin began begun start launch resume", "end stop halt suspend cease finish cancel"),
        ("arrive enter", "leave left depart exit"),
        ("join", "quit leave left"),
        ("win won victory beat", "lose lost defeat"),
        ("succeed success", "fail failure"),
        ("appoint hire promote elect", "dismiss sack fire oust demote"),
        ("buy bought acquire", "sell sold divest"),
        ("import", "export"),
        ("advance", "retreat"),
        ("escalate", "de-escalate defuse"),
        ("survive", "die died killed"),
        ("honour honor respect observe", "violate breach break broke flout"),
        ("keep kept retain maintain", "abandon scrap drop"),
        ("majority", "minority"),
        ("maximum", "minimum"),
        ("ally friend partner", "enemy foe rival"),
        ("likely possible able", "unlikely impossible unable"),
        (
            "provoked official armed stable safe successful",
            "unprovoked unofficial unarmed unstable unsafe unsuccessful",
        ),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("inside", "outside"),
        ("early", "late"),
        ("legal lawful", "illegal unlawful"),
    )
)
"""Words that say the opposite of one another, by pairs of groups, with the forms that no stemming brings together."""


@dataclass(frozen=True, slots=True)
class Opposition:
    """A word of a claim and the one in its place that says the opposite, both as written."""

    claimed: str
    quoted: str


def opposition(claim: str, quotes: Sequence[str]) -> Opposition | None:
    """The first word of a claim whose opposite the nearest sentence says of the same; None where there is none.

    It is of the same where a content word stands near both: after both for what relates two times. A sentence that
    has both words, or denies one of them, says nothing so plainly.
    """
    near = nearest(claim, quotes)
    claimed, quoted = list(_sided(claim)), list(_sided(near))
    for one in claimed:
        for other in quoted:
            if not one.opposes(other) or one.denied != other.denied:
                continue
            both = any(one.opposes(also) for also in claimed) or any(other.opposes(also) for also in quoted)
            if not both and one.company & other.company:
                return Opposition(one.written, other.written)
    return None


@dataclass(frozen=True, slots=True)
class _Sided:
    """A word that has an opposite: its groups as (pair, side), the content words near it, and whether it is denied."""

    written: str
    groups: frozenset[tuple[int, int]]
    company: frozenset[str]
    denied: bool

    def opposes(self, other: _Sided) -> bool:
        """Do the two stand on the two sides of one pair?"""
        return any((pair, 1 - side) in other.groups for pair, side in self.groups)


def _sided(text: str) -> Iterator[_Sided]:
    """The words of a text that have an opposite."""
    words = content_words(text)
    denied = [match.end() for match in NEGATION.finditer(text)]
    for match in _WORD.finditer(text):
        groups = _groups(match.group().lower())
        if groups:
            before = [stem for (start, _), stem in words if start < match.start()]
            after = [stem for (start, _), stem in words if start >= match.end()]
            near = after[:FOLLOWING] if groups <= _TIMES else before[-COMPANY:] + after[:COMPANY]
            close = any(0 <= match.start() - end < DENYING for end in denied)
            yield _Sided(match.group(), groups, frozenset(near), close)


@lru_cache(maxsize=20_000)
def _groups(word: str) -> frozenset[tuple[int, int]]:
    """Where a word stands among those that have an opposite."""
    return _every().get(_stem(word), frozenset())


@cache
def _every() -> dict[str, frozenset[tuple[int, int]]]:
    """Every stem that has an opposite, with the pairs it stands in, and on which side."""
    found: dict[str, set[tuple[int, int]]] = {}
    for pair, sides in enumerate(OPPOSED):
        for side, group in enumerate(sides):
            for word in group:
                found.setdefault(_stem(word), set()).add((pair, side))
    return {stem: frozenset(groups) for stem, groups in found.items()}


def _stem(word: str) -> str:
    """A word as the index knows it; one with a hyphen whole."""
    return word if "-" in word else next(iter(terms(word)), word)
