"""Names, places and things of a sentence, with how well each fits what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa import spans
from qa.asking import Asked
from qa.fitting import LIKELY, POSSIBLE, SURE, Fit, Sentence, Word, stem
from qa.spans import Span
from qa.vocabulary import COUNTRIES, EVENTS, LEADING, NAMED, SORTS, TITLES

_INTO = re.compile(
    r"\b(?:in|at|from|near|to|into|across|around|through|of|outside|inside|off|on|via|over|between)(?: the)? \Z"
)
_TITLED = re.compile(rf"(?:{'|'.join(sorted(TITLES))})\b\.?,?(?: |\Z)", re.IGNORECASE)
_PEOPLES = re.compile(
    r"(?:[a-z]{2}(?:ian|ish|ese|eli|ean|can)s?|French|Dutch|Greek|Swiss|Welsh|Iraqi|Pakistani|German|Norman|Norse|Arab"
    r"|Roman)\Z"
)
_BY = re.compile(r" by (?:the )?(?:[\w-]+ ){0,3}")
_TO_VERB = re.compile(r"(?: [\w-]+){0,2} |, [^,;:()]+,(?: \w+)? ")
"""What may stand between a name and the verb it does: a few words, or an aside between commas."""


def names(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Names, surest where the sentence says that they did what the question asks about; likely ones with a title."""
    for span in spans.names(sentence.text):
        before = sentence.text[: span[0]]
        titled = _TITLED.match(sentence.text[slice(*span)]) or _TITLED.search(before.rpartition(" ")[0][-20:] + " ")
        if _acts(span, sentence):
            yield span, SURE
        elif _doubtful(span, sentence.text) or (_INTO.search(before) and not titled):
            yield span, POSSIBLE
        else:
            yield span, LIKELY


def places(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Names, likelier after "in" and the like, surest with the noun asked for; countries where one is asked for."""
    country = asked.noun.endswith(("country", "countries", "nation", "nations"))
    for span in spans.names(sentence.text):
        name = sentence.text[slice(*span)].lower()
        if _of_a_people(span, sentence.text) or EVENTS & set(name.split()):
            yield span, POSSIBLE
        elif country:
            yield span, SURE if name.removeprefix("the ") in COUNTRIES else POSSIBLE
        elif _called(span, sentence):
            yield span, SURE
        else:
            yield span, LIKELY if _INTO.search(sentence.text[: span[0]]) else POSSIBLE


def things(asked: Asked, sentence: Sentence) -> Iterator[Fit]:
    """Names with the noun asked for in them or beside them, that noun with its qualifiers, then other names."""
    first, _, head = asked.noun.rpartition(" ")
    for span in spans.names(sentence.text):
        if head in NAMED and sentence.direct and _acts(span, sentence):
            yield span, SURE
        elif _called(span, sentence):
            sure = stem(head) in sentence.stems(span) or _follows(span, stem(head), sentence)
            yield span, SURE if sentence.direct and sure else LIKELY
        else:
            yield span, LIKELY if head in NAMED and not _doubtful(span, sentence.text) else POSSIBLE
    sort = first.partition(" ")[0] in SORTS
    for span in _qualified(stem(head), sentence):
        yield span, SURE if sort else LIKELY if sentence.direct else POSSIBLE


def _acts(span: Span, sentence: Sentence) -> bool:
    """Does a name what the question's verb says: shortly before it, or after it and "by"?"""
    verb = next((word for word in sentence.words if word.stem == sentence.verb), None)
    if verb is None or _of_a_people(span, sentence.text):
        return False
    if span[0] >= verb.end:
        return bool(_BY.fullmatch(sentence.text[verb.end : span[0]]))
    between = sentence.text[span[1] : verb.start]
    return bool(_TO_VERB.fullmatch(between)) and not _INTO.search(sentence.text[: span[0]])


def _doubtful(span: Span, text: str) -> bool:
    """Is a name perhaps none: a people's, or one word that opens the sentence and is no country or acronym?"""
    name = text[slice(*span)]
    known = " " in name or name.lower() in COUNTRIES or name.isupper()
    return _of_a_people(span, text) or (not known and not text[: span[0]].strip("\"'“‘( "))


def _of_a_people(span: Span, text: str) -> bool:
    """Is a name a people's or a language's, or part of a compound?"""
    return bool(_PEOPLES.search(text[slice(*span)])) or text[span[1] : span[1] + 1] == "-"


def _called(span: Span, sentence: Sentence) -> bool:
    """Has a name the noun asked for in it, or right beside it?"""
    near = sentence.stems(span) | {word.stem for word in sentence.around(span, reach=1)}
    return bool(near & sentence.noun)


def _follows(span: Span, head: str, sentence: Sentence) -> bool:
    """Stands a name right after the noun it is of: "the firm Telenet"?"""
    before = [word for word in sentence.words if word.end == span[0] - 1]
    return bool(before) and before[0].stem == head and sentence.text[span[0] - 1] == " "


def _qualified(head: str, sentence: Sentence) -> Iterator[Span]:
    """The noun asked for with the words that qualify it: "steam turbine engines" for "what engines"."""
    for index, word in enumerate(sentence.words):
        first = index
        while word.stem == head and 0 < first > index - 3:
            if not _qualifies(sentence.words[first - 1], sentence.words[first], sentence.text):
                break
            first -= 1
        if first < index:
            yield sentence.words[first].start, word.end


def _qualifies(word: Word, following: Word, text: str) -> bool:
    """Is a word one that tells which thing is meant, right before the next?"""
    joined = text[word.end : following.start] in (" ", "-")
    return joined and not (word.text in LEADING or word.text.endswith(("ed", "ly")) or word.text.isdigit())
