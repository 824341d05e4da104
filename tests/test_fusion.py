"""Two rankings and a date prior made one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, nearness
from index.records import Period

scores = st.dictionaries(st.integers(1, 12), st.floats(0, 30).map(lambda score: round(score, 3)), max_size=10)
weights = st.floats(0, 1)


@given(scores, scores, weights)
def test_the_best_come_first_and_ties_by_number(
    words: dict[int, float], meaning: dict[int, float], weight: float
) -> None:
    ranking = fuse(words, meaning, {}, meaning_weight=weight)
    assert ranking == sorted(ranking, key=lambda pair: (-pair[1], pair[0]))
    assert {number for number, _ in ranking} == words.keys() | meaning.keys()
    assert all(-1e-9 <= score <= 1 + 1e-9 for _, score in ranking)


@given(scores.filter(bool), scores.filter(bool), weights, st.floats(0.01, 9), st.booleans(), st.data())
def test_a_higher_score_never_ranks_lower(
    words: dict[int, float], meaning: dict[int, float], weight: float, more: float, by_words: bool, data: st.DataObject
) -> None:
    ranking = words if by_words else meaning
    number = data.draw(st.sampled_from(sorted(ranking)))
    before = dict(fuse(words, meaning, {}, meaning_weight=weight))
    ranking[number] += more
    after = dict(fuse(words, meaning, {}, meaning_weight=weight))
    for other in (words.keys() & meaning.keys()) - {number}:
        assert after[number] - after[other] >= before[number] - before[other] - 1e-9


@given(scores, scores, weights, st.floats(0.01, 1))
def test_a_prior_raises_its_passage_by_itself(
    words: dict[int, float], meaning: dict[int, float], weight: float, prior: float
) -> None:
    plain = dict(fuse(words, meaning, {}, meaning_weight=weight))
    for number in plain:
        raised = dict(fuse(words, meaning, {number: prior}, meaning_weight=weight))
        assert raised == {**plain, number: pytest.approx(plain[number] + prior)}


def test_nothing_fused_is_nothing() -> None:
    assert fuse({}, {}, {}, meaning_weight=0.5) == []
    assert fuse({}, {}, {3: 1.0}, meaning_weight=0.5) == []


def test_one_ranking_alone_decides_where_the_other_is_empty() -> None:
    assert fuse({1: 2.0, 2: 4.0}, {}, {}, meaning_weight=0.5) == [(2, 0.5), (1, 0.25)]
    assert [number for number, _ in fuse({}, {1: 0.1, 2: 0.3}, {}, meaning_weight=0.5)] == [2, 1]


def test_equal_scores_are_ordered_by_number() -> None:
    assert [number for number, _ in fuse({9: 1.0, 3: 1.0}, {9: 0.5, 3: 0.5}, {}, meaning_weight=0.6)] == [3, 9]


def test_the_weight_decides_between_words_and_meaning() -> None:
    words, meaning = {1: 5.0, 2: 1.0}, {1: 0.1, 2: 0.9}
    assert fuse(words, meaning, {}, meaning_weight=0.9)[0][0] == 2
    assert fuse(words, meaning, {}, meaning_weight=0.1)[0][0] == 1


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.integers(-200, 200))
def test_nearness_is_one_inside_a_period_and_falls_outside(first: date, length: int, offset: int) -> None:
    period = Period(first, first + timedelta(days=length), "")
    near = nearness(first + timedelta(days=offset), period, days=14)
    further = nearness(first + timedelta(days=offset + (1 if offset > 0 else -1)), period, days=14)
    assert (near == 1.0) == (0 <= offset <= length)
    assert 0 < further <= near


def test_without_a_date_nothing_is_near() -> None:
    assert nearness(None, Period(date(2024, 1, 1), date(2024, 1, 1), ""), days=14) == 0.0
