"""Where briefings give different answers to one question: each answer with who gives it, and a note for the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.keywords import content_terms, terms
from qa import prompts
from qa.evidence import Evidence
from qa.fitting import stem
from qa.kinds import Asked, Kind, Span, answer_span, candidates, expected
from qa.quantity import Quantity, read_quantity
from qa.records import Note
from qa.spans import DATE, MONTH, names
from qa.vocabulary import COUNTED, DYING, HURTING, PEOPLE

SHARED = 0.75
"""Share of the question's content words that a sentence has to have before its figure counts as an answer."""

OPEN = 0.1
"""How far above "at least 80", as a share of it, a figure may lie that says the same."""

Meaning = Quantity | frozenset[str]
ENOUGH = 3
"""Content words a question needs, all of them in the sentence, before names or dates are held against one another."""

_FIGURES = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION)
_IN_UNITS = (Kind.MONEY, Kind.MEASURE, Kind.DURATION)
_NAMES = (Kind.NAME, Kind.PLACE, Kind.THING)
_UNIT = re.compile(r"[$€£¥₹%]|\b(?!(?:to|or|and|of)\b)[a-z]+(?=\W*\Z)")
_FROM = re.compile(r"\bfrom \Z")
_EARLIER = re.compile(r"\b(?:first|initial|initially|earlier|previous|previously|originally|still|had|then|revised)\b")
_LIFE = re.compile(r"\d{4}\s?[-–]\s?\d{4}(?=\s?\))")
_NOW = re.compile(r"\b(?:stands?|stood|now)\b")
_NOW_AT = re.compile(r"\b(?:stands?|stood|now)(?: (?:at|put at|reported))* \Z")
"""What stands right before the figure that holds, where a sentence has several."""
_NEAR = 45
"""Characters on either side of a figure in which a word may say that it is an earlier one."""


@dataclass(frozen=True, slots=True)
class Value:
    """One answer as its best source writes it, and the evidence that gives it, best first."""

    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """What one sentence gives: the words, what they come to, the days it names, and whether it gives an old one."""

    words: str
    meaning: Meaning
    unit: str
    days: tuple[frozenset[str], ...]
    old: bool
    evidence: Evidence


def values(question: str, evidence: Sequence[Evidence], *, shared: float = SHARED) -> list[Value]:
    """The different answers that briefings give to a question, best first; one or none where nothing differs.

    Only sentences count that say what the question says and hold one sure answer of its kind; of a briefing with
    several the one that it does not call an earlier one. Names and dates that contain one another are the same, and so
    are figures that can be ("about 900" and "905"). What is said of other days than the best sentence's is left out.
    """
    asked = expected(question)
    if asked.kind not in (*_FIGURES, *_NAMES, Kind.DATE):
        return []
    read = (_given(asked, question, one) for one in evidence if _same_subject(asked, question, one.text, shared))
    given = _one_a_briefing([one for one in read if one is not None])
    groups: list[list[_Given]] = []
    for one in given:
        if one.unit != given[0].unit or _other_event(one, given[0]):
            continue
        same = next((group for group in groups if agree(one.meaning, group[0].meaning)), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return [Value(group[0].words, tuple(one.evidence for one in group)) for group in groups]


def note(question: str, groups: Sequence[Value]) -> Note | None:
    """What to tell the reader of differing answers: "updated" where each later figure has the later date.

    "disagreement" where briefings of one day, or without a day, differ, and for names and dates always.
    """
    if len(groups) < 2:
        return None
    spans = [sorted(day for day in map(_day, group.evidence) if day) for group in groups]
    dated = all(len(days) == len(group.evidence) for days, group in zip(spans, groups, strict=True))
    order = sorted(range(len(groups)), key=lambda index: spans[index]) if dated else []
    later = dated and all(spans[one][-1] < spans[other][0] for one, other in pairwise(order))
    if later and expected(question).kind in _FIGURES:
        template = prompts.NOTE_UPDATED if len(groups) == 2 else prompts.NOTE_UPDATED_OFTEN
        return Note("updated", template.format(values=_listed([groups[index] for index in order])))
    return Note("disagreement", prompts.NOTE_DISAGREEMENT.format(values=_listed(groups)))


def _given(asked: Asked, question: str, one: Evidence) -> _Given | None:
    """What a sentence gives as an answer; None where nothing is sure."""
    span = _current(asked, question, one.text) or answer_span(question, one.text)
    if span is None or _LIFE.match(one.text, span[0]):
        return None
    start, end = span
    words = one.text[start:end]
    before, after = one.text[max(0, start - _NEAR) : start], one.text[end : end + _NEAR]
    if asked.kind in _FIGURES and _FROM.search(one.text[:start]):
        words = re.split(r" to ", words)[-1]
    meaning = _meaning(asked.kind, words)
    if meaning is None:
        return None
    unit = _UNIT.search(words.lower()) if asked.kind in _IN_UNITS else None
    old = bool(_EARLIER.search(before) or _EARLIER.search(after))
    days = () if asked.kind is Kind.DATE else _days(one)
    return _Given(words, meaning, unit.group() if unit else "", days, old, one)


def _current(asked: Asked, question: str, text: str) -> Span | None:
    """The one figure of a sentence that it says stands now: "put at 84 on 4 January, stands above 90"."""
    found = candidates(asked, text, question) if asked.kind in _FIGURES and _NOW.search(text) else []
    now = [span for span in found if _NOW_AT.search(text[: span[0]])]
    return now[0] if len(now) == 1 else None


def _meaning(kind: Kind, words: str) -> Meaning | None:
    """What words come to, to be compared by; None where that is nothing exact."""
    if kind in _FIGURES:
        return read_quantity(words)
    parts = _date_parts(words) if kind is Kind.DATE else frozenset(content_terms(words))
    return parts or None


def _same_subject(asked: Asked, question: str, text: str, shared: float) -> bool:
    """Has a sentence every name of the question and such a share of its content words, killed or dead being one?

    Workers are counted where workers are named, not people; and names alone do not say which event is meant.
    """
    said = _alike(terms(text))
    named = {stem for span in names(question) for stem in terms(question[slice(*span)])}
    noun = set(terms(asked.noun)) if asked.noun in PEOPLE else set()
    if not named <= set(terms(text)) or (asked.noun in COUNTED and not noun <= said):
        return False
    wanted = _alike(content_terms(question)) - noun
    if asked.kind in _FIGURES:
        return bool(wanted) and len(wanted & said) >= shared * len(wanted)
    return len(wanted) >= ENOUGH and bool(wanted - named) and wanted <= said


def _alike(words: Sequence[str]) -> set[str]:
    """Stems, those of dying and of being hurt as one each."""
    dying, hurting = ({stem(word) for word in group} for group in (DYING, HURTING))
    return {"dying" if word in dying else "hurting" if word in hurting else word for word in words}


def _one_a_briefing(given: Sequence[_Given]) -> list[_Given]:
    """Of each briefing the best that it does not give as an old one, else the best; as the evidence comes."""
    chosen: dict[str, _Given] = {}
    for one in sorted(given, key=lambda one: one.old):
        chosen.setdefault(one.evidence.hit.document.id, one)
    return [one for one in given if chosen[one.evidence.hit.document.id] is one]


def agree(one: Meaning, other: Meaning) -> bool:
    """Can two be the same: figures that overlap, names or dates of which one contains the other?

    "At least 80" may be 84 and hardly 103: who knew of that would not say so.
    """
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.within(OPEN).agrees(other) and other.within(OPEN).agrees(one)
    if isinstance(one, Quantity) or isinstance(other, Quantity):
        return False
    return one <= other or other <= one


def _other_event(one: _Given, best: _Given) -> bool:
    """Do two sentences name days, and none of the same?"""
    return bool(one.days and best.days) and not any(agree(day, other) for day in one.days for other in best.days)


def _date_parts(words: str) -> frozenset[str]:
    """The day, month and year in a date as far as it has them; empty for a weekday, a decade or a century."""
    if not re.search(r"\d", words) or re.search(r"\d0s|centur|BC|[ap]\.?m\b", words):
        return frozenset()
    months = (match.group()[:3].lower() for match in re.finditer(MONTH, words))
    return frozenset((*re.findall(r"\d+", words), *months))


def _days(one: Evidence) -> tuple[frozenset[str], ...]:
    """The dates in a sentence, without that of its briefing."""
    day = one.hit.document.published
    own = _date_parts(_written(day)) if day else frozenset()
    found = (_date_parts(match.group()) for match in DATE.finditer(one.text))
    return tuple(parts for parts in found if parts and not parts <= own)


def _day(one: Evidence) -> date | None:
    return one.hit.document.published


def _listed(groups: Sequence[Value]) -> str:
    """Each value with the title and the day of the briefing that gives it."""
    return ", ".join(f"{group.words} ({_cited(group.evidence[0])})" for group in groups)


def _cited(one: Evidence) -> str:
    document = one.hit.document
    source = document.source or document.title
    return f"{source}, {_written(document.published)}" if document.published else source


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
