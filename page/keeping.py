"""What the page keeps and hands out: an exchange as it ends, an export by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from index import Index, NotFound
from page import words
from page.exchange import Exchange, Kept
from qa import Answer
from qa.conversations import Conversations
from qa.exported import ENDINGS, export_text, only
from qa.kept import kept_exchange

_NAME = re.compile(r"([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?(\.[a-z]{1,8})")
_KEY = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")
_MEDIA = {"markdown": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out; it is to be sent with `Content-Disposition: attachment`, under its name."""

    name: str
    media: str
    content: bytes


def keep(
    kept: Conversations, exchange: Exchange, *, index: Index, conversation: int | None, when: datetime
) -> Kept | None:
    """Keep an exchange that has ended: in its conversation, in a new one where there is none or it was deleted.

    What failed or has no answer is not kept.
    """
    if exchange.answer is None or exchange.failure or exchange.running:
        return None
    one = kept_exchange(index, exchange.question, exchange.answer, when=when)
    if conversation is not None:
        try:
            return Kept(conversation, kept.append(conversation, one).number)
        except NotFound:  # deleted in another window
            pass
    conversation = kept.create(when=when)
    return Kept(conversation, kept.append(conversation, one).number)


def kept_answer(kept: Conversations, key: str) -> Answer:
    """The answer whose key, as `Kept.key` makes it, is this; raises NotFound."""
    named = _KEY.fullmatch(key)
    if named is None:
        raise NotFound(words.why.FORGOTTEN)
    return only(kept.reopen(int(named[1])), int(named[2])).exchanges[0].answer


def download(kept: Conversations, name: str) -> Download:
    """The export of that name, as `page.kept.export_name` makes them: 7.md, 7-2.html; raises NotFound."""
    found = _NAME.fullmatch(name)
    form = next((form for form, ending in ENDINGS.items() if found and ending == found[3]), None)
    if found is None or form is None:
        raise NotFound(words.kept.NO_EXPORT)
    conversation = kept.reopen(int(found[1]))
    if found[2]:
        conversation = only(conversation, int(found[2]))
    return Download(f"conversation-{name}", _MEDIA[form], export_text(conversation, form).encode("utf-8"))
