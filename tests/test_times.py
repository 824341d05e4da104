"""Dates as people write them, with and without a day of asking."""

from __future__ import annotations

import datetime as clock
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.times import date_in_name, read_date, read_period, times_in

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
    "in the last two weeks": ((2024, 1, 6), (2024, 1, 19)),
    "the past 10 days": ((2024, 1, 10), (2024, 1, 19)),
    "last few days": ((2024, 1, 17), (2024, 1, 19)),
    "three days ago": ((2024, 1, 16), (2024, 1, 16)),
    "the day before yesterday": ((2024, 1, 17), (2024, 1, 17)),
    "a week ago": ((2024, 1, 6), (2024, 1, 12)),
    "two months ago": ((2023, 11, 1), (2023, 11, 30)),
    "over the weekend": ((2024, 1, 13), (2024, 1, 14)),
    "the end of last month": ((2023, 12, 21), (2023, 12, 31)),
    "last quarter": ((2023, 10, 1), (2023, 12, 31)),
    "in the first quarter": ((2024, 1, 1), (2024, 3, 31)),
    "Q4": ((2023, 10, 1), (2023, 12, 31)),
    "since last week": ((2024, 1, 6), (2024, 1, 19)),
    "since Monday": ((2024, 1, 15), (2024, 1, 19)),
    "until yesterday": ((2024, 1, 12), (2024, 1, 18)),
    "from Monday to Wednesday": ((2024, 1, 15), (2024, 1, 17)),
    "now": ((2024, 1, 13), (2024, 1, 19)),
}
YEARLESS = {
    "in March": ((2023, 3, 1), (2023, 3, 31)),
    "since December": ((2023, 12, 1), (2024, 1, 19)),
    "during January": ((2024, 1, 1), (2024, 1, 31)),
    "on 4 January": ((2024, 1, 4), (2024, 1, 4)),
    "January 4": ((2024, 1, 4), (2024, 1, 4)),
    "on the 20th of December": ((2023, 12, 20), (2023, 12, 20)),
    "on 20 January": ((2023, 1, 20), (2023, 1, 20)),
    "in march": ((2023, 3, 1), (2023, 3, 31)),
    "since may": ((2023, 5, 1), (2024, 1, 19)),
    "on the 4th of may": ((2023, 5, 4), (2023, 5, 4)),
    "how many died in january?": ((2024, 1, 1), (2024, 1, 31)),
    "since 3 January": ((2024, 1, 3), (2024, 1, 19)),
    "after the 16th of January": ((2024, 1, 17), (2024, 1, 19)),
    "as of 4 January": ((2024, 1, 4), (2024, 1, 4)),
    "between 3 and 9 January": ((2024, 1, 3), (2024, 1, 9)),
    "between January 3 and 9": ((2024, 1, 3), (2024, 1, 9)),
    "from 20 December to 5 January": ((2023, 12, 20), (2024, 1, 5)),
    "3–9 January": ((2024, 1, 3), (2024, 1, 9)),
    "Jan. 3-9": ((2024, 1, 3), (2024, 1, 9)),
    "after the strikes on 16 January": ((2024, 1, 16), (2024, 1, 16)),
}
NEAREST = {
    "early January": ((2024, 1, 1), (2024, 1, 10)),
    "mid-March": ((2023, 3, 11), (2023, 3, 20)),
    "in the first week of January": ((2024, 1, 1), (2024, 1, 7)),
    "the last week of December": ((2023, 12, 24), (2023, 12, 31)),
    "before 10 January": ((2024, 1, 3), (2024, 1, 9)),
    "until 10 January": ((2024, 1, 4), (2024, 1, 10)),
    "before December": ((2023, 10, 31), (2023, 11, 30)),
    "to be back by 26 January": ((2024, 1, 20), (2024, 1, 26)),
    "by March": ((2024, 3, 1), (2024, 3, 31)),
}
WRITTEN_OUT = {
    "2024-01-18": ((2024, 1, 18), (2024, 1, 18)),
    "on 18 January 2024": ((2024, 1, 18), (2024, 1, 18)),
    "January 18, 2024?": ((2024, 1, 18), (2024, 1, 18)),
    "Sept. 3, 2023": ((2023, 9, 3), (2023, 9, 3)),
    "in March 2022": ((2022, 3, 1), (2022, 3, 31)),
    "February 2024": ((2024, 2, 1), (2024, 2, 29)),
    "in 2023": ((2023, 1, 1), (2023, 12, 31)),
    "between 3 January 2024 and 9 January 2024": ((2024, 1, 3), (2024, 1, 9)),
    "between 3 and 9 January 2024": ((2024, 1, 3), (2024, 1, 9)),
    "from 3 December 2023 to 9 January": ((2023, 12, 3), (2024, 1, 9)),
    "between 2020 and 2023": ((2020, 1, 1), (2023, 12, 31)),
    "Q1 2024": ((2024, 1, 1), (2024, 3, 31)),
    "in the second quarter of 2023": ((2023, 4, 1), (2023, 6, 30)),
    "late 2023": ((2023, 9, 1), (2023, 12, 31)),
    "before 2020": ((2018, 12, 31), (2019, 12, 31)),
    "30 February 2024 or 3 March 2023": ((2023, 3, 3), (2023, 3, 3)),
}
NONE = (
    "",
    "Who may 4 ministers meet?",
    "Will they march on Tehran?",
    "Who may be next?",
    "the statement by June Carter",
    "from 7 to 9 people",
    "What was said before the election?",
    "until further notice",
    "30 February 2024",
    "March 5%",
    "maybe 3 apples",
    "2024-13-45",
    "room 2024",
)


@pytest.mark.parametrize(("question", "expected"), {**RELATIVE, **YEARLESS, **NEAREST, **WRITTEN_OUT}.items())
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


@pytest.mark.parametrize("question", [*RELATIVE, *YEARLESS, *NEAREST])
def test_without_a_day_of_asking_the_rest_says_nothing(question: str) -> None:
    assert read_period(question, None) is None


def test_since_a_day_written_out_reaches_to_the_day_of_asking_or_on_without_end() -> None:
    question = "What has happened since 3 January 2024?"
    asked, open_ended = read_period(question, FRIDAY), read_period(question, None)
    assert asked and open_ended
    assert (asked.first, asked.last) == (date(2024, 1, 3), FRIDAY)
    assert (open_ended.first, open_ended.last) == (date(2024, 1, 3), date.max)


def test_a_time_is_found_where_it_stands() -> None:
    text = "Who spoke on 4 january, and who since last week?"
    assert [found.group() for found in times_in(text)] == ["4 january", "since last week"]


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


WORDS = """
    since after before until by between and from to - the of in early mid last past ago now 0 3 31 999 1900 2024 9999
    January february may days weeks years weekend Monday yesterday Q1
"""
PHRASES = ("as of", "last week", "a couple of", "first quarter", "4 January", "2024-01-18", "9999-12-31", "1900-01-01")


@given(st.lists(st.sampled_from([*WORDS.split(), *PHRASES]), max_size=8), st.none() | st.dates())
def test_a_period_never_ends_before_it_begins(words: list[str], asked: date | None) -> None:
    period = read_period(" ".join(words), asked)
    assert period is None or period.first <= period.last
