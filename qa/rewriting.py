"""A language model's rewriting of a follow-up, taken only where nothing in it is the model's own."""

from __future__ import annotations

from collections.abc import Sequence

from index import ModelError
from index.keywords import terms
from qa.leaning import content, depends
from qa.llm import LLM
from qa.prompts import REWRITE_SYSTEM
from qa.records import Message, Turn
from qa.vocabulary import ASKING

TURNS = 6
"""Turns of a conversation that a model is shown for a rewriting."""
REWRITING = 1000
"""Characters after which a rewriting is given up."""


def rewritten(question: str, history: Sequence[Turn], llm: LLM) -> str | None:
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
    own = set(terms(" ".join(content(question))))
    known = set(terms(" ".join([question, "s", *ASKING]))).union(*(terms(turn.text) for turn in history))
    return text if text and own <= set(terms(text)) <= known and not depends(text) else None
