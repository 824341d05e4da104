"""Numbers, dates, sums and measures of a sentence, with how well each fits what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa import spans, vocabulary
from qa.asking import Asked
from qa.fitting import LIKELY, POSSIBLE, SURE, Fit, Sentence, Word, stem
from qa.spans import Span

_PARTS = {
    "year": re.compile(r"\d{3}"),
    "day": re.compile(r"day\b|\d"),
    "date": re.compile(r"\d"),
    "month": re.compile(spans.MONTH),
    "decade": re.compile(r"\d0s"),
    "century": re.compile(r"centur"),
}
"""What a date has to have where a question asks for a part of one."""
_LABEL = re.compile(r"[A-Z]\w+ \Z|[#№]\Z")
"""A capitalised word before a number makes it a label: "Article 5", "Boeing 737"."""
_DATED = re.compile(
    r"\b(?:in|since|by|from|until|till|of|during|after|before|early|late|mid|and|to)[ -]\Z", re.IGNORECASE
)
_BREAK = re.compile(r"[,;:()]|\b\d")
"""What parts a number from the noun it counts."""


def counts(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Numbers with the noun they count; sums, shares and measures beside what is asked about; "several", "twice"."""
    text = sentence.text
    others = (spans.DATE, spans.MONEY, spans.PERCENT, spans.DURATION)
    found_elsewhere = (found.span() for pattern in others for found in pattern.finditer(text))
    taken = [span for span in found_elsewhere if not _counts_as_well(span, sentence)]
    for found in spans.NUMBER.finditer(text):
        if not any(_overlap(found.span(), other) for other in taken):
            yield from _count(found.span(), sentence)
    people = asked.noun in vocabulary.PEOPLE
    for pattern in (spans.MONEY, spans.PERCENT, spans.MEASURE):
        for found in pattern.finditer(text):
            yield found.span(), POSSIBLE if people or not _beside(found.span(), sentence) else LIKELY
    yield from ((found.span(), POSSIBLE) for found in spans.VAGUE.finditer(text))


def _count(span: Span, sentence: Sentence) -> Iterator[Fit]:
    """A number with its noun, or by itself; nothing for a "one" that counts nothing."""
    after = sentence.after(span)
    counted = next((word for word in after if _is_counted(word, sentence)), None)
    if sentence.text[slice(*span)].lower() == "one" and counted not in after[:2]:
        return
    if counted and not _BREAK.search(sentence.text[span[1] : counted.start]):
        other_words = counted.stem not in sentence.noun and counted.text in vocabulary.COUNTED
        yield (span[0], counted.end), LIKELY if other_words else SURE
    else:
        labelled = _LABEL.search(sentence.text[: span[0]])
        yield span, LIKELY if _beside(span, sentence) and not labelled else POSSIBLE


def _counts_as_well(span: Span, sentence: Sentence) -> bool:
    """Is what looks like a year a number, since the noun it counts or its verb follows: "2000 people", "1500 were"?"""
    after = sentence.after(span, reach=1)
    bare = sentence.text[slice(*span)].isdigit() and not _DATED.search(sentence.text[: span[0]])
    return bare and bool(after) and (after[0].text in ("were", "are") or _is_counted(after[0], sentence))


def _is_counted(word: Word, sentence: Sentence) -> bool:
    """Is a word what the question counts, or people by another name where it counts people?"""
    asked = sentence.noun or sentence.said
    return word.stem in sentence.noun or (word.text in vocabulary.PEOPLE and bool(asked & _people()))


@cache
def _people() -> frozenset[str]:
    """Stems of words that ask for people."""
    return frozenset(
        stem(word) for word in ("people", "person", "victims", "casualties", *vocabulary.DYING, *vocabulary.HURTING)
    )


def _beside(span: Span, sentence: Sentence) -> bool:
    """Stands a content word of the question within reach of a span?"""
    return any(word.stem in sentence.said for word in sentence.around(span))


def money(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Sums of money; then bare numbers and "nothing"."""
    yield from _matches(sentence, spans.MONEY, weaker=spans.NUMBER)
    yield from ((found.span(), POSSIBLE) for found in spans.VAGUE.finditer(sentence.text))


def shares(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Percentages and fractions; then bare numbers."""
    return _matches(sentence, spans.PERCENT, weaker=spans.NUMBER)


def durations(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Lengths of time; then since or until when."""
    return _matches(sentence, spans.DURATION, weaker=spans.SINCE)


def _matches(sentence: Sentence, pattern: re.Pattern[str], *, weaker: re.Pattern[str]) -> Iterator[Fit]:
    """What a pattern matches, and with less confidence what a weaker one does."""
    found = [match.span() for match in pattern.finditer(sentence.text)]
    yield from ((span, LIKELY) for span in found)
    for match in weaker.finditer(sentence.text):
        if not any(_overlap(match.span(), span) for span in found):
            yield match.span(), POSSIBLE


def measures(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Measures, surest in the unit asked for; not ages unless one is asked for, nor a conversion in brackets."""
    aged = asked.noun == "years"
    for found in spans.MEASURE.finditer(sentence.text):
        before = sentence.text[: found.start()]
        age = found.group().endswith("old") or before.endswith("aged ")
        unit = not aged and bool(sentence.noun & sentence.stems(found.span()))
        unfit = age != aged or before.endswith("(")
        yield found.span(), POSSIBLE if unfit else SURE if unit else LIKELY
    yield from ((found.span(), POSSIBLE) for found in spans.NUMBER.finditer(sentence.text))


def dates(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Dates, surest where they have the part asked for; then clauses of time."""
    part = _PARTS.get(asked.noun.rpartition(" ")[2])
    for found in spans.DATE.finditer(sentence.text):
        labelled = found.group().isdigit() and _LABEL.search(sentence.text[: found.start()])
        unfit = labelled or (part is not None and not part.search(found.group()))
        yield found.span(), POSSIBLE if unfit else SURE if part else LIKELY
    if part is None:
        yield from ((found.span(), POSSIBLE) for found in spans.TIME_CLAUSE.finditer(sentence.text))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
