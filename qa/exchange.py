"""A question with what is new put in the place of its like: a time for a time, a name for the name of its role."""

from __future__ import annotations

import re

from index.times import times_in
from qa.leaning import Span, content, name_spans, names
from qa.vocabulary import WHERE

_PREPOSITION = (
    r"(in|at|near|around|inside|outside|on|from|to|of|by|with|against|for|about|since|before|after|until|during)"
)
_OPENING = re.compile(rf"{_PREPOSITION} ", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_PREPOSITION} (?:the )?$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:^|\b(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|should) )(?:the )?$", re.IGNORECASE
)
"""What stands before the name that a question asks about: "has" in "What has China urged?"."""


def exchanged(new: str, whole: str) -> str | None:
    """A question with new words in the place of their like, or at its end; None where they have none.

    "in Kerman" and "How many were killed near Saravan?" make "How many were killed in Kerman?".
    """
    times = [found.span() for found in times_in(new)]
    if times and not content(_without(new, times)):
        old = times_in(whole)
        return _put(new, whole, old[0].span()) if old else _added(new, whole)
    opening = _OPENING.match(new)
    if not (names(new) or opening) or set(names(new)) & set(names(whole)):
        return None
    span = _like(whole, opening[1].lower() if opening else "")
    if span is None:
        return _added(new, whole) if opening else None
    return _put(new, whole, span)


def phrases(text: str, question: str) -> list[str]:
    """The names of a text that a question lacks, and its times where that has none, with their prepositions."""
    spans = [span for span in name_spans(text) if text[slice(*span)] not in question]
    if not times_in(question):
        spans += [found.span() for found in times_in(text)]
    return list(dict.fromkeys(phrase(text, span) for span in sorted(spans)))


def phrase(text: str, span: Span) -> str:
    """The words of a span, with the preposition before it: "near Saravan"."""
    return text[_begin(text, span) : span[1]]


def preposition(text: str, span: Span) -> str:
    """The preposition before a span, or ""."""
    found = _BEFORE.search(text[: span[0]])
    return found[1].lower() if found else ""


def is_subject(text: str, span: Span) -> bool:
    """Is a name what its question asks about?"""
    return bool(_SUBJECT.search(text[: span[0]]))


def _like(whole: str, before: str) -> Span | None:
    """The name whose place a new one takes: of the same preposition, or of none; without one, the subject first."""
    spans = name_spans(whole)
    subjects = [span for span in spans if is_subject(whole, span)]
    if not before:
        return next(iter([*subjects, *spans]), None)
    same = [span for span in spans if preposition(whole, span) == before]
    places = [span for span in spans if {before, preposition(whole, span)} <= WHERE]
    others = [span for span in spans if span not in subjects and not preposition(whole, span)]
    return next(iter([*same, *places, *others]), None)


def _put(new: str, whole: str, span: Span) -> str:
    """New words for a span, with its preposition where they bring one, and its article."""
    begin = _begin(whole, span) if _OPENING.match(new) else len(re.sub(r"\bthe $", "", whole[: span[0]]))
    rest = whole[span[1] :]
    return whole[:begin] + (re.sub(r"[’']s?$", "", new) if rest[:1] in ("’", "'") else new) + rest


def _added(new: str, whole: str) -> str:
    return f"{whole.rstrip(' ?.!')} {new}?"


def _begin(text: str, span: Span) -> int:
    """Where the preposition before a span begins; the span itself where it has none."""
    found = _BEFORE.search(text[: span[0]])
    return found.start() if found else span[0]


def _without(text: str, spans: list[Span]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
