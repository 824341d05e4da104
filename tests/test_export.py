"""The one JSON form of an answer."""

from __future__ import annotations

import json
from datetime import date

from qa import Assistant
from qa.export import VERSION, answer_to_dict

ANSWER = {"version", "question", "text", "refused", "confidence", "sentences", "citations", "hits", "notes", "trace"}
CITATION = {"number", "document", "start", "end", "quote", "page", "answer_span"}
DOCUMENT = {"id", "folder", "file", "title", "published", "dated_by", "source", "author", "format"}
HIT = {"document", "passage", "score", "word_score", "meaning_score"}
PASSAGE = {"id", "document_id", "start", "end", "text", "heading", "page"}
TRACE = {"typed", "asked", "filter", "threshold", "signals", "sentences"}


def test_the_form_is_pinned(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?", asked=date(2024, 1, 19)).to_dict()
    assert told["version"] == VERSION == 1
    assert set(told) == ANSWER
    assert all(set(citation) == CITATION and set(citation["document"]) == DOCUMENT for citation in told["citations"])
    assert all(set(hit) == HIT and set(hit["passage"]) == PASSAGE for hit in told["hits"])
    assert all(set(sentence) == {"text", "citations"} for sentence in told["sentences"])
    assert set(told["trace"]) >= TRACE
    assert told["trace"]["asked"] == "2024-01-19"


def test_it_survives_json_and_dates_are_iso(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?").to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert date.fromisoformat(told["citations"][0]["document"]["published"]) == date(2024, 1, 17)


def test_sentences_name_citations_by_their_numbers(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?").to_dict()
    numbers = [number for sentence in told["sentences"] for number in sentence["citations"]]
    assert numbers
    assert set(numbers) == {citation["number"] for citation in told["citations"]}


def test_a_refusal_and_an_impossible_question_have_the_same_form(assistant: Assistant) -> None:
    for question in ("Who won the World Cup?", "", "x" * 5000):
        answer = assistant.ask(question)
        told = answer_to_dict(answer)
        assert set(told) == ANSWER
        assert told["refused"] is True
        assert told["citations"] == told["sentences"] == []
        json.dumps(told, allow_nan=False)
