"""What a claim says and its quotes do not, whatever else they share: a number, a name, a negation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.keywords import terms
from index.sentences import split_sentences
from qa.alignment import content_words
from qa.vocabulary import NUMBERS, OPENING, REPORTING

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
NEGATION = re.compile(
    r"\b(?:not(?! only)|no|never|none|nobody|nothing|neither|nor|without|denie[sd]|deny|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"(?:ly|ing|ed|ents?|ants?|ives?|ful|ous|al|als|ics?|ers?|ions?|ity|ities|ness|ments?|less|[ai]ble|ists?)\Z|Even\Z"
)
"""How a word ends that may well open a sentence without being a name."""

_OF_A_PLACE = ("i", "n", "an", "ean", "ian", "ese", "ish", "s", "is")
"""What makes a people of a place, as far as the stems go: Pakistan and Pakistani."""

_SUBJECT = re.compile(r"\b([A-Z][\w’'-]+(?:(?:,? and |, | )[A-Z][\w’'-]+)*) ([a-z]\w+)(?![\w’'-])(?! by\b)")

REACH = 2
"""Content words after a negation that it denies."""

SAME = 0.5
"""The share of a claim's content words from which a sentence that holds them is about the same thing."""


def numbers(text: str) -> set[str]:
    """The numbers of a text, small ones in words as well as figures; thousands without their comma."""
    figures = set(_NUMBER.findall(without_commas(text)))
    words = {NUMBERS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBERS}
    return figures | (words - {"1"} | ({"1"} & figures))


def without_commas(text: str) -> str:
    """A text whose numbers have no comma between their thousands."""
    return _THOUSANDS.sub("", text)


def missing_names(claim: str, quotes: Sequence[str]) -> list[str]:
    """The names of a claim, as written, that no quote has in any form and that it cannot be taking for granted.

    It may where the nearest sentence names nobody else in their place and is not about the same thing, as a page does
    not repeat its title. A word that opens the claim, and could do so without being a name, needs somebody else.
    """
    present = {stem for quote in quotes for stem in terms(quote)}
    initials = " ".join("".join(name[0] for name in _NAME.findall(quote)) for quote in quotes)
    lost = []
    for match in _NAME.finditer(claim):
        name = match.group()
        short = claim[: match.start()].endswith("(") or (name.isupper() and name in initials)
        if not short and not all(_known(stem, present) for stem in terms(name)):
            lost.append(match)
    near = nearest(claim, quotes)
    if not other_names(claim, near):
        lost = [match for match in lost if not _plain(match)] if _same(claim, near) else []
    return [match.group() for match in lost]


def other_names(claim: str, quote: str) -> list[str]:
    """The names of a quote, as written, that stand nowhere in a claim."""
    present = set(terms(claim))
    found = [match for match in _NAME.finditer(quote) if not _plain(match)]
    return [one.group() for one in found if not all(_known(stem, present) for stem in terms(one.group()))]


def negation_differs(claim: str, quotes: Sequence[str]) -> bool:
    """Does one side deny what the other says? Only the nearest sentence counts: a negation elsewhere denies else."""
    near = nearest(claim, quotes)
    claimed, quoted = _denied(claim), _denied(near)
    if (claimed is None) == (quoted is None) or not _same(claim, near):
        return False
    said = {stem for _, stem in content_words(near if quoted is None else claim)}
    return bool((claimed or quoted or set()) & said)


def roles_differ(claim: str, quotes: Sequence[str]) -> bool:
    """Does somebody else in the nearest sentence do what a name of the claim does, and nobody by that name?"""
    quoted = _doing(nearest(claim, quotes))
    for names, deed in _doing(claim):
        others = [some for some, other in quoted if other == deed]
        if others and not any(_known(name, some) for some in others for name in names):
            return True
    return False


def without_negations(text: str) -> str:
    """A text that says what it denied."""
    return NEGATION.sub("", text)


def nearest(claim: str, quotes: Sequence[str]) -> str:
    """The sentence of the quotes that shares most content words with a claim, the first of equals."""
    words = {stem for _, stem in content_words(claim)}
    sentences = [quote[start:end] for quote in quotes for start, end in split_sentences(quote)]
    return max(sentences, key=lambda sentence: len(words & set(terms(sentence))), default="")


def _same(claim: str, sentence: str) -> bool:
    """Does a sentence hold most of a claim's content words, so that both must be about the same thing?"""
    words = {stem for _, stem in content_words(claim)}
    return len(words & set(terms(sentence))) >= SAME * len(words)


def _denied(text: str) -> set[str] | None:
    """The content words that the negations of a text reach; None where there is no negation."""
    found = [match.end() for match in NEGATION.finditer(text)]
    words = content_words(text)
    reached = [[stem for (start, _), stem in words if start >= end][:REACH] for end in found]
    return {stem for one in reached for stem in one} if found else None


def _doing(text: str) -> list[tuple[set[str], str]]:
    """The names that stand right before a content word, and that word: who does what, as far as order tells.

    Verbs that give somebody's word count as one.
    """
    found = []
    for match in _SUBJECT.finditer(text):
        names = {stem for stem in terms(match.group(1)) if stem not in _opening()}
        deed = [stem for _, stem in content_words(match.group(2))]
        deed = ["say"] if match.group(2) in REPORTING else deed
        if names and deed:
            found.append((names, deed[0]))
    return found


def _plain(name: re.Match[str]) -> bool:
    """Does a capitalised word open its text, where it may be an ordinary one?"""
    return not re.search(r"\w", name.string[: name.start()]) and bool(_ORDINARY.search(name.group()))


def _known(stem: str, present: set[str]) -> bool:
    """Is a word of a name one of some words, may open a sentence anyway, or is of the people of one, or its place?"""
    if stem in present or stem in _opening():
        return True
    longer = (f"{stem}{ending}" for ending in _OF_A_PLACE)
    shorter = (stem.removesuffix(ending) for ending in _OF_A_PLACE if len(stem.removesuffix(ending)) > 3)
    return any(form in present for form in (*longer, *shorter))


@cache
def _opening() -> frozenset[str]:
    return frozenset(terms(" ".join(OPENING)))
