"""A process that keeps exchanges and says how many, to be killed: `python -m tests.keeper DATA CONVERSATION`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from index import Document
from qa import Answer, Citation, Sentence
from qa.conversations import Conversations
from qa.kept import KeptExchange

WHEN = datetime(2024, 1, 24, 9, 30, tzinfo=UTC)


def made(words: str = "The harbour was closed.", *, document: str = "d1", question: str = "What happened?") -> Answer:
    """An answer that quotes one briefing."""
    header = Document(document, "/briefings", f"{document}.md", "Monday note", WHEN.date(), "header", "North desk")
    cited = Citation(1, header, 10, 10 + len(words), words)
    return Answer(f"{words[:-1]} [1].", (Sentence(words, (cited,)),), (cited,), False, 0.9, question)


def main() -> None:
    """Open when told to, keep until killed; with 0 as the conversation, keep thirty in one of its own and end."""
    print("ready", flush=True)
    sys.stdin.readline()
    with Conversations.open(sys.argv[1]) as conversations:
        conversation = int(sys.argv[2])
        own = conversation or conversations.create(when=WHEN)
        number = 0
        while conversation or number < 30:
            number += 1
            kept = conversations.append(own, KeptExchange(f"Question {number}?", made(), WHEN))
            print(f"kept {kept.number}", flush=True)


if __name__ == "__main__":
    main()
