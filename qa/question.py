"""A follow-up and the turns before it -> one question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import ModelError
from index.keywords import terms
from qa.llm import LLM
from qa.prompts import REWRITE_SYSTEM
from qa.records import Message, Turn

TURNS = 6
"""Turns of a conversation that a model is shown for a rewriting."""

_NAME = re.compile(r"\b(?:[A-Z][\w’'&-]*[\w](?:(?: of| the| al| de| and the)? [A-Z][\w’'&-]*[\w])*|[A-Z]{2,})")
_PRONOUN = re.compile(r"\b(it|its|they|them|their|he|him|his|she|her|this|that|these|those)\b", re.IGNORECASE)
_POSSESSIVE = {"its", "their", "his", "her"}
_PLURAL = {"they", "them", "their", "these", "those"}
_OPENERS = {
    "what", "who", "whom", "whose", "when", "where", "why", "how", "which", "did", "does", "do", "has", "have", "had", "is",
    "are", "was", "were", "will", "would", "can", "could", "should", "in", "on", "at", "and", "but", "the", "a", "an", "i",
    "tell", "give", "list", "name", "of", "for", "to", "if", "so", "also", "no", "yes",
}  # fmt: skip
_ELLIPSIS = re.compile(
    r"^(and|but|or|what about|how about|since when|why|when|where|how|who)\b[^.?!]{0,30}[?.!]*$", re.IGNORECASE
)
_FILLER = re.compile(r"\b(is it true|does it matter|is it possible|it is true)\b", re.IGNORECASE)
_SHORT = 3


def stand_alone(question: str, history: Sequence[Turn], *, llm: LLM | None = None) -> str:
    """The question with what it leaves to the turns before filled in; itself where it leaves nothing.

    A model's rewriting is taken only if every word of it comes from the conversation.
    """
    before = [turn.text for turn in history if turn.role == "user"]
    if not before or not depends(question):
        return question
    if llm is not None:
        rewritten = _rewritten(question, history, llm)
        if rewritten:
            return rewritten
    return _filled_in(question, before)


def depends(question: str) -> bool:
    """Does a question lean on what was said before: a pronoun without its noun, or too few words of its own?"""
    if _ELLIPSIS.match(question.strip()) and len(_content(question)) <= 1:
        return True
    pronoun = _PRONOUN.search(_FILLER.sub("", question))
    own = names(question)
    return pronoun is not None and not any(question.find(name) < pronoun.start() for name in own)


def names(text: str) -> list[str]:
    """Capitalised names in a question, in order, without the word that opens it."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _OPENERS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _content(question: str) -> list[str]:
    return [
        word for word in re.findall(r"\w+", question) if word.lower() not in _OPENERS and not _PRONOUN.fullmatch(word)
    ]


def _filled_in(question: str, before: list[str]) -> str:
    """The question with its first pronoun replaced by the last names asked about, else put after the last question."""
    pronoun = _PRONOUN.search(question)
    asked_about = next((found for text in reversed(before) if (found := names(text))), [])
    if pronoun is None or not asked_about:
        return f"{_last_whole(before)} {question}"
    word = pronoun.group().lower()
    subject = " and ".join(asked_about) if word in _PLURAL else asked_about[0]
    if word in _POSSESSIVE:
        subject += "’" if subject.endswith("s") else "’s"
    filled = question[: pronoun.start()] + subject + question[pronoun.end() :]
    return filled if len(_content(filled)) - len(asked_about) >= 1 else f"{_last_whole(before)} {filled}"


def _last_whole(before: list[str]) -> str:
    """The last question that did not itself lean on another; the first where all did."""
    return next((text for text in reversed(before) if not depends(text)), before[0])


def _rewritten(question: str, history: Sequence[Turn], llm: LLM) -> str | None:
    """The model's rewriting; None where it fails or brings in a word that nobody said."""
    said = [Message(turn.role, turn.text) for turn in history[-TURNS:]]
    messages = [Message("system", REWRITE_SYSTEM), *said, Message("user", question)]
    try:
        text = " ".join("".join(llm.stream(messages)).split())
    except ModelError:
        return None
    known = set(terms(question)).union(*(terms(turn.text) for turn in history))
    return text if text and set(terms(text)) <= known else None
