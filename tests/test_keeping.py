"""What the page keeps and hands out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, NotFound
from page.exchange import Exchange, Kept
from page.keeping import download, keep, kept_answer
from page.kept import export_name
from qa.conversations import Conversations
from qa.imported import read_export
from tests.keeper import WHEN, made


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    with Conversations.open(tmp_path / "kept") as opened:
        yield opened


def kept_in(kept: Conversations, index: Index, question: str, conversation: int | None) -> int:
    """The conversation in which a question and its answer are kept."""
    place = keep(kept, Exchange(question, made()), index=index, conversation=conversation, when=WHEN)
    assert place
    return place.conversation


def test_exchanges_go_to_one_conversation_and_to_a_new_one_where_it_was_deleted(
    kept: Conversations, index: Index
) -> None:
    first = kept_in(kept, index, "One?", None)
    assert keep(kept, Exchange("Two?", made()), index=index, conversation=first, when=WHEN) == Kept(first, 2)
    assert [one.question for one in kept.reopen(first).exchanges] == ["One?", "Two?"]
    kept.delete(first)
    second = kept_in(kept, index, "Three?", first)
    assert second != first and kept.recent()[0].title == "Three?"


def test_what_failed_or_has_not_ended_is_not_kept(kept: Conversations, index: Index) -> None:
    for exchange in (Exchange("?"), Exchange("?", made(), running=True), Exchange("?", made(), failure="broken")):
        assert keep(kept, exchange, index=index, conversation=None, when=WHEN) is None
    assert kept.recent() == []
    assert keep(kept, Exchange("?", made(), stopped=True), index=index, conversation=None, when=WHEN)


def test_exports_are_handed_out_by_the_names_that_are_linked(kept: Conversations, index: Index) -> None:
    conversation = kept_in(kept, index, "One?", None)
    kept_in(kept, index, "Two?", conversation)
    for ending, media in ((".md", "markdown"), (".html", "html"), (".json", "json")):
        whole = download(kept, export_name(conversation, ending).removeprefix("conversation/"))
        one = download(kept, export_name(conversation, ending, 2).removeprefix("conversation/"))
        assert whole.name == f"conversation-{conversation}{ending}" and media in whole.media
        assert [kept.question for kept in read_export(whole.content).conversation.exchanges] == ["One?", "Two?"]
        assert [kept.question for kept in read_export(one.content).conversation.exchanges] == ["Two?"]


@pytest.mark.parametrize(
    "name", ["", "1", ".md", "../1.md", "1.exe", "01.md", "1.md\n", "٣.md", "9" * 30 + ".md", "5.md", "1-9.md", "1-.md"]
)
def test_any_other_name_is_not_found(kept: Conversations, index: Index, name: str) -> None:
    assert kept_in(kept, index, "One?", None) == 1
    with pytest.raises(NotFound):
        download(kept, name)


def test_the_answer_behind_a_key_is_the_one_that_was_kept(kept: Conversations, index: Index) -> None:
    place = keep(kept, Exchange("One?", made()), index=index, conversation=None, when=WHEN)
    assert place and kept_answer(kept, place.key) == made()
    for key in ("", "1", "1-2", "9-1", "01-1", "1-1.md", f"1-{'9' * 30}", "../1-1"):
        with pytest.raises(NotFound):
            kept_answer(kept, key)
