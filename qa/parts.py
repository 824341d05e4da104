"""Several questions asked in one -> each by itself, in order; one question stays as it is."""

from __future__ import annotations

import re
from itertools import pairwise

from index.sentences import split_sentences
from index.times import times_in
from qa.clauses import ASKING, OPENING, ORDER, OWN, Form, embeds, form, lends_its_end, names_its_own, told, whole
from qa.leaning import content, fragment, names
from qa.vocabulary import PREPOSITIONS

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_END = re.compile(r"(?<=[?？])[\s”\"')\]]*(?=\S)")
_JOINT = re.compile(
    r"(?P<mark>\s*[,;])\s+(?P<word>(?:and|but)\s+(?:also\s+|then\s+)?)?|\s+(?P<alone>(?:and|but)\s+(?:also\s+|then\s+)?)",
    re.IGNORECASE,
)
"""What may stand between two questions; what stands on either side decides whether it does."""
_SETTING = re.compile(
    rf"\W*(?:according to|{'|'.join(sorted(PREPOSITIONS))}) (?!{ASKING.pattern})[^,?]{{2,80}},\s+", re.IGNORECASE
)
"""How a question begins that first says where, when or by whom: it says so of all that follows."""
_WAITING = re.compile(r"\b(?:between|both|either|whether|compare)\b(?!.* and )", re.IGNORECASE)
"""What waits for an "and" of its own."""
_LEFT = re.compile(rf"{ASKING.pattern}\W*\Z", re.IGNORECASE)


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
    asks = form(sentence)
    return asks not in (None, Form.INDIRECT) and (asks is not Form.ORDER or names_its_own(sentence))


def _clauses(sentence: str) -> list[str]:
    """The questions that one sentence joins, each with the setting that it opens with."""
    opening = _SETTING.match(sentence)
    setting = opening.group() if opening else ""
    rest, start, found = sentence[len(setting) :], 0, list[str]()
    joints = [one for one in _JOINT.finditer(_masked(rest)) if form(rest[one.end() : one.end() + OPENING])]
    begins, ends = [0, *(one.end() for one in joints)], [*(one.start() for one in joints), len(rest)]
    pieces = [rest[begin:end] for begin, end in zip(begins, ends, strict=True)]
    for joint, (before, after) in zip(joints, pairwise(pieces), strict=True):
        before = setting + before if times_in(setting) and times_in(after) else before
        lent = any(lends_its_end(before, one) for one in (after, pieces[-1]))
        if not lent and _part(rest[start : joint.start()], after, joint):
            found.append(rest[start : joint.start()])
            start = joint.end()
    first, *later = [*found, rest[start:]]
    return [setting + first, *(one if times_in(setting) and times_in(one) else setting + one for one in later)]


def _part(left: str, right: str, joint: re.Match[str]) -> bool:
    """Do the words between two texts part two questions? Not where it cannot be told."""
    one, other = form(left), form(right)
    if one is None or other is None or _WAITING.search(left) or _LEFT.search(left):
        return False
    bare = joint["mark"] and not joint["word"] and ";" not in joint["mark"]
    if bare and (other is not Form.INVERTED or not ASKING.match(right)):
        return False
    if (len(content(left)) < OWN and not names(left)) or not whole(left) or not whole(right):
        return False
    if other is Form.INVERTED:
        return one is not Form.INDIRECT
    if embeds(_masked(left)) or (other is Form.ORDER and not names_its_own(right)):
        return False
    if Form.INDIRECT in (one, other):
        return told(left)
    return other is not Form.YES_NO or one is other


def _masked(text: str) -> str:
    """A text of the same length without what stands in quotation marks."""
    return _QUOTED.sub(lambda found: "”" * len(found[0]), text)


def _finished(part: str) -> str:
    """A question as one would type it alone."""
    part = part.strip().rstrip(",;")
    part = part[:1].upper() + part[1:]
    if re.search(r"[.?!？][”\"')\]]*\Z", part):
        return part
    return f"{part}." if ORDER.match(part) else f"{part}?"
