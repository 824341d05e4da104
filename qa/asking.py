"""What kind of answer a question asks for, read off its asking word and the noun after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa import vocabulary as words


class Kind(StrEnum):
    """What an answer may be. NAME is of a person or an organisation; THING is what a noun names."""

    NAME = "name"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    MEASURE = "measure"
    REASON = "reason"
    MANNER = "manner"
    YES_NO = "yes or no"
    CHOICE = "choice"
    THING = "thing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """The kind of answer, and the noun that the question gives it ("aircraft" of "how many aircraft") or ""."""

    kind: Kind
    noun: str = ""


_ENDS = re.compile(r"(?<=[.!?])\s+(?=[\"“]?[A-Z])")
_ASKS = re.compile(r"\b(?:how|what|which|who|whom|whose|when|where|why)\b", re.IGNORECASE)
_AUXILIARY = re.compile(rf"\W*(?:{'|'.join(sorted(words.AUXILIARIES))})\b", re.IGNORECASE)
_EMBEDDED = re.compile(r"\W*(?:can|could|do|would|will) (?:you|we|i)\b|\W*(?:is|was) it known\b", re.IGNORECASE)
_LEAD = re.compile(r"\W*(?:and |so |but |about |approximately |roughly )*(?:\w+ )?\Z", re.IGNORECASE)
_LATER = re.compile(r",\s+(?:\w+ )?(?=(?:how|what|which|who|whom|whose|where)\b)", re.IGNORECASE)
_IMPERATIVE = re.compile(r"\W*(?:please )?(?:name|list|give|identify) ", re.IGNORECASE)
_IS = re.compile(r"\A[’']s\b")
_WORD = re.compile(r"[\w’'-]+")
_EMPTY = frozenset(("number", "name", "names", "amount", "following", "one"))
"""What "of" and a noun follow that says more."""
_LAST = words.TIMES - {"day", "time", "era"} | words.PLACES | words.SHARES
_STOPS = (
    words.AUXILIARIES
    | words.PREPOSITIONS
    | words.PRONOUNS
    | {"and", "but", "or", "if", "what", "which", "who", "when", "where", "how", "why", "not"}
)
_VERB_END = re.compile(r"[a-z]{3,}(?:ed|ing|ly)\Z")
_PAYING = re.compile(
    r"\b(?:money|cost|costs|pay|paid|pays|spend|spent|worth|earn|earned|fined?|price|donate\w*)\b", re.IGNORECASE
)
_SPANNING = re.compile(
    r"(?:is|was|are|were) (?:the |an? )?(?:\w+ )*(?:border|bridge|river|wall|tunnel|road|canal|coast\w*)\b",
    re.IGNORECASE,
)
_WHOSE_NOUN = {
    "who": Kind.NAME,
    "whom": Kind.NAME,
    "whose": Kind.NAME,
    "where": Kind.PLACE,
    "when": Kind.DATE,
    "why": Kind.REASON,
}


def expected(question: str) -> Asked:
    """The kind of answer that the last question of a text asks for; `Kind.OTHER` where nothing tells."""
    parts = [part for part in _ENDS.split(question.strip()) if _ASKS.search(part) or _AUXILIARY.match(part)]
    part = parts[-1] if parts else question
    if _AUXILIARY.match(part) and not _EMBEDDED.match(part):
        return Asked(Kind.CHOICE if re.search(r"\bor\b(?! not\b)", part) else Kind.YES_NO)
    found = _asking_word(part)
    if found is None:
        imperative = _IMPERATIVE.match(part)
        return _of_noun(_phrase(part[imperative.end() :])) if imperative else Asked(Kind.OTHER)
    word, rest = found.group().lower(), _IS.sub(" is ", part[found.end() :]).strip()
    if word == "how":
        return _how(rest)
    if word in ("what", "which"):
        return _what(rest, before=part[: found.start()].lower().split()[-1:])
    return Asked(_WHOSE_NOUN[word])


def _asking_word(part: str) -> re.Match[str] | None:
    """The word that asks: the first, unless it opens a clause before the question proper."""
    found = list(_ASKS.finditer(part))
    if not found:
        return None
    first = found[0]
    if _LEAD.fullmatch(part[: first.start()]):
        later = _LATER.search(part) if first.group().lower() in ("when", "where") else None
        return _ASKS.search(part, later.end()) if later else first
    strong = [one for one in found if one.group().lower() in ("how", "what", "which", "whom", "whose")]
    return (strong or found)[0]


def _how(rest: str) -> Asked:
    """What "how" and the words after it ask for."""
    first, _, after = rest.partition(" ")
    first = first.lower().strip("?.,")
    if first in ("many", "much", "few"):
        noun = _phrase(after)
        kind = _counted(noun)
        if first == "much" and (_PAYING.search(after) or (not noun and not after.strip("? "))):
            kind = Kind.MONEY
        return Asked(kind, noun)
    if first == "long":
        return Asked(Kind.MEASURE if _SPANNING.match(after) else Kind.DURATION)
    if first in words.SIZES:
        return Asked(Kind.MEASURE, "years" if first in ("old", "young") else "")
    if first in ("soon", "late", "early", "recently"):
        return Asked(Kind.DATE)
    return Asked(Kind.OTHER if first in ("often", "well", "important") else Kind.MANNER)


def _counted(noun: str) -> Kind:
    """The kind of what "how many" of a noun asks for, by its last word."""
    head = noun.rpartition(" ")[2]
    table = ((words.LASTING, Kind.DURATION), (words.MEASURING, Kind.MEASURE), (words.MONEYS | {"money"}, Kind.MONEY))
    return next((kind for group, kind in table if head in group), Kind.NUMBER)


def _what(rest: str, *, before: list[str]) -> Asked:
    """What "what" or "which" and the words after it ask for."""
    tokens = [token.lower() for token in _WORD.findall(rest)]
    if not tokens:
        return Asked(Kind.DATE if before == ["since"] else Kind.OTHER)
    if tokens[0] == "of":  # "which of the four countries"
        return _of_noun(_phrase(rest[2:]))
    if tokens[0] not in words.AUXILIARIES:
        return _of_noun(_phrase(rest))
    after = rest.partition(" ")[2].strip()
    owned = re.match(r"(?:[\w.-]+ )*?[\w.-]+(?:[’']s|s[’']) ", after)
    called = owned or (tokens[1:2] and tokens[1] in words.ARTICLES) or tokens[2:3] == ["of"]
    if tokens[0] in ("is", "was", "are", "were") and called:
        return _of_noun(_phrase(after[owned.end() :] if owned else after))
    return Asked(Kind.MONEY if re.search(r"\b(?:cost|pay|paid)\W*\Z", rest) else Kind.OTHER)


def _phrase(rest: str) -> str:
    """The noun phrase that a text begins with, lower-cased, without its article; "" where a verb comes first."""
    kept: list[str] = []
    for written in _WORD.findall(rest)[:7]:
        token = written.lower()
        if not kept and token in words.ARTICLES | {"of", "other", "total", "more"}:
            continue
        if token == "of" and kept and kept[-1] in words.SORTS:
            kept = [kept[-1], "of"]
        elif token == "of" and kept and kept[-1] in _EMPTY:
            kept.clear()
        elif (token in _STOPS and written != "US") or _VERB_END.match(written):
            break
        elif token in words.ARTICLES:  # what stands before an article is a verb
            return " ".join(kept[:-1] or kept)
        elif kept and _ends_noun(kept[-1], token):
            break
        else:
            kept.append(token)
    return " ".join(kept[:5]).removesuffix(" of")


def _ends_noun(word: str, following: str) -> bool:
    """Does a noun phrase end with a word: a plural before what is none, or a noun of time, place or share?"""
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s", "news"))
    return (plural and not following.endswith("s")) or word in _LAST


_NOUNS = (
    (words.TIMES, Kind.DATE),
    (words.PLACES, Kind.PLACE),
    (words.SHARES, Kind.PERCENT),
    (words.COSTS, Kind.MONEY),
    (words.AMOUNTS, Kind.NUMBER),
    (words.CAUSES, Kind.REASON),
)


def _of_noun(noun: str) -> Asked:
    """What "which NOUN" asks for, by the noun's last word."""
    head = noun.rpartition(" ")[2]
    singular = head.removesuffix("s") if head not in words.TIMES else head
    if head.endswith("ies"):
        singular = head[:-3] + "y"
    kind = next((kind for group, kind in _NOUNS if head in group or singular in group), None)
    if kind:
        return Asked(kind, noun)
    return Asked(Kind.THING, noun) if noun else Asked(Kind.OTHER)
