"""The gate: a probability from plain signals, and what is missing in words."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from pathlib import Path

import pytest

from index import Document, Hit, Index
from index.records import Passage
from qa import Assistant
from qa.answerability import GATE, LACKING, USUAL_LEAD, Signals, lacks, probability, signals
from qa.evidence import Evidence


def test_every_signal_has_its_weight_mean_and_scale() -> None:
    gate = json.loads(GATE.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Signals)}
    assert set(gate["weights"]) == set(gate["means"]) == set(gate["scales"]) == names
    assert all(scale > 0 for scale in gate["scales"].values())


@pytest.mark.parametrize(
    "question", ["What has China urged?", "Who won the World Cup?", "x", "你好", "why " * 900, "..."]
)
def test_it_is_a_probability_and_its_signals_are_numbers(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    seen = answer.trace["signals"]
    assert set(seen) == {field.name for field in fields(Signals)}
    assert all(math.isfinite(value) for value in seen.values())
    assert 0.0 <= answer.confidence <= 1.0
    assert probability(Signals(**seen)) == pytest.approx(answer.confidence, abs=1e-4)


@pytest.mark.parametrize("answered", ["What has China urged?", "Who claimed the attack in Kerman?"])
@pytest.mark.parametrize("unanswered", ["Who won the World Cup?", "How many lighthouses are there in Portugal?"])
def test_what_is_answered_is_likelier_than_what_is_not(assistant: Assistant, answered: str, unanswered: str) -> None:
    assert assistant.ask(answered).confidence > 0.5 > assistant.ask(unanswered).confidence


def test_the_right_story_without_the_fact_is_no_answer(index: Index, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("Missiles were fired at Erbil before dawn. Erbil lies in the north.")
    index.sync(tmp_path / "notes")
    assistant = Assistant(index)
    assert not assistant.ask("What was fired at Erbil?").refused
    asked = assistant.ask("How many missiles were fired at Erbil?")
    assert asked.refused and asked.confidence <= LACKING
    assert "number of missiles" in asked.text


def evidence(*texts: str, score: float = 0.6) -> list[Evidence]:
    """Sentences of one passage."""
    whole = " ".join(texts)
    document = Document("d", "/folder", "d.md", "D")
    hit = Hit(Passage("p", "d", 0, len(whole), whole), document, 1.0, 1.0, 1.0)
    starts = [whole.index(text) for text in texts]
    return [
        Evidence(hit, start, start + len(text), text, score, score, score)
        for start, text in zip(starts, texts, strict=True)
    ]


def hits(*scores: float) -> list[Hit]:
    hit = evidence("The harbour closed.")[0].hit
    return [replace(hit, score=score) for score in scores]


def test_the_lead_is_how_far_the_best_passage_stands_out() -> None:
    found = evidence("The harbour closed.")
    assert signals("What closed?", hits(1.0, 0.4, 0.2), found, passages=3).lead == pytest.approx(0.7)


def test_the_fewer_passages_there_are_the_nearer_the_lead_is_to_the_usual_one() -> None:
    found = evidence("The harbour closed.")
    leads = [signals("What closed?", hits(1.0, *[0.0] * others), found, passages=10).lead for others in range(10)]
    assert leads[0] == USUAL_LEAD
    assert leads[-1] == 1.0
    assert leads == sorted(leads)


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("How many missiles were fired?", "Missiles were fired at Erbil.", True),
        ("How many missiles were fired?", "Eleven missiles were fired at Erbil.", False),
        ("When did the envoy leave?", "The envoy left in a hurry.", True),
        ("Why did the envoy leave?", "The envoy left in a hurry.", False),
    ],
)
def test_evidence_without_the_kind_of_answer_asked_for_is_lacking(question: str, text: str, lacking: bool) -> None:
    assert lacks(question, evidence(text)) == lacking
    other = evidence(text, "Nine days later 40 ferries left on 3 March 2024.")
    assert not lacks(question, other)
