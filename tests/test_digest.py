"""What a stretch of time brought."""

from __future__ import annotations

from datetime import date

import pytest

from index import Filter, Index
from qa import Assistant
from qa.digest import asks_of_time_alone

ASKED = date(2024, 1, 19)


@pytest.mark.parametrize(
    "question",
    ["What changed this week?", "What happened on 18 January?", "What is new today?", "Any news since Monday?"],
)
def test_a_question_with_a_time_and_no_subject_asks_of_the_time(question: str) -> None:
    assert asks_of_time_alone(question)


@pytest.mark.parametrize("question", ["What did China urge this week?", "What changed?", "Who won in 2023?", ""])
def test_one_with_a_subject_or_without_a_time_does_not(question: str) -> None:
    assert not asks_of_time_alone(question)


def test_it_is_answered_from_each_of_the_newest_briefings_of_the_time(samples: Index) -> None:
    where = Filter(published_from=date(2024, 1, 12))
    answer = Assistant(samples).ask("What changed this week?", asked=ASKED, where=where)
    assert not answer.refused and "digest" in [note.kind for note in answer.notes]
    days = [citation.document.published for citation in answer.citations]
    assert days == sorted(days, reverse=True)
    assert len({citation.document.id for citation in answer.citations}) == len(days) > 1
    for citation in answer.citations:
        assert citation.document.published and date(2024, 1, 13) <= citation.document.published <= ASKED
        assert samples.text(citation.document.id)[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("asked", [None, date(2020, 1, 1)])
def test_a_time_that_cannot_be_read_or_had_no_briefings_is_refused(samples: Index, asked: date | None) -> None:
    assert Assistant(samples).ask("What changed this week?", asked=asked).refused
