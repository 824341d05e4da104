"""A follow-up and the turns before it -> one question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.times import times_in
from qa.exchange import exchanged, is_subject, phrase, phrases, preposition
from qa.leaning import (
    asks_of_event,
    content,
    depends,
    fragment,
    is_courtesy,
    name_spans,
    names,
    place,
    pointing,
    pronoun,
)
from qa.llm import LLM
from qa.parts import parts
from qa.prompts import CARRIED, FRAGMENT, REFUSED
from qa.records import Turn
from qa.rewriting import rewritten
from qa.vocabulary import EMPTY, HAPPENING, SAYING, WHERE

QUESTION_CHARACTERS = 4000
"""Characters of a question, beyond which it is neither answered nor remembered."""
LONGEST = 300
"""Characters of a question made whole, beyond which the next follow-up is put to the one before it."""
_POSSESSIVE = {"its", "their", "his", "her"}
_PLURAL = {"they", "them", "their"}
_PERSON = {"he", "him", "his", "she", "her"}


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: its last question that stands alone, the names last asked about, what was told.

    `setting` is where and when what was last asked about took place.
    """

    question: str
    names: tuple[str, ...]
    told: str = ""
    setting: tuple[str, ...] = ()


def stand_alone(question: str, history: Sequence[Turn], *, llm: LLM | None = None) -> str:
    """The question with what it leaves to the turns before filled in; itself where it leaves nothing.

    A model's rewriting is taken only if every word of it comes from the conversation, and none of the question is lost.
    """
    topic = _topic(history)
    if topic is None:
        return question
    if not depends(question):
        return _beside(question, topic.setting) if asks_of_event(question) else question
    by_model = rewritten(question, history, llm) if llm is not None else None
    return by_model or _filled_in(question, topic) or _carried(question, topic)


def _topic(history: Sequence[Turn]) -> Topic | None:
    """What the turns so far are about; None where nothing was asked."""
    topic: Topic | None = None
    for turn in history:
        text = turn.text.strip()
        if len(turn.text) > QUESTION_CHARACTERS and turn.role == "user":
            continue
        if turn.role == "user":
            topic = _asked(text, topic) if text and not is_courtesy(text) else topic
        elif topic and not text.startswith(REFUSED):
            first = re.split(r"\s*\[\d+\]|(?<=[.!?])\s", text)[0]
            spelt = _spelt(topic.question, names(text))
            topic = replace(topic, question=spelt, told=first, setting=_setting(spelt) or topic.setting)
    return topic


def _asked(text: str, topic: Topic | None) -> Topic:
    """The topic after a turn: its last question, with the names of all that it asked, where and when the last said."""
    first, *later = parts(text)
    topic = _moved(first, topic)
    for part in later:
        moved = _moved(part, topic)
        topic = replace(moved, setting=moved.setting or topic.setting)
    return replace(topic, names=tuple(names(text)) or topic.names) if later else topic


def _moved(text: str, topic: Topic | None) -> Topic:
    """The topic after a further question: that one where it can be made whole, else as it was."""
    if topic is None or not depends(text):
        return _topic_of(text)
    whole = _filled_in(text, topic)
    if whole and len(whole) <= LONGEST:
        return _topic_of(whole)
    return replace(topic, names=tuple(names(text)) or topic.names)


def _spelt(text: str, known: list[str]) -> str:
    """A text typed in small letters, with the names it holds as an answer spells them."""
    for name in known if not name_spans(text) else ():
        text = re.sub(rf"\b{re.escape(name)}\b", name, text, flags=re.IGNORECASE)
    return text


def _filled_in(question: str, topic: Topic) -> str | None:
    """The question made whole by putting words in each other's place; None where it cannot be told which."""
    new = fragment(question)
    if new is not None:
        return exchanged(new, topic.question) if new else None
    span, words = place(question), _place(topic)
    if span is None:
        found = pronoun(question)
        happening = not {word.lower() for word in content(question)} - HAPPENING
        if found is None or happening or pointing(question):
            return None
        if found.group().lower() == "it" and not is_subject(question, found.span()):
            return None
        span, words = found.span(), _referent(found.group().lower(), topic)
    if words is None:
        return None
    alone = question[: span[0]] + words + question[span[1] :]
    return _beside(alone, phrases(topic.question, alone))


def _referent(word: str, topic: Topic) -> str | None:
    """What a pronoun stands for; None where that cannot be told."""
    if word in _PLURAL:
        name = " and ".join(topic.names) if len(topic.names) > 1 else None
    elif word in _PERSON:
        people = [name for name in topic.names if " " in name] or [name for name in names(topic.told) if " " in name]
        name = people[0] if len(people) == 1 else None
    else:
        name = _thing(topic)
    if name is None or word not in _POSSESSIVE:
        return name
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _thing(topic: Topic) -> str | None:
    """What "it" stands for: the one subject of the last question, or its one name that is no place of an event."""
    asked = topic.question
    if set(names(asked)).isdisjoint(topic.names):
        return topic.names[0] if len(topic.names) == 1 else None
    spans = name_spans(asked)
    subjects = [span for span in spans if is_subject(asked, span)]
    likely = {asked[slice(*span)] for span in subjects or spans if preposition(asked, span) not in WHERE}
    return likely.pop() if len(likely) == 1 else None


def _place(topic: Topic) -> str | None:
    """The place last spoken of, with its preposition: "near Saravan"."""
    asked, told = topic.question, topic.told
    placed = [phrase(asked, span) for span in name_spans(asked) if preposition(asked, span) in WHERE]
    objects = [f"in {asked[slice(*span)]}" for span in name_spans(asked) if not is_subject(asked, span)]
    answered = [phrase(told, span) for span in name_spans(told) if preposition(told, span) in WHERE]
    return next(iter([*placed[-1:], *objects[-1:], *answered]), None)


def _carried(question: str, topic: Topic) -> str:
    """The question beside what the last one names; after the last one where either has too little to say."""
    new = fragment(question)
    question = FRAGMENT.format(new=new) if new else question
    said = phrases(topic.question, question)
    if not said or {word.lower() for word in content(question)} <= HAPPENING | EMPTY | SAYING:
        return f"{topic.question} {question}"
    return _beside(question, said)


def _topic_of(question: str) -> Topic:
    """What a question that stands alone is about."""
    return Topic(question, tuple(names(question)), setting=_setting(question))


def _setting(question: str) -> tuple[str, ...]:
    """Where and when what a question asks about took place."""
    found = phrases(question, "")
    return tuple(one for one in found if one.split(" ")[0].lower() in WHERE or times_in(one))


def _beside(question: str, said: Sequence[str]) -> str:
    """A question with what was said before beside it."""
    return CARRIED.format(question=question, topic=", ".join(said)) if said else question
