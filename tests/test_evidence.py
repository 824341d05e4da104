"""Evidence: the sentences of what was found, scored, once each, inside a budget."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import Index
from index.tokens import count_tokens
from qa import QASettings
from qa.evidence import coverage, gather, within_budget

QUESTION = "Which ferries stayed in port at Lorne?"


def test_every_sentence_slices_back_to_its_briefing(samples: Index) -> None:
    for question in ("What has China urged?", "How many were killed?", "zzz"):
        for one in gather(samples, question, samples.search(question, limit=10)):
            assert samples.text(one.hit.document.id)[one.start : one.end] == one.text


def test_the_best_sentence_comes_first(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    found = gather(index, QUESTION, index.search(QUESTION, limit=10))
    assert found[0].text == "Two ferries stayed in port."
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_the_same_words_in_two_briefings_are_one_piece_of_evidence(index: Index, briefings: Path) -> None:
    (briefings / "copy.md").write_text("TWO ferries stayed in port. Something else happened.\n", encoding="utf-8")
    index.sync(briefings)
    texts = [one.text.casefold() for one in gather(index, QUESTION, index.search(QUESTION, limit=10))]
    assert texts.count("two ferries stayed in port.") == 1


def test_of_sentences_in_nearly_the_same_words_the_better_one_is_kept(index: Index, briefings: Path) -> None:
    (briefings / "wire.md").write_text("Just two ferries stayed in port. Something else happened.\n", encoding="utf-8")
    index.sync(briefings)
    texts = [one.text for one in gather(index, QUESTION, index.search(QUESTION, limit=10))]
    assert len([text for text in texts if "ferries stayed in port" in text]) == 1


def test_a_sentence_without_the_kind_of_answer_asked_for_is_worth_less(index: Index, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("Ferries stayed in port at Lorne. Nine ferries stayed at Tarn in May.")
    index.sync(tmp_path / "notes")
    question = "How many ferries stayed in port at Lorne?"
    hits = index.search(question, limit=10)
    with_kind, without = (gather(index, question, hits, QASettings(kind_weight=weight)) for weight in (0.2, 0.0))
    scores = [{one.text[:4]: one.score for one in found} for found in (with_kind, without)]
    assert scores[0]["Ferr"] == pytest.approx(scores[1]["Ferr"] - 0.2)
    assert scores[0]["Nine"] == pytest.approx(scores[1]["Nine"])


def test_the_same_question_gives_the_same_evidence_in_the_same_order(samples: Index) -> None:
    question = "What happened in Saravan?"
    first, second = (gather(samples, question, samples.search(question, limit=10)) for _ in range(2))
    assert first == second


def test_no_hits_are_no_evidence(index: Index) -> None:
    assert gather(index, QUESTION, []) == []


def test_coverage_is_the_share_of_a_questions_words_by_their_rarity() -> None:
    rarity = {"ferri": 3.0, "port": 1.0}
    assert coverage(["ferri", "ferri", "storm"], rarity) == pytest.approx(0.75)
    assert coverage(["ferri", "port"], rarity) == 1.0
    assert coverage([], rarity) == coverage(["ferri"], {}) == 0.0


def test_what_a_model_is_shown_fits_the_budget_best_first(samples: Index) -> None:
    found = gather(samples, "What has China urged?", samples.search("What has China urged?", limit=10))
    kept = within_budget(found, tokens=200)
    assert kept
    assert kept[0] == found[0]
    assert sum(count_tokens(one.text) for one in kept) <= 200
    assert [one.score for one in kept] == sorted((one.score for one in kept), reverse=True)


def test_a_sentence_too_long_for_the_budget_does_not_keep_out_those_after_it(samples: Index) -> None:
    found = gather(samples, "What has China urged?", samples.search("What has China urged?", limit=10))
    endless = replace(found[0], text="restraint " * 500)
    assert within_budget([endless, *found[1:3]], tokens=200) == found[1:3]
    assert within_budget([endless], tokens=200) == []
