"""A claim's word whose opposite its quotes say of the same: "welcomed" beside "condemned"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.keywords import terms
from qa.alignment import content_words
from qa.differences import NEGATION, REACH, nearest

COMPANY = 3
"""Content words on the far side of a word of which its opposite needs one beside it too."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BOUND = frozenset(("above", "below", "under", "more", "fewer", "less"))
"""Words that say where a number ends, and before anything else much besides."""
_NUMBER = re.compile(r"\s+(?:than\s+)?[$€£¥₹]?\d")


def _forms(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPPOSED = tuple(
    (_forms(one), _forms(other))
    for one, other in (
        ("before earlier", "after later"),
        ("above exceed more", "below under fewer less"),
        (
            "rise rose risen increase grow grew grown climb jump soar surge gain strengthen widen expand",
            "fall fell fallen decrease drop decline sink sank plunge slump shrink shrank lose weaken narrow shed",
        ),
        ("raise lift hike", "=lowered cut reduce slash trim"),
        ("impose tighten", "lift ease relax remove"),
        (
            "welcome praise applaud hail commend endorse support laud",
            "condemn denounce criticise criticize deplore decry oppose reject censure",
        ),
        ("accept agree approve adopt ratify", "reject refuse decline veto rebuff oppose disagree disapprove"),
        ("confirm admit acknowledge claim affirm", "deny denies denied disclaim"),
        ("allow permit authorise authorize legalise legalize", "ban =barred forbid forbade prohibit block outlaw"),
        (
            "recall withdraw withdrew withdrawn expel",
            "return send sent deploy reinstate dispatch reappoint",
        ),
        ("arrest detain jail imprison seize capture", "release =freed"),
        ("convict guilty", "acquit innocent cleared"),
        ("=opened reopen", "=closed shut"),
        ("begin began begun =started =launched resume", "=ended stop halt suspend cease finish cancel"),
        ("arrive enter", "depart exit"),
        ("join", "quit"),
        ("win won victory beat", "lose lost defeat"),
        ("succeed success", "fail failure"),
        ("appoint hire promote elect", "dismiss sack oust demote"),
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
        ("legal lawful", "illegal unlawful"),
    )
)
"""Words that say the opposite of one another, by pairs of groups, with the forms that no stemming brings together.

A form after "=" counts only as it is written: of the others of its stem some mean something else ("close to"). Words
that mean much else in every form, as "left" and "fired", are not among them.
"""


@dataclass(frozen=True, slots=True)
class Opposition:
    """A word of a claim and the one in its place that says the opposite, both as written."""

    claimed: str
    quoted: str


def opposition(claim: str, quotes: Sequence[str]) -> Opposition | None:
    """The first word of a claim whose opposite the nearest sentence says of the same; None where there is none.

    It is of the same where the same content word stands next to both, and on their other sides another one near. A
    sentence that has both words, or denies one of them, says nothing so plainly.
    """
    near = nearest(claim, quotes)
    claimed, quoted = list(_sided(claim)), list(_sided(near))
    for one in claimed:
        for other in quoted:
            if not one.opposes(other) or one.denied != other.denied:
                continue
            both = any(one.opposes(also) for also in claimed) or any(other.opposes(also) for also in quoted)
            if not both and one.beside(other):
                return Opposition(one.written, other.written)
    return None


@dataclass(frozen=True, slots=True)
class _Sided:
    """A word that has an opposite: its groups as (pair, side), and the content words on both sides, nearest first."""

    written: str
    groups: frozenset[tuple[int, int]]
    before: tuple[str, ...]
    after: tuple[str, ...]
    denied: bool

    def opposes(self, other: _Sided) -> bool:
        """Do the two stand on the two sides of one pair?"""
        return any((pair, 1 - side) in other.groups for pair, side in self.groups)

    def beside(self, other: _Sided) -> bool:
        """Is the nearest word on one side the same, and one of those on the other too, where both have any?"""
        before, after = (self.before, other.before), (self.after, other.after)
        return any(
            near[0][:1] == near[1][:1] != () and (not all(far) or bool({*far[0]} & {*far[1]}))
            for near, far in ((before, after), (after, before))
        )


def _sided(text: str) -> Iterator[_Sided]:
    """The words of a text that have an opposite."""
    words = content_words(text)
    denied = [match.end() for match in NEGATION.finditer(text)]
    for match in _WORD.finditer(text):
        word = match.group().lower()
        groups = _groups(word)
        if not groups or (word in _BOUND and not _NUMBER.match(text, match.end())):
            continue
        before = [(start, stem) for (start, _), stem in words if start < match.start()]
        after = [stem for (start, _), stem in words if start >= match.end()][:COMPANY]
        close = any(end <= match.start() and sum(start >= end for start, _ in before) < REACH for end in denied)
        nearest_first = tuple(stem for _, stem in reversed(before[-COMPANY:]))
        yield _Sided(match.group(), groups, nearest_first, tuple(after), close)


@lru_cache(maxsize=20_000)
def _groups(word: str) -> frozenset[tuple[int, int]]:
    """Where a word stands among those that have an opposite."""
    return _every().get(f"={word}") or _every().get(_stem(word), frozenset())


@cache
def _every() -> dict[str, frozenset[tuple[int, int]]]:
    """Every stem, or form after "=", that has an opposite, with the pairs it stands in, and on which side."""
    found: dict[str, set[tuple[int, int]]] = {}
    for pair, sides in enumerate(OPPOSED):
        for side, group in enumerate(sides):
            for word in group:
                found.setdefault(word if word[0] == "=" else _stem(word), set()).add((pair, side))
    return {stem: frozenset(groups) for stem, groups in found.items()}


def _stem(word: str) -> str:
    """A word as the index knows it; one with a hyphen whole."""
    return word if "-" in word else next(iter(terms(word)), word)
