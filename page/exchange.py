"""One question of a conversation and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.kept import Feedback
from qa.records import Answer, Turn
from qa.standing import Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an exchange is kept, what its reader thought of it, and what became of what it cites."""

    conversation: int
    number: int
    feedback: Feedback | None = None
    standings: tuple[Standing, ...] = ()

    @property
    def key(self) -> str:
        """What names the exchange in addresses: 7-2 for the second of the seventh conversation."""
        return f"{self.conversation}-{self.number}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer as far as it has come; `failure` says why there is none.

    `instead` are questions that can be answered, where this one was refused; `key` names the answer to who asks why.
    `kept` is where the exchange itself is kept; `unkept` says why it is not.
    """

    question: str
    answer: Answer | None = None
    failure: str | None = None
    running: bool = False
    stopped: bool = False
    instead: tuple[str, ...] = ()
    key: str | None = None
    kept: Kept | None = None
    unkept: str = ""


def turns(exchanges: Iterable[Exchange]) -> tuple[Turn, ...]:
    """The turns that a next question can refer to; a question that failed is left out with its answer."""
    said: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            said.append(Turn("user", exchange.question))
            said.append(Turn("assistant", exchange.answer.text, exchange.answer.citations))
    return tuple(said)
