"""Judged answers become an evaluation set."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import FolderError, Index
from qa import Assistant
from qa.conversations import Conversations
from qa.evaluation import Written, write_evaluation_set
from qa.kept import Feedback, KeptExchange, kept_exchange
from tests.keeper import WHEN, made


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_readers_judged_is_written_with_its_briefings_and_history(
    samples: Index, assistant: Assistant, tmp_path: Path
) -> None:
    with Conversations.open(tmp_path) as kept:
        conversation = kept.create(when=WHEN)
        for question, good in (
            ("What has China urged?", True),
            ("How many were killed near Saravan?", None),
            ("Who won the World Cup?", True),
            ("What has Pakistan urged?", False),
        ):
            answer = assistant.ask(question, asked=date(2024, 1, 19))
            feedback = None if good is None else Feedback(good, "because", WHEN)
            one = kept_exchange(samples, question, answer, when=WHEN)
            kept.append(conversation, KeptExchange(question, answer, WHEN, one.hashes, feedback))
        done = write_evaluation_set(tmp_path / "set", index=samples, conversations=kept.judged())
    assert done == Written(3, 0)
    briefings = rows(tmp_path / "set" / "briefings.jsonl")
    assert {row["id"] for row in briefings} == {document.id for document in samples.documents()}
    first, refused, disputed = rows(tmp_path / "set" / "questions.jsonl")
    assert set(first) == {"id", "question", "history", "answers", "evidence", "kind", "asked", "reason"}
    text = {row["id"]: row["text"] for row in briefings}
    assert all(one["quote"] in text[one["briefing"]] for one in first["evidence"])
    assert (first["kind"], first["asked"], first["history"]) == ("answerable", "2024-01-19", [])
    assert (refused["kind"], refused["evidence"], refused["answers"]) == ("unanswerable", [], [])
    assert [turn["role"] for turn in refused["history"]] == ["user", "assistant"] * 2
    assert (disputed["kind"], disputed["reason"], disputed["answers"]) == ("disputed", "because", [])


def test_a_question_whose_briefing_is_gone_or_purged_is_left_out(index: Index, tmp_path: Path) -> None:
    with Conversations.open(tmp_path / "data") as kept:
        conversation = kept.create(when=WHEN)
        kept.append(conversation, KeptExchange("Gone?", made(), WHEN, feedback=Feedback(True, "", WHEN)))
        done = write_evaluation_set(tmp_path / "set", index=index, conversations=kept.judged())
    assert done == Written(0, 1)
    assert rows(tmp_path / "set" / "questions.jsonl") == []


def test_a_folder_that_cannot_be_written_to_is_an_error_that_names_it(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="file"):
        write_evaluation_set(tmp_path / "file", index=index, conversations=[])
