"""What a question leans on in the turns before: pronouns, words that point back, a sentence without its verb; names."""

from __future__ import annotations

import re

from index.times import times_in
from qa.vocabulary import ASKING, CALENDAR, REACTING

Span = tuple[int, int]
FRAGMENT = 40
"""Characters of a follow-up without a verb, after which it is a question of its own."""

OWN = 2
"""Words of its own with which a sentence gives the next one's pronouns something to stand for."""

_NAME = re.compile(r"\b(?:[A-Z][\w’'&-]*[\w](?:(?: of| the| al| de| and the)? [A-Z][\w’'&-]*[\w])*|[A-Z]{2,})")
_OPENS = re.compile(r"(?:^|[.?!] )\s*$")
_LOWER = re.compile(r" (?!and\b|or\b)[a-z]")
"""With _OPENS: what stands around a word that has its capital from opening a sentence."""
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:these|those|this)\b(?! (?:days?|week|weekend|month|quarter|year|morning|afternoon|evening|time|"
    r"briefings?|documents?|notes?|files?|folder|reports?|sources?|desk)\b)"
    r"|\b(?:is|are|was|were|do|does|did|has|had|will|would|can|could|should|why|how|and|about|after|before|since|of|in|on|"
    r"for|to|from|with|by|than|like) that\b|\bthat(?=\W*$)|\bone(?=\W*$)|\bthe (?:former|latter)\b",
    re.IGNORECASE,
)
"""What points at something said before: not "this week", nor the "that" of "says that"."""
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )\bthere\b"
    r"(?! (?:is|are|was|were|be|been|has|have|had|will|in|on|at)\b)",
    re.IGNORECASE,
)
"""A place said before: not the "there" of "is there"."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)\b", re.IGNORECASE
)
_TURNING = re.compile(
    r"(?:(?:and|but|or|so|no|nope|sorry|oops|actually|well|yes|ok|okay|then)\b[,.!;:…–-]* *)*"
    r"(?:(?:(?:what|how) about|i mean|i meant to say|i meant to ask|i meant|tell me more about|tell me more)\b *)?",
    re.IGNORECASE,
)
"""How a follow-up begins that only names what is new: "and …", "what about …", "no, I meant …"."""
_PLACED = re.compile(
    r"(?:in|on|at|near|from|to|against|by|with|for|of|around|inside|outside|as of|since|before|after|until|during) "
    r"(?!when\b|who)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:when|where|who|whom|why|how|which|what|if|show|give|list|tell|name|explain|describe|compare|summari[sz]e)\b",
    re.IGNORECASE,
)
"""How what has no auxiliary begins and is a question or an order all the same."""
_BARE = re.compile(
    r"(?:(?:since|until|by|for|to|with|from|in|on|at) )?(?:why|when|where|how|who|whom|which|any\w*|what else)\b"
    r"[^.?!]{0,30}[?.!]*$",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:thanks|thank you|thank|okay|ok|great|hello|hi|good|got it|cheers|perfect)\b[^?]{0,30}$", re.IGNORECASE
)
_TAKING_PART = re.compile(r"(?:how many|how much|who|whose|was anyone|were any)\b(?! (?:is|are)\b)", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:is it|isn[’']t it|it is|it[’']s|was it|would it be) (?:\w+ )?\w+ (?:to|that|if|for)\b"
    r"|\b(?:is it true|is it possible|it is true|does it take to)\b",
    re.IGNORECASE,
)
"""An "it" that stands for nothing: "is it safe to"."""


def depends(question: str) -> bool:
    """Does a question lean on what was said before: a pronoun without its noun, or too few words of its own?"""
    if is_courtesy(question):
        return False
    if bare(question) or fragment(question) is not None or pointing(question) or place(question) is not None:
        return True
    if reacts(question):
        return True
    found = pronoun(question)
    if found is None or any(start < found.start() for start, _ in name_spans(question)):
        return False
    *before, _ = re.split(r"[.?!]\s", question[: found.start()])
    return len(content(" ".join(before))) < OWN


def asks_of_event(question: str) -> bool:
    """Does it ask who or how many, without a name or a time: of what was last spoken of, then?"""
    if not _TAKING_PART.match(question.strip()) or name_spans(question) or times_in(question):
        return False
    return 0 < len(content(question)) <= OWN


def reacts(question: str) -> bool:
    """Does it ask what somebody does about something said before: "Does Iraq agree?"."""
    *_, who = "", *names(question)
    verbs = {word.lower() for word in content(question) if word not in who.split()}
    return bool(verbs) and verbs <= REACTING


def is_courtesy(text: str) -> bool:
    """Is it thanks or a greeting, which asks for nothing?"""
    return bool(_COURTESY.match(text.strip()))


def bare(question: str) -> bool:
    """Is it a question word with next to nothing: "why?", "since when?", "how many died?"."""
    return not _VERB.search(question) and bool(_BARE.match(question.strip())) and len(content(question)) <= 1


def fragment(question: str) -> str | None:
    """What is new in a follow-up without a verb of its own: "in Erbil" in "and in Erbil?"; None for other questions."""
    question = question.strip()
    opener = _TURNING.match(question)
    said = opener.group() if opener else ""
    new = question[len(said) :].strip(" ?.!,")
    if _VERB.search(new) or len(new) > FRAGMENT or _WHOLE.match(new):
        return None
    if _PLACED.match(new):
        new = new[0].lower() + new[1:]
    if said:
        return re.sub(r"^(?:the|that|those) ones? (?=\w)", "", new) if new or " " in said.strip() else None
    elliptic = question.endswith("?") and (_PLACED.match(new) or names(new) == [new])
    return new if elliptic else None


def pointing(question: str) -> bool:
    """Does it hold a word that points at something said before?"""
    return bool(_POINTING.search(question))


def place(question: str) -> Span | None:
    """Where it says "there" of a place said before."""
    found = _THERE.search(question)
    return found.span() if found and not name_spans(question[: found.start()]) else None


def pronoun(question: str) -> re.Match[str] | None:
    """The first pronoun that stands for something."""
    return _PRONOUN.search(_FILLER.sub(lambda found: " " * len(found[0]), question))


def content(question: str) -> list[str]:
    """The words of a question that say what it is about."""
    return [
        word for word in re.findall(r"\w+", question) if word.lower() not in ASKING and not _PRONOUN.fullmatch(word)
    ]


def name_spans(text: str) -> list[Span]:
    """Where capitalised names stand, in order; neither the word that opens a question nor a day or month is one."""
    found = []
    for match in _NAME.finditer(text):
        start, words = match.start(), match.group().split(" ")
        while words and (_plain(words[0]) in ASKING | CALENDAR or _PRONOUN.fullmatch(words[0])):
            start += len(words.pop(0)) + 1
        name = " ".join(words)
        if name and not (len(words) == 1 and _OPENS.search(text[:start]) and _LOWER.match(text[match.end() :])):
            found.append((start, start + len(re.sub(r"[’']s?$", "", name))))
    return found


def _plain(word: str) -> str:
    """A word in small letters, without what an apostrophe joins to it."""
    return re.split("[’']", word.lower())[0]


def names(text: str) -> list[str]:
    """The capitalised names of a text, each once."""
    return list(dict.fromkeys(text[start:end] for start, end in name_spans(text)))
