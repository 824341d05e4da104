"""A follow-up and the turns before it -> one question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import ModelError
from index.keywords import terms
from qa.llm import LLM
from qa.prompts import REWRITE_SYSTEM
from qa.records import Message, Turn
from qa.vocabulary import ASKING, CALENDAR, HAPPENING

TURNS = 6
"""Turns of a conversation that a model is shown for a rewriting."""
REWRITING = 1000
"""Characters after which a rewriting is given up."""

_NAME = re.compile(r"\b(?:[A-Z][\w’'&-]*[\w](?:(?: of| the| al| de| and the)? [A-Z][\w’'&-]*[\w])*|[A-Z]{2,})")
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:these|those|this)\b(?! (?:days?|week|weekend|month|quarter|year|morning|afternoon|evening|time|"
    r"briefings?|documents?|notes?|files?|folder|reports?|sources?|desk)\b)"
    r"|\b(?:is|are|was|were|do|does|did|has|had|will|would|can|could|should|why|how|and|about|after|before|since|of|in|on|"
    r"for|to|from|with|by|than|like) that\b|\bthat(?=\W*$)",
    re.IGNORECASE,
)
"""What points at something said before: not "this week", nor the "that" of "says that"."""
_POSSESSIVE = {"its", "their", "his", "her"}
_PLURAL = {"they", "them", "their"}
_PERSON = {"he", "him", "his", "she", "her"}
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:and|but|or|what about|how about|tell me more)\b[^.?!]{0,30}[?.!]*$", re.IGNORECASE)
_BARE = re.compile(
    r"(?:(?:since|until|by|for|to|with|from|in|on|at) )?(?:why|when|where|how|who|whom|which)\b[^.?!]{0,30}[?.!]*$",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"(?:thanks|thank you|okay|ok|great|hello|hi)\b[^?]{0,20}$", re.IGNORECASE)
_FILLER = re.compile(r"\b(?:is it true|is it possible|it is true)\b", re.IGNORECASE)


def stand_alone(question: str, history: Sequence[Turn], *, llm: LLM | None = None) -> str:
    """The question with what it leaves to the turns before filled in; itself where it leaves nothing.

    A model's rewriting is taken only if every word of it comes from the conversation, and none of the question is lost.
    """
    asked = (turn.text.strip() for turn in history if turn.role == "user")
    before = [text for text in asked if text and not _COURTESY.match(text)]
    if not before or not depends(question):
        return question
    if llm is not None:
        rewritten = _rewritten(question, history, llm)
        if rewritten:
            return rewritten
    return _filled_in(question, before)


def depends(question: str) -> bool:
    """Does a question lean on what was said before: a pronoun without its noun, or too few words of its own?"""
    if _is_ellipsis(question.strip()) or _POINTING.search(question):
        return True
    pronoun = _pronoun(question)
    return pronoun is not None and not any(question.find(name) < pronoun.start() for name in names(question))


def names(text: str) -> list[str]:
    """Capitalised names in a question, in order; neither the word that opens it nor a day or month is one."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and (words[0].lower() in ASKING | CALENDAR or _PRONOUN.fullmatch(words[0])):
            words = words[1:]
        if words:
            found.append(re.sub(r"[’']s?$", "", " ".join(words)))
    return list(dict.fromkeys(found))


def _is_ellipsis(question: str) -> bool:
    """Is a question without a verb of its own: "and Iran?", "why?", "since when?"."""
    if _VERB.search(question):
        return False
    return bool(_GOES_ON.match(question)) or (bool(_BARE.match(question)) and len(_content(question)) <= 1)


def _pronoun(question: str) -> re.Match[str] | None:
    """The first pronoun that stands for something."""
    return _PRONOUN.search(_FILLER.sub(lambda found: " " * len(found[0]), question))


def _content(question: str) -> list[str]:
    return [
        word for word in re.findall(r"\w+", question) if word.lower() not in ASKING and not _PRONOUN.fullmatch(word)
    ]


def _filled_in(question: str, before: list[str]) -> str:
    """The question with its first pronoun replaced by what was last asked about, else put after the last question."""
    pronoun = _pronoun(question)
    happening = not {word.lower() for word in _content(question)} - HAPPENING
    if pronoun is None or happening or _POINTING.search(question):
        return f"{_last_whole(before)} {question}"
    word = pronoun.group().lower()
    subject = _subject(word, _asked_about(before))
    if subject is None:
        return f"{_last_whole(before)} {question}"
    if word in _POSSESSIVE:
        subject += "’" if subject.endswith("s") else "’s"
    return question[: pronoun.start()] + subject + question[pronoun.end() :]


def _subject(pronoun: str, asked_about: list[str]) -> str | None:
    """What a pronoun stands for among the names asked about; None where that cannot be told."""
    if pronoun in _PLURAL:
        return " and ".join(asked_about) if len(asked_about) > 1 else None
    if len(asked_about) != 1 or (pronoun in _PERSON and " " not in asked_about[0]):
        return None
    return asked_about[0]


def _asked_about(before: list[str]) -> list[str]:
    """The names of the last question that has any, not looking beyond one that stood alone."""
    for text in reversed(before):
        found = names(text)
        if found or not depends(text):
            return found
    return []


def _last_whole(before: list[str]) -> str:
    """The last question that did not itself lean on another; the first where all did."""
    return next((text for text in reversed(before) if not depends(text)), before[0])


def _rewritten(question: str, history: Sequence[Turn], llm: LLM) -> str | None:
    """The model's rewriting; None where it fails, leans on a turn still, or brings in a word that nobody said."""
    said = [Message(turn.role, turn.text) for turn in history[-TURNS:]]
    text = ""
    try:
        for piece in llm.stream([Message("system", REWRITE_SYSTEM), *said, Message("user", question)]):
            text += piece
            if len(text) > REWRITING:
                return None
    except ModelError:
        return None
    text = " ".join(text.split())
    own = set(terms(" ".join(_content(question))))
    known = set(terms(" ".join([question, "s", *ASKING]))).union(*(terms(turn.text) for turn in history))
    return text if text and own <= set(terms(text)) <= known and not depends(text) else None
