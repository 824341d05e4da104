"""One clause of a question -> how it asks, and whether it is whole or leaves words to the clause beside it."""

from __future__ import annotations

import re
from enum import Enum

from qa.leaning import content, name_spans, names
from qa.vocabulary import (
    ARTICLES,
    AUXILIARIES,
    COUNTED,
    DYING,
    HAPPENING,
    HURTING,
    NAMED,
    PLACES,
    PREPOSITIONS,
    PRONOUNS,
    SIZES,
    TELLING,
    TITLES,
)

OWN = 2
"""Words of its own, or a name, that the first of several questions needs: with fewer it leans on the next."""
OPENING = 200
"""Characters of a clause by which it is told how it asks."""

_LEAD = (
    r"\W*(?:(?:and|but|also|so|please|kindly|can you|could you|would you|do you know|does anyone know|i want to know|"
    r"i would like to know|i[’']d like to know|i need to know)\b[ ,]*)*"
)
_ORDERS = rf"(?:{'|'.join(sorted(TELLING))})\b (?:(?:me|us|about|exactly|briefly) )*"
_WORD = re.compile(r"[\w’'-]+")
ASKING = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_POLITE = re.compile(_LEAD, re.IGNORECASE)
ORDER = re.compile(_ORDERS, re.IGNORECASE)
_TELLING = re.compile(rf"{_LEAD}(?:(?<=know )|(?<=know, )|{_ORDERS})(?={ASKING.pattern})", re.IGNORECASE)
"""Behind this a question need not have the form of one: "tell me what China urged"."""
_MANNER = re.compile(r"\b(?:in|as|for)\b.*", re.IGNORECASE | re.DOTALL)
"""How or for whom something is to be told: "in English"."""
_COMPLEMENT = re.compile(
    rf"\b(?:{'|'.join(sorted(PREPOSITIONS))}) (?:(?:{'|'.join(sorted(ARTICLES))}) )?[\w-]+\W*\Z", re.IGNORECASE
)
_MEASURED = SIZES | {"many", "much", "few", "long", "often", "soon"}
"""What "how" is followed by where it does not ask for a manner."""
_DOING = frozenset(("do", "does", "did"))
_BEING = frozenset(("is", "are", "was", "were"))
_EVENTS = DYING | HURTING | HAPPENING
_NOUNS = TITLES | NAMED | PLACES | COUNTED
_AGAIN = frozenset(("it", "they", "he", "she"))
_ENDING = PREPOSITIONS | ARTICLES | {"and", "or"}
"""What stands behind a verb and its subject."""


class Form(Enum):
    """How a clause asks."""

    INVERTED = "what did China urge"
    SUBJECT = "who claimed it"
    YES_NO = "is the port open"
    ORDER = "list the ports"
    INDIRECT = "what China urged"


def form(text: str) -> Form | None:
    """How a text asks, as far as its first words tell; None where it does not, or has no verb of its own."""
    text = text[:OPENING]
    text = text[polite(text) :]
    order = ORDER.match(text)
    if order:
        return Form.ORDER if len(content(text[order.end() :])) >= OWN or names(text) else None
    word, *rest = [found.lower() for found in _WORD.findall(text)] or [""]
    if word in PREPOSITIONS and rest:  # "from which port", "by whom"
        word, *rest = rest
    if word in AUXILIARIES - {"be", "been", "being"}:
        return _yes_no(text)
    if not ASKING.fullmatch(word) or not rest:
        return None
    if word == "who":
        return Form.SUBJECT
    if rest[0] in AUXILIARIES:
        return _auxiliary(word, rest)
    if word in ("when", "where", "why", "whom") or (word == "how" and rest[0] not in _MEASURED):
        return Form.INDIRECT if len(rest) > 1 else None
    auxiliary = next((one for one in rest[1:] if one in AUXILIARIES), None)
    if auxiliary or len(rest) > 2 or _EVENTS & set(rest):
        return Form.INVERTED if auxiliary in _DOING else Form.SUBJECT
    return Form.INDIRECT if word == "what" and len(rest) > 1 else None


def embeds(text: str) -> bool:
    """Has a clause another asking word than the one that opens it: "did Iran say who was killed"?"""
    asked = text[polite(text) :]
    opening = ASKING.match(asked)
    return bool(ASKING.search(asked, opening.end() if opening else 0))


def told(text: str) -> bool:
    """Is what a text asks told to be said: "tell me what China urged"?"""
    return bool(_TELLING.match(text))


def names_its_own(order: str) -> bool:
    """Does an order name something, other than how to say it: "explain in English" is about what was asked before."""
    return bool(names(_MANNER.sub("", order)))


def whole(text: str) -> bool:
    """Has a clause that asks with an auxiliary a verb to it? "how did Iran" and "what did the foreign minister" wait.

    Where that cannot be told it has none.
    """
    words = _WORD.findall(_plain(text[polite(text) :][:OPENING]))
    start = next((place for place, word in enumerate(words) if word.lower() in AUXILIARIES), None)
    if start is None or words[start].lower() in _BEING:
        return True
    subject = start + 1 + (words[start + 1 : start + 2] != [] and words[start + 1].lower() in ARTICLES)
    found = list[str]()
    for word in words[subject:]:
        if word.lower() in _ENDING or ASKING.fullmatch(word):
            break
        found.append(word)
    named = bool(found) and (found[0][0].isupper() or found[0].lower() in PRONOUNS)
    verbs = [word for word in found[named:] if not word[0].isupper()]
    needed = 1 if named or form(text) is Form.SUBJECT else OWN
    return len(verbs) >= needed and verbs[-1] not in _NOUNS and not re.search(r"[^s]s\Z", verbs[-1])


def lends_its_end(left: str, right: str) -> bool:
    """May the end of a clause be of the one before it too: "what did Iran say", "what did Pakistan say of the strikes"?

    It may where both open alike and only the second says so much, unless it speaks of the subject of the first.
    """
    one, other = (_WORD.findall(text[polite(text) :].lower()) for text in (left, right))
    if not one or not other or one[0] != other[0] or _AGAIN & set(other[1:3]):
        return False
    return len(_units(right)) > len(_units(left)) and not _COMPLEMENT.search(_plain(left))


def polite(text: str) -> int:
    """Where what is asked begins, behind "please tell me"."""
    found = _TELLING.match(text) or _POLITE.match(text)
    return found.end() if found else 0


def _auxiliary(word: str, rest: list[str]) -> Form | None:
    """How "what is …" and the like ask: "which was" leans on a noun before it, "what is" may be what somebody knows."""
    if word in ("which", "whose") or len(rest) < 2 or rest[1] == "not":
        return None
    return Form.SUBJECT if word == "what" and rest[0] in _BEING else Form.INVERTED


def _yes_no(text: str) -> Form | None:
    """How a text asks that opens with an auxiliary: surely only where a subject follows it."""
    first, *rest = _WORD.findall(text)
    if not rest or not content(text):
        return None
    subject = rest[0].lower() in ARTICLES | PRONOUNS or rest[0][0].isupper()
    if rest[0].lower() in PRONOUNS or (first.lower() in _DOING and subject):
        return Form.INVERTED
    return Form.YES_NO if subject else None


def _units(text: str) -> list[str]:
    """The content words of a text, a name being one."""
    return [word for word in content(_plain(text)) if word != "s"]


def _plain(text: str) -> str:
    """A text with one word for each name."""
    for start, end in reversed(name_spans(text)):
        text = f"{text[:start]}N{text[end:]}"
    return text
