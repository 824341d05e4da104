"""Why an answer is what it is: what is shown agrees with what was kept."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from index import NotFound
from index.records import Filter
from page.unkept import Unkept
from page.why import why
from qa import Answer, Assistant
from qa.exported import answer_text
from qa.reading import answer_from_dict


def shown(answer: Answer) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", why(answer, "k")))


def test_what_was_searched_for_when_and_under_which_filter_is_said(assistant: Assistant) -> None:
    where = Filter(published_to=date(2024, 1, 28), sources=("Wire digest", "Morning note"), undated=False)
    answer = assistant.ask("What happened in Kerman on 3 January?", asked=date(2024, 1, 29), where=where)
    said = shown(answer)
    for words in (
        "What happened in Kerman on 3 January?",
        "“3 January” is 3 January 2024; asked as of 29 January 2024",
        "until 28 January 2024; only Wire digest or Morning note; none without a date",
        f"{answer.confidence:.0%} likely",
    ):
        assert words in said


def test_every_passage_has_its_scores_and_its_fate(assistant: Assistant) -> None:
    answer = assistant.ask("How many people were killed in Kerman?", asked=date(2024, 1, 29))
    said = shown(answer)
    assert "quoted as 1" in said
    assert said.count("quoted as") + said.count("not used:") == len(answer.hits)
    for hit in answer.hits:
        assert f"{hit.word_score:.2f}" in said and f"{hit.meaning_score:.2f}" in said
    for given, quoted in re.findall(r"best sentence scores ([\d.]+), the least of those quoted ([\d.]+)", said):
        assert float(given) <= float(quoted)


def test_each_of_several_questions_has_its_own_reasons(assistant: Assistant) -> None:
    answer = assistant.ask("What did China urge on 17 January and who won the cricket?", asked=date(2024, 1, 29))
    said = shown(answer)
    assert said.count("Searched for") == said.count("Is it enough?") == 2
    first, second = answer.trace["parts"]
    assert said.index(first["question"]) < said.index("so an answer is given") < said.index(second["question"])
    assert "“17 January” is 17 January 2024" in said and "so no answer is given" in said
    assert said.count("quoted as") + said.count("not used:") == len(answer.hits)


def test_an_answer_kept_before_there_were_parts_still_has_its_reasons(assistant: Assistant) -> None:
    answer = assistant.ask("How many people were killed in Kerman?", asked=date(2024, 1, 29))
    trace = {key: value for key, value in answer.trace.items() if key != "parts"}
    assert shown(replace(answer, trace=trace)) == shown(answer)


def test_a_refusal_says_how_unlikely_an_answer_is(assistant: Assistant) -> None:
    answer = assistant.ask("How many lighthouses are there in Portugal?", asked=date(2024, 1, 29))
    said = shown(answer)
    assert "so no answer is given" in said and "not used: together the passages are too weak" in said


def test_reasons_are_the_same_when_the_answer_comes_back_from_where_it_was_kept(assistant: Assistant) -> None:
    where = Filter(date(2024, 1, 2), date(2024, 1, 28), ("Wire digest",), undated=False)
    answer = assistant.ask("How many people were killed in Kerman?", asked=date(2024, 1, 29), where=where)
    assert "from 2 January 2024; until 28 January 2024; only Wire digest; none without a date" in shown(answer)
    assert why(answer_from_dict(json.loads(answer_text(answer))), "k") == why(answer, "k")


def test_an_answer_of_a_version_that_kept_no_filter_names_none(assistant: Assistant) -> None:
    answer = assistant.ask("How many people were killed in Kerman?")
    old = replace(answer, trace={key: value for key, value in answer.trace.items() if key != "filter"})
    assert "Filter" in shown(answer) and "Filter" not in shown(old)


def test_answers_that_could_not_be_kept_are_held_by_what_they_say_and_the_oldest_go(assistant: Assistant) -> None:
    held = Unkept(limit=2)
    answers = [replace(assistant.ask("Kerman?"), question=f"{number}") for number in range(3)]
    keys = [held.hold(answer) for answer in answers]
    assert held.hold(answers[2]) == keys[2]
    assert held.get(keys[1]) == answers[1]
    with pytest.raises(NotFound, match="Ask the question again"):
        held.get(keys[0])
