"""Conversations, kept in a real file: reopened whole, found, renamed, purged, deleted, and safe from kills."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from index import BriefingError, DirectoryFormat, FolderError, Index, NotFound
from qa import Answer, Assistant
from qa.conversations import FILE, Conversations
from qa.kept import Feedback, KeptExchange, kept_exchange, text_hash, turns
from tests.conftest import ROOT
from tests.forms import HOSTILE, answers
from tests.keeper import WHEN, made

LATER = WHEN + timedelta(hours=1)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    with Conversations.open(tmp_path / "data") as opened:
        yield opened


def files(directory: Path) -> bytes:
    """Every byte on disk."""
    return b"".join(path.read_bytes() for path in directory.iterdir())


def started(data: Path, conversation: int, *, wait: bool = False) -> subprocess.Popen[str]:
    """A keeper that is ready, and told to begin unless it is to wait."""
    command = [sys.executable, "-m", "tests.keeper", str(data), str(conversation)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin and process.stdout and process.stdout.readline() == "ready\n"
    if not wait:
        process.stdin.write("\n")
        process.stdin.flush()
    return process


def keep(kept: Conversations, *questions: str, when: datetime = WHEN, answer: Answer | None = None) -> int:
    conversation = kept.create(when=when)
    for question in questions:
        kept.append(conversation, KeptExchange(question, answer or made(), when))
    return conversation


def test_a_conversation_is_reopened_with_its_answers_as_they_were(
    kept: Conversations, samples: Index, assistant: Assistant, tmp_path: Path
) -> None:
    conversation = kept.create(when=WHEN)
    given = []
    for question in ("What has China urged?", "Who won the World Cup?"):
        answer = assistant.ask(question)
        given.append(kept.append(conversation, kept_exchange(samples, question, answer, when=LATER)))
    kept.close()
    with Conversations.open(tmp_path / "data") as again:
        found = again.reopen(conversation)
    assert found.exchanges == tuple(given)
    assert [one.number for one in found.exchanges] == [1, 2]
    assert (found.title, found.started) == ("What has China urged?", WHEN)
    cited = found.exchanges[0].answer.citations[0]
    assert samples.text(cited.document.id)[cited.start : cited.end] == cited.quote
    assert found.exchanges[0].hashes[cited.document.id] == text_hash(samples.text(cited.document.id))
    assert turns(found)[1].citations == given[0].answer.citations


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(answers())
def test_any_answer_comes_back_as_it_was(kept: Conversations, answer: Answer) -> None:
    conversation = kept.create(when=WHEN)
    kept.append(conversation, KeptExchange("Anything?", answer, WHEN))
    assert kept.reopen(conversation).exchanges[0].answer == answer


def test_the_list_has_the_one_that_last_went_on_first(kept: Conversations) -> None:
    first, second = keep(kept, "One?"), keep(kept, "Two?")
    assert [one.id for one in kept.recent()] == [second, first]
    kept.append(first, KeptExchange("And?", made(), LATER))
    assert [(one.id, one.title, one.changed, one.count) for one in kept.recent()] == [
        (first, "One?", LATER, 2),
        (second, "Two?", WHEN, 1),
    ]
    assert [one.id for one in kept.recent(limit=1, offset=1)] == [second]


def test_a_conversation_is_renamed_and_an_empty_title_gives_the_first_question_back(kept: Conversations) -> None:
    conversation = keep(kept, "What happened in Tarn?", "And in Lorne?")
    kept.rename(conversation, "  The\nbridge \u202e ")
    assert kept.recent()[0].title == "The bridge"
    assert kept.search("bridge") and not kept.search("nothing")
    kept.rename(conversation, " ")
    assert kept.recent()[0].title == "What happened in Tarn?"
    kept.rename(conversation, "x" * 500)
    assert len(kept.recent()[0].title) == 120


def test_search_finds_parts_of_words_in_titles_questions_and_answers(kept: Conversations) -> None:
    bridge = keep(kept, "Who opened it?", answer=made("The mayor of TARN opened Ömer's bridge."))
    harbour = keep(kept, "Is the harbour open?", when=LATER)
    assert [one.id for one in kept.search("tarn ÖMER who")] == [bridge]
    assert [one.id for one in kept.search("open")] == [harbour, bridge]
    assert kept.search("tarn harbour") == []
    assert [one.id for one in kept.search("  ")] == [harbour, bridge]
    assert kept.search(" ".join(map(str, range(10**5)))) == []
    assert kept.search("100%") == kept.search("_") == kept.search('"') == []


def test_what_is_hostile_is_kept_as_text_and_found_as_text(kept: Conversations) -> None:
    for text in HOSTILE:
        conversation = keep(kept, f"quaint {text}", answer=made(f"{text}."))
        kept.judge(conversation, 1, Feedback(False, text, WHEN))
        kept.rename(conversation, text)
        found = kept.reopen(conversation)
        assert found.exchanges[0].answer.citations[0].quote == f"{text}."
        assert not set(found.title) & set("\n\r\x00\x1b\u202e")
        assert conversation in {one.id for one in kept.search(text)}
    assert len(kept.search("quaint", limit=1000)) == len(HOSTILE)


def test_a_deleted_conversation_is_in_no_file_and_its_id_is_not_given_again(
    kept: Conversations, tmp_path: Path
) -> None:
    conversation = keep(kept, "Is xylophone a secret?", answer=made("The xylophone is."))
    assert b"xylophone" in files(tmp_path / "data")
    kept.delete(conversation)
    assert b"xylophone" not in files(tmp_path / "data")
    assert kept.recent() == []
    assert keep(kept, "Another?") != conversation


@pytest.mark.parametrize("conversation", [99, 0, -1, 1 << 70])
def test_what_names_nothing_says_so(kept: Conversations, conversation: int) -> None:
    for act in (
        lambda: kept.reopen(conversation),
        lambda: kept.rename(conversation, "x"),
        lambda: kept.delete(conversation),
        lambda: kept.append(conversation, KeptExchange("?", made(), WHEN)),
        lambda: kept.judge(conversation, 1, None),
    ):
        with pytest.raises(NotFound, match="deleted"):
            act()
    assert kept.recent() == []


def test_a_purged_briefing_is_in_no_answer_and_no_file(kept: Conversations, tmp_path: Path) -> None:
    conversation = keep(kept, "What happened?", answer=made("The xylophone was stolen.", document="gone"))
    other = keep(kept, "What else?", answer=made("The harbour was closed.", document="stays"))
    before = kept.reopen(other)
    assert kept.purge("gone") == 1
    answer = kept.reopen(conversation).exchanges[0].answer
    assert "xylophone" not in repr(answer) and b"xylophone" not in files(tmp_path / "data")
    assert answer.text == "What stood here was removed on request [1]."
    assert (answer.citations[0].quote, answer.citations[0].start, answer.citations[0].document.id) == ("", 10, "gone")
    assert answer.sentences[0].citations == answer.citations
    assert kept.search("xylophone") == [] and kept.reopen(other) == before
    assert kept.purge("gone") == 0


def test_a_purge_takes_the_passages_of_a_refusal_too(kept: Conversations, samples: Index, assistant: Assistant) -> None:
    answer = assistant.ask("Who won the World Cup?")
    conversation = keep(kept, "Who won?", answer=answer)
    document = answer.hits[0].document.id
    assert kept.purge(document) == 1
    left = kept.reopen(conversation).exchanges[0].answer
    assert left.hits == tuple(hit for hit in answer.hits if hit.document.id != document)
    assert left.text == answer.text


def test_a_judgement_is_kept_changed_and_taken_back(kept: Conversations) -> None:
    conversation = keep(kept, "One?", "Two?")
    first = Feedback(True, "exactly", WHEN)
    kept.judge(conversation, 2, first)
    assert [one.feedback for one in kept.reopen(conversation).exchanges] == [None, first]
    assert [one.id for one in kept.judged()] == [conversation]
    kept.judge(conversation, 2, Feedback(False, "it is out of date", LATER))
    assert kept.reopen(conversation).exchanges[1].feedback == Feedback(False, "it is out of date", LATER)
    kept.judge(conversation, 2, None)
    assert list(kept.judged()) == []
    with pytest.raises(NotFound):
        kept.judge(conversation, 3, first)


def test_whatever_was_reported_as_kept_is_there_after_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Conversations.open(data) as opened:
        conversation = opened.create(when=WHEN)
    there = 0
    for stop in (1, 7, 20):
        with started(data, conversation) as process:
            assert process.stdout
            for line in itertools.islice(process.stdout, stop):
                said = int(line.split()[1])
            process.kill()
        with Conversations.open(data) as opened:
            numbers = [one.number for one in opened.reopen(conversation).exchanges]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= said > there
        there = len(numbers)


def test_processes_make_one_file_together_and_keep_at_once(tmp_path: Path) -> None:
    together = [started(tmp_path / "data", 0, wait=True) for _ in range(4)]
    for process in together:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    assert [(process.communicate()[1], process.returncode) for process in together] == [("", 0)] * 4
    with Conversations.open(tmp_path / "data") as opened:
        assert [one.count for one in opened.recent()] == [30] * 4


def test_threads_never_mix_conversations(kept: Conversations) -> None:
    def talk(name: str) -> None:
        conversation = kept.create(when=WHEN, title=name)
        for number in range(10):
            kept.append(conversation, KeptExchange(f"{name} {number}", made(f"{name} said so."), WHEN))

    threads = [threading.Thread(target=talk, args=(f"voice{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for listed in kept.recent():
        found = kept.reopen(listed.id).exchanges
        assert [one.question for one in found] == [f"{listed.title} {number}" for number in range(10)]
        assert {one.answer.citations[0].quote for one in found} == {f"{listed.title} said so."}


def test_ten_thousand_conversations_are_listed_and_searched(kept: Conversations) -> None:
    keep(kept, "The needle?", when=LATER)
    conversation = keep(kept, *(f"Question {number}?" for number in range(5)))
    with kept._database.write() as writer:
        columns = "given, good, reason, judged, question, folded, hashes, answer"
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        writer.execute(
            f"INSERT INTO conversations {numbers} SELECT i + 100, title, started, changed, conversations.folded "
            "FROM n JOIN conversations ON id = ?",
            (conversation,),
        )
        writer.execute(
            f"INSERT INTO exchanges {numbers} SELECT i + 100, number, {columns} FROM n "
            "JOIN exchanges ON conversation = ?",
            (conversation,),
        )
    assert len(kept.recent()) == 50
    assert len(kept.search("question")) == 50
    assert [one.title for one in kept.search("needle")] == ["The needle?"]


def test_a_reader_needs_no_writer_and_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no conversations yet"):
        Conversations.open(tmp_path, read_only=True)
    assert list(tmp_path.iterdir()) == []
    with Conversations.open(tmp_path) as opened, Conversations.open(tmp_path, read_only=True) as reader:
        keep(opened, "One?")
        assert [one.title for one in reader.recent()] == ["One?"]
        with pytest.raises(BriefingError):
            reader.create(when=WHEN)


def test_a_directory_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="file"):
        Conversations.open(tmp_path / "file" / "data")
    (tmp_path / "data" / FILE).mkdir(parents=True)
    with pytest.raises(FolderError, match="cannot be opened"):
        Conversations.open(tmp_path / "data")


def test_a_file_of_another_version_and_a_broken_one_say_what_to_do(tmp_path: Path) -> None:
    with Conversations.open(tmp_path) as opened, opened._database.write() as writer:
        writer.execute("UPDATE facts SET value = '9' WHERE name = 'format'")
    with pytest.raises(DirectoryFormat, match=f"move {FILE} away"):
        Conversations.open(tmp_path)
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(DirectoryFormat, match=f"move {FILE} away"):
        Conversations.open(tmp_path)
