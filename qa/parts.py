"""Several questions asked in one -> each by itself, in order; one question stays as it is."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from index.sentences import split_sentences
from index.times import times_in
from qa.leaning import content, fragment, names
from qa.vocabulary import ARTICLES, AUXILIARIES, DYING, HAPPENING, HURTING, PREPOSITIONS, PRONOUNS, SIZES, TELLING

OWN = 2
"""Words of its own, or a name, that the first of several questions needs: with fewer it leans on the next."""

_LEAD = (
    r"\W*(?:(?:and|but|also|so|please|kindly|can you|could you|would you|do you know|does anyone know|i want to know|"
    r"i would like to know|i[’']d like to know|i need to know)\b[ ,]*)*"
)
_ORDERS = rf"(?:{'|'.join(sorted(TELLING))})\b (?:(?:me|us|about|exactly|briefly) )*"
_WORD = re.compile(r"[\w’'-]+")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_ASKING = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_END = re.compile(r"(?<=[?？])[\s”\"')\]]*(?=\S)")
_JOINT = re.compile(r"(?P<mark>\s*[,;])?\s+(?P<word>(?:and|but)\s+(?:also\s+|then\s+)?)?", re.IGNORECASE)
"""What may stand between two questions; what stands on either side decides whether it does."""
_POLITE = re.compile(_LEAD, re.IGNORECASE)
_ORDER = re.compile(_ORDERS, re.IGNORECASE)
_TELLING = re.compile(rf"{_LEAD}(?:(?<=know )|(?<=know, )|{_ORDERS})", re.IGNORECASE)
"""Behind this a question need not have the form of one: "tell me what China urged"."""
_SETTING = re.compile(
    rf"\W*(?:according to|{'|'.join(sorted(PREPOSITIONS))}) (?!{_ASKING.pattern})[^,?]{{2,80}},\s+", re.IGNORECASE
)
"""How a question begins that first says where, when or by whom: it says so of all that follows."""
_WAITING = re.compile(r"\b(?:between|both|either|whether|compare)\b(?!.* and )", re.IGNORECASE)
"""What waits for an "and" of its own."""
_MEASURED = SIZES | {"many", "much", "few", "long", "often", "soon"}
"""What "how" is followed by where it does not ask for a manner."""
_DOING = frozenset(("do", "does", "did"))
_BEING = frozenset(("is", "are", "was", "were"))
_EVENTS = DYING | HURTING | HAPPENING


class Form(Enum):
    """How a clause asks."""

    INVERTED = "what did China urge"
    SUBJECT = "who claimed it"
    YES_NO = "is the port open"
    ORDER = "list the ports"
    INDIRECT = "what China urged"


def parts(question: str) -> tuple[str, ...]:
    """The questions that a text joins, each with its capital and its mark; the text itself where it asks one thing.

    "and" parts two questions only where each has its own asking word and its own verb: "Who signed and dated it?",
    "When and where did they meet?" and "the what and why of it" are one. What asks nothing stays with the one before.
    """
    found = [part for sentence in _sentences(question) for part in _clauses(sentence)]
    return tuple(map(_finished, found)) if len(found) > 1 else (question,)


def _sentences(text: str) -> list[str]:
    """The sentences that ask, what asks nothing standing with the one before it, or at the beginning the one after."""
    masked = _masked(text)
    begins = {start for start, _ in split_sentences(masked)} | {match.end() for match in _END.finditer(masked)}
    cuts = [0, *sorted(begins - {0}), len(text)]
    found, asked = [""], False
    for piece in (text[start:end] for start, end in pairwise(cuts)):
        asks = _asks(piece)
        if asked and (asks or fragment(piece)):
            found.append(piece)
        else:
            found[-1] += piece
        asked = asked or asks
    return found


def _asks(sentence: str) -> bool:
    """Does a sentence ask something of its own? An order that names nothing is about what was asked before."""
    form = _form(sentence)
    return form not in (None, Form.INDIRECT) and (form is not Form.ORDER or bool(names(sentence)))


def _clauses(sentence: str) -> list[str]:
    """The questions that one sentence joins, each with the setting that it opens with."""
    opening = _SETTING.match(sentence)
    setting = opening.group() if opening else ""
    rest, start, found = sentence[len(setting) :], 0, list[str]()
    for joint in _JOINT.finditer(_masked(rest)):
        left, right = rest[start : joint.start()], rest[joint.end() :]
        if _part(left, right, joint):
            found.append(left)
            start = joint.end()
    first, *later = [*found, rest[start:]]
    return [setting + first, *(one if times_in(setting) and times_in(one) else setting + one for one in later)]


def _part(left: str, right: str, joint: re.Match[str]) -> bool:
    """Do the words between two texts part two questions?"""
    mark, word = (joint["mark"] or "").strip(), joint["word"]
    one, other = (_form(left), _form(right)) if mark or word else (None, None)
    if one is None or other is None or _WAITING.search(left):
        return False
    if not word and mark != ";" and not (other is Form.INVERTED and _ASKING.match(right)):
        return False
    if len(content(left)) < OWN and not names(left):
        return False
    if other is Form.INVERTED:
        return one is not Form.INDIRECT
    if Form.INDIRECT in (one, other):
        return bool(_TELLING.match(left))
    embedded = len(_ASKING.findall(_masked(left))) > 1
    return not embedded and (other is not Form.YES_NO or one is other)


def _form(text: str) -> Form | None:
    """How a text asks, as far as its first words tell; None where it does not, or has no verb of its own."""
    text = text[_polite(text) :]
    order = _ORDER.match(text)
    if order:
        return Form.ORDER if len(content(text[order.end() :])) >= OWN or names(text) else None
    word, *rest = [found.lower() for found in _WORD.findall(text)] or [""]
    if word in PREPOSITIONS and rest:  # "from which port", "by whom"
        word, *rest = rest
    if word in AUXILIARIES - {"be", "been", "being"}:
        return _yes_no(text)
    if not _ASKING.fullmatch(word) or not rest:
        return None
    if word == "who":
        return Form.SUBJECT
    if rest[0] in AUXILIARIES:
        return _auxiliary(word, rest)
    if word in ("when", "where", "why", "whom") or (word == "how" and rest[0] not in _MEASURED):
        return Form.INDIRECT if len(rest) > 1 else None
    if AUXILIARIES & set(rest[1:]):
        return Form.INVERTED
    if len(rest) > 2 or _EVENTS & set(rest):
        return Form.SUBJECT
    return Form.INDIRECT if word == "what" and len(rest) > 1 else None


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


def _polite(text: str) -> int:
    """Where what is asked begins, behind "please tell me"."""
    told = _TELLING.match(text)
    if told and _ASKING.match(text, told.end()):
        return told.end()
    lead = _POLITE.match(text)
    return lead.end() if lead else 0


def _masked(text: str) -> str:
    """A text of the same length without what stands in quotation marks."""
    return _QUOTED.sub(lambda found: "”" * len(found[0]), text)


def _finished(part: str) -> str:
    """A question as one would type it alone."""
    part = part.strip().rstrip(",;")
    part = part[:1].upper() + part[1:]
    if re.search(r"[.?!？][”\"')\]]*\Z", part):
        return part
    return f"{part}." if _ORDER.match(part) else f"{part}?"
