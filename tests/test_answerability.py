"""The gate: a probability from plain signals, and what is missing in words."""

from __future__ import annotations

import json
import math
from dataclasses import fields

import pytest

from index import Index
from qa import Assistant
from qa.answerability import GATE, Signals, missing, probability


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


def test_what_is_missing_is_named_as_it_was_typed_and_nowhere_in_the_passages(samples: Index) -> None:
    question = "How many LIGHTHOUSES did Portugal’s navy build in Saravan?"
    hits = samples.search(question, limit=10)
    lost = missing(question, samples.rarity(question), hits)
    assert lost
    assert set(lost) <= {"LIGHTHOUSES", "Portugal’s", "navy", "build"}
    said = " ".join(hit.passage.text for hit in hits).casefold()
    assert not any(word.casefold() in said for word in lost)


def test_a_word_of_a_title_is_not_missing(samples: Index) -> None:
    hits = samples.search("background", limit=13)
    assert any("Background" in hit.document.title for hit in hits)
    assert missing("background", samples.rarity("background"), hits) == []


@pytest.mark.parametrize("question", ["What did they do?", "How many are there?", "Who said that?", "Tell me about it"])
def test_a_word_that_only_asks_is_never_missing(samples: Index, question: str) -> None:
    assert missing(question, samples.rarity(question), samples.search(question, limit=3)) == []


def test_at_most_three_words_are_named(samples: Index) -> None:
    question = "penguins walruses puffins narwhals belugas"
    assert len(missing(question, samples.rarity(question), samples.search(question, limit=10))) == 3
