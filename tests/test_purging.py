"""A purge leaves nothing of a briefing's words in an answer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from qa import Answer, Assistant, Note
from qa.purging import mentioned, purged
from tests.forms import answers
from tests.keeper import made


def test_no_quote_sentence_passage_note_or_trace_of_it_is_left(assistant: Assistant) -> None:
    answer = assistant.ask("How many were killed near Saravan?")
    assert answer.citations and any(note.kind in ("updated", "disagreement") for note in answer.notes)
    for document in mentioned(answer):
        left = purged(answer, document)
        assert all(not one.quote for one in left.citations if one.document.id == document)
        assert document not in {hit.document.id for hit in left.hits} and document not in repr(left.trace)
    everything = answer
    for document in mentioned(answer):
        everything = purged(everything, document)
    words = repr(replace(everything, question=""))
    assert all(one.quote not in words for one in answer.citations)
    assert all(hit.passage.text not in words for hit in answer.hits)


def test_the_trace_loses_what_it_says_of_the_briefing_and_keeps_the_rest() -> None:
    trace = {"asked": "2024-01-19", "passages": [{"document": "d1", "text": "secret"}, {"document": "d2"}],
             "by": {"d1": "secret", "d3": 1}, "other": ["d1", 2]}  # fmt: skip
    left = purged(replace(made(), trace=trace, notes=(Note("updated", "secret"), Note("undated", "kept"))), "d1")
    assert left.trace == {"asked": "2024-01-19", "passages": [{"document": "d2"}], "other": [2]}
    assert left.notes == (Note("undated", "kept"),)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_purging_twice_is_purging_once_and_others_are_not_touched(answer: Answer) -> None:
    for document in mentioned(answer):
        once = purged(answer, document)
        assert purged(once, document) == once
        assert [one.number for one in once.citations] == [one.number for one in answer.citations]
        for before, after in zip(answer.citations, once.citations, strict=True):
            assert before == after or before.document.id == document
    assert purged(answer, "no such document") == answer
