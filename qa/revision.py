"""A figure in a draft -> whether briefings revised it since, or differ on it, and the newest word on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from index import Filter, Index
from qa import prompts, spans
from qa.disagreement import Value, agree, note, values
from qa.evidence import Evidence, gather
from qa.leaning import names
from qa.quantity import read_quantity
from qa.settings import QASettings
from qa.vocabulary import AUXILIARIES, DYING, HURTING, PEOPLE, PREPOSITIONS

SHARED = 0.6
"""Share of a statement's content words that a sentence needs before its figure is held against the statement's: a draft
says more around a figure than a question does (tests/test_check.py).
"""

FIGURES = 3
"""Figures of a statement that are looked up: one with more is a table."""

_COUNTED = re.compile(r"\s+(?:of\s+)?(?:the\s+)?((?:[a-z][\w-]*\s+){0,3}[a-z][\w-]*)")
_PLURAL = re.compile(r"[^s]s\Z")
_STOPS = PREPOSITIONS | AUXILIARIES
"""Where the words end among which stands what is counted."""
_ANYBODY = PEOPLE - DYING - HURTING
_OLD = re.compile(r"\b(?:first|initial|initially|earlier|previous|previously|originally|then|revised)\b", re.IGNORECASE)
"""Words by which a draft itself says that a figure is not the last."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What to tell of a figure, and the best sentence of each newest value."""

    note: str
    newest: tuple[Evidence, ...]


def revision(index: Index, statement: str, settings: QASettings, *, where: Filter | None = None) -> Revision | None:
    """The revision of the first figure of a statement that has one; None where the briefings agree with what it says.

    A statement that calls its figure a first or an earlier one is taken at its word; one that names nobody and nothing
    could be about any event.
    """
    if _OLD.search(statement) or not names(statement):
        return None
    for figure, question in islice(asked(statement), FIGURES):
        hits = index.search(question, limit=settings.passages, where=where)
        given = values(question, gather(index, question, hits, settings), shared=SHARED)
        told, newest = note(question, given), _newest(given)
        if told is not None and any(_differ(figure, one.words) for one in newest):
            phrase = prompts.DRAFT_REVISED if told.kind == "updated" else prompts.DRAFT_DIFFERS
            return Revision(phrase.format(note=told.text), tuple(one.evidence[0] for one in newest))
    return None


def asked(statement: str) -> Iterator[tuple[str, str]]:
    """Each figure of a statement with the question that it answers there."""
    taken = [found.span() for found in spans.DATE.finditer(statement)]
    for pattern, asking in ((spans.MONEY, "How much money"), (spans.PERCENT, "What percentage")):
        for found in pattern.finditer(statement):
            taken.append(found.span())
            yield found.group(), f"{asking} {statement[: found.start()]}{statement[found.end() :]}"
    for found in spans.NUMBER.finditer(statement):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            noun, between, end = _counted(statement, found.end())
            if noun:
                yield found.group(), f"How many {noun} {statement[: found.start()]}{between}{statement[end:]}"


def _counted(statement: str, end: int) -> tuple[str, str, int]:
    """What a figure that ends there counts, what stands between, and where it ends: people where it is of dead or hurt.

    It is whoever of a few words after the figure, else the first in the plural, else the first.
    """
    found = _COUNTED.match(statement, end)
    offered = list(takewhile(lambda one: one[0] not in _STOPS, _placed(statement, *found.span(1)))) if found else []
    dying = bool(set(_words(statement)) & (DYING | HURTING))
    people = [one for one in offered if one[0] in _ANYBODY]
    plural = [one for one in offered if _PLURAL.search(one[0])]
    chosen = next(iter(people or (() if dying else plural or offered)), None)
    if found is None or chosen is None:
        return "people" if dying else "", "", end
    noun, start, last = chosen
    return noun, statement[found.start(1) : start], last


def _placed(statement: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words between two places of a statement, each with its own."""
    for word in re.compile(r"[\w-]+").finditer(statement, start, end):
        yield word.group(), word.start(), word.end()


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _newest(given: Sequence[Value]) -> list[Value]:
    """The values that the newest of the briefings give; all where one has no date."""
    days = {value: [one.hit.document.published for one in value.evidence] for value in given}
    if any(None in found for found in days.values()):
        return list(given)
    last = max((day for found in days.values() for day in found if day), default=None)
    return [value for value in given if last in days[value]]


def _differ(figure: str, words: str) -> bool:
    """Can two figures, as written, not be the same: 103 and "at least 84", but not 84 and that?"""
    one, other = read_quantity(figure), read_quantity(words)
    return one is not None and other is not None and not agree(one, other)
