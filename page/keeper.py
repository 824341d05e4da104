"""The conversations beside an index, held for the page: a store that fails costs a note and never an answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from index import FolderError, Index
from index.errors import BriefingError
from page import words
from page.examples import suggesting
from page.exchange import Exchange
from page.keeping import keep, kept_answer
from page.kept import exchanges
from page.unkept import Unkept
from qa import Answer
from qa.conversations import Conversations
from qa.standing import standings


class Keeper:
    """Keeps each exchange as it ends and opens a kept conversation again."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._unkept = Unkept()
        self._kept: Conversations | None = None
        self._reason = ""
        try:
            self._kept = Conversations.open(index.path)
        except BriefingError as error:
            self._reason = str(error)
        except Exception:
            self._reason = _unforeseen()

    @property
    def conversations(self) -> Conversations:
        """The store itself; raises FolderError with the reason where there is none."""
        if self._kept is None:
            raise FolderError(words.kept.none_kept(self._reason))
        return self._kept

    def close(self) -> None:
        """Let go of the store; closing twice is closing once."""
        if self._kept is not None:
            self._kept.close()

    def keep(self, before: Sequence[Exchange], exchange: Exchange) -> Exchange:
        """An exchange that has ended, kept in the conversation of those before it, or with the reason why it is not."""
        within = next((one.kept.conversation for one in reversed(before) if one.kept), None)
        try:
            if self._kept is None:
                return self._without(exchange, self._reason)
            when = datetime.now(UTC)
            kept = keep(self._kept, exchange, index=self._index, conversation=within, when=when)
            return replace(exchange, kept=kept, key=kept.key if kept else None)
        except BriefingError as error:
            return self._without(exchange, str(error))
        except Exception:
            return self._without(exchange, _unforeseen())

    def _without(self, exchange: Exchange, reason: str) -> Exchange:
        """An exchange that is not kept; for as long as there is room one can still ask why it is what it is."""
        key = self._unkept.hold(exchange.answer) if exchange.answer else None
        return replace(exchange, unkept=reason, key=key)

    def answer(self, key: str) -> Answer:
        """The answer that an exchange's key names, kept or not; raises NotFound, and what the store raises."""
        return kept_answer(self.conversations, key) if "-" in key else self._unkept.get(key)

    def reopen(self, conversation: int) -> tuple[Exchange, ...]:
        """A kept conversation as it was, with what became of its citations; raises what the store raises."""
        opened = exchanges(self.conversations.reopen(conversation))
        cited = [one.answer.citations if one.answer else () for one in opened]
        found = iter(standings(self._index, (citation for some in cited for citation in some)))
        return tuple(
            replace(one, kept=replace(one.kept, standings=tuple(next(found) for _ in some))) if one.kept else one
            for one, some in zip((suggesting(one, self._index) for one in opened), cited, strict=True)
        )


def _unforeseen() -> str:
    logging.getLogger(__name__).exception("A conversation could not be kept")
    return words.kept.UNFORESEEN
