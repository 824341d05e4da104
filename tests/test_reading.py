"""The JSON form of an answer, read back."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from index import ExportError
from qa import Answer, Assistant
from tests.forms import answers


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_any_answer_reads_back_as_itself(answer: Answer) -> None:
    assert Answer.from_dict(answer.to_dict()) == answer
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def test_real_answers_and_refusals_read_back(assistant: Assistant) -> None:
    for question in ("What has China urged?", "How many were killed near Saravan?", "Who won the World Cup?", ""):
        answer = assistant.ask(question)
        assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def places(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a JSON form but those of the trace, where anything goes."""
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in inner:
        if key != "trace":
            yield (*path, key)
            yield from places(value, (*path, key))


def test_whatever_is_changed_to_another_kind_is_refused_and_named(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?").to_dict()
    told = json.loads(json.dumps(told | {"hits": told["hits"][:1]}))
    for *path, last in places(told):
        changed = copy.deepcopy(told)
        inner = changed
        for key in path:
            inner = inner[key]
        for wrong in (
            {"x": float("nan")},
            [[]],
            True if inner[last] is not False and inner[last] is not True else "no",
        ):
            inner[last] = wrong
            with pytest.raises(ExportError, match="export it again"):
                Answer.from_dict(changed)


def test_fields_too_many_and_too_few_are_refused(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?").to_dict()
    with pytest.raises(ExportError, match="extra"):
        Answer.from_dict(told | {"extra": 1})
    with pytest.raises(ExportError, match="confidence"):
        Answer.from_dict({key: value for key, value in told.items() if key != "confidence"})
    with pytest.raises(ExportError, match="version 2"):
        Answer.from_dict(told | {"version": 2})


def test_offsets_that_do_not_fit_their_quote_are_refused(assistant: Assistant) -> None:
    told = assistant.ask("What has China urged?").to_dict()
    for change in (
        {"end": 0},
        {"start": -1},
        {"answer_span": [0, 10**6]},
        {"quote": "other words"},
        {"number": True},
        {"start": 10**400},
    ):
        broken = copy.deepcopy(told)
        broken["citations"][0] |= change
        with pytest.raises(ExportError, match="a citation"):
            Answer.from_dict(broken)
    with pytest.raises(ExportError, match="confidence"):
        Answer.from_dict(told | {"confidence": 10**400})
    with pytest.raises(ExportError, match="sentence"):
        Answer.from_dict(told | {"sentences": [{"text": "Made up.", "citations": [99]}]})
    with pytest.raises(ExportError, match="citations"):
        Answer.from_dict(told | {"citations": told["citations"] * 2})
