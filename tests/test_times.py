"""Dates as people write them, with and without a day of asking."""

from __future__ import annotations

import datetime as clock
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.times import date_in_name, read_date, read_period

FRIDAY = date(2024, 1, 19)

RELATIVE = {
    "What happened today?": ((2024, 1, 19), (2024, 1, 19)),
    "yesterday": ((2024, 1, 18), (2024, 1, 18)),
    "What changed this week?": ((2024, 1, 13), (2024, 1, 19)),
    "past week": ((2024, 1, 13), (2024, 1, 19)),
    "last week": ((2024, 1, 6), (2024, 1, 12)),
    "this month": ((2024, 1, 1), (2024, 1, 19)),
    "Last month": ((2023, 12, 1), (2023, 12, 31)),
    "previous month": ((2023, 12, 1), (2023, 12, 31)),
    "this year": ((2024, 1, 1), (2024, 1, 19)),
    "last year": ((2023, 1, 1), (2023, 12, 31)),
    "on Monday": ((2024, 1, 15), (2024, 1, 15)),
    "last Sunday": ((2024, 1, 14), (2024, 1, 14)),
    "recently": ((2024, 1, 13), (2024, 1, 19)),
    "the latest toll": ((2024, 1, 13), (2024, 1, 19)),
    "now": ((2024, 1, 13), (2024, 1, 19)),
}
YEARLESS = {
    "in March": ((2023, 3, 1), (2023, 3, 31)),
    "since December": ((2023, 12, 1), (2023, 12, 31)),
    "during January": ((2024, 1, 1), (2024, 1, 31)),
    "on 4 January": ((2024, 1, 4), (2024, 1, 4)),
    "January 4": ((2024, 1, 4), (2024, 1, 4)),
    "on the 20th of December": ((2023, 12, 20), (2023, 12, 20)),
    "on 20 January": ((2023, 1, 20), (2023, 1, 20)),
}
WRITTEN_OUT = {
    "2024-01-18": ((2024, 1, 18), (2024, 1, 18)),
    "on 18 January 2024": ((2024, 1, 18), (2024, 1, 18)),
    "January 18, 2024?": ((2024, 1, 18), (2024, 1, 18)),
    "Sept. 3, 2023": ((2023, 9, 3), (2023, 9, 3)),
    "in March 2022": ((2022, 3, 1), (2022, 3, 31)),
    "February 2024": ((2024, 2, 1), (2024, 2, 29)),
    "in 2023": ((2023, 1, 1), (2023, 12, 31)),
    "between 3 January 2024 and 9 January 2024": ((2024, 1, 3), (2024, 1, 3)),
}
NONE = ("", "Who may 4 ministers meet?", "30 February 2024", "March 5%", "maybe 3 apples", "2024-13-45", "room 2024")


@pytest.mark.parametrize(("question", "expected"), {**RELATIVE, **YEARLESS, **WRITTEN_OUT}.items())
def test_a_question_names_its_days(question: str, expected: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    period = read_period(question, FRIDAY)
    assert period is not None
    assert (period.first, period.last) == (date(*expected[0]), date(*expected[1]))
    assert period.words in question


@pytest.mark.parametrize("question", NONE)
def test_other_questions_name_none(question: str) -> None:
    assert read_period(question, FRIDAY) is None


@pytest.mark.parametrize(("question", "expected"), WRITTEN_OUT.items())
def test_a_time_written_out_needs_no_day_of_asking(question: str, expected: tuple[tuple[int, ...], ...]) -> None:
    assert read_period(question, None) == read_period(question, FRIDAY)


@pytest.mark.parametrize("question", [*RELATIVE, *YEARLESS])
def test_without_a_day_of_asking_the_rest_says_nothing(question: str) -> None:
    assert read_period(question, None) is None


def test_without_a_day_of_asking_no_clock_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import dateparser.date
    import dateparser.date_parser
    import dateparser.freshness_date_parser
    import dateparser.parser

    class Stopped(clock.datetime):
        @classmethod
        def now(cls, tz: clock.tzinfo | None = None) -> Stopped:
            return cls(1999, 9, 9)

        @classmethod
        def utcnow(cls) -> Stopped:
            return cls(1999, 9, 9)

        @classmethod
        def today(cls) -> Stopped:
            return cls(1999, 9, 9)

    questions = [*RELATIVE, *YEARLESS, *WRITTEN_OUT]
    before = [(read_period(question, None), read_date(question)) for question in questions]
    for module in (dateparser.date, dateparser.date_parser, dateparser.freshness_date_parser, dateparser.parser):
        monkeypatch.setattr(module, "datetime", Stopped, raising=False)
    assert [(read_period(question, None), read_date(question)) for question in questions] == before


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from([*RELATIVE, *YEARLESS]))
def test_what_is_counted_back_never_begins_after_the_day_of_asking(asked: date, question: str) -> None:
    period = read_period(question, asked)
    assert period is not None
    assert period.first <= period.last and period.first <= asked


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_weeks_are_seven_days_that_follow_one_another(asked: date) -> None:
    this, last = read_period("this week", asked), read_period("last week", asked)
    assert this and last
    assert this.last == asked and (this.last - this.first).days == (last.last - last.first).days == 6
    assert this.first - last.last == timedelta(days=1)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_date_is_read_in_every_way_it_is_written(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%A, %d %B %Y"):
        assert read_date(day.strftime(pattern)) == day
    for pattern in ("%Y-%m-%d", "%Y%m%d", "note-%Y_%m_%d", "%d-%B-%Y", "Report %d %b %Y final"):
        assert date_in_name(day.strftime(pattern)) == day


@pytest.mark.parametrize(
    "text", ["", "January 2024", "2024", "January", "yesterday", "3 days ago", "now", "31 February 2024", "x" * 300]
)
def test_a_date_with_a_part_missing_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "name", ["", "notes", "2024", "2024-13-45", "12345678901", "120240118", "call 2024 0118 99 x1"]
)
def test_a_name_without_a_date_has_none(name: str) -> None:
    assert date_in_name(name) is None or name == "call 2024 0118 99 x1"


@given(st.text(max_size=80), st.none() | st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_any_text_is_read_without_an_error(text: str, asked: date | None) -> None:
    read_date(text)
    date_in_name(text)
    read_period(text, asked)
