"""The timeline: days that sentences name, and the picture and table of them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.records import Document
from page.dated import DatedStatements, Event, day_of, statements
from page.timeline import Scale, picture
from page.timeline_place import timeline_place

PUBLISHED = date(2024, 1, 4)
DOCUMENT = Document("d1", "/f", "a.md", "A <b>note</b>", PUBLISHED, source="Wire")


@pytest.mark.parametrize(
    ("named", "day"),
    [
        ("17 January 2024", date(2024, 1, 17)),
        ("January 17, 2024", date(2024, 1, 17)),
        ("2024-01-17", date(2024, 1, 17)),
        ("3 January", date(2024, 1, 3)),
        ("28 December", date(2023, 12, 28)),
        ("26 January", date(2024, 1, 26)),
        ("31 February 2024", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest_to_its_briefing(named: str, day: date | None) -> None:
    assert day_of(named, PUBLISHED) == day


def test_a_day_without_a_year_is_no_day_where_nothing_tells_the_year() -> None:
    assert day_of("3 January", None) is None


def test_statements_slice_back_to_the_words_that_name_a_day() -> None:
    text = "Nothing here. It opened on 3 January 2024 and shut on 5 January 2024. In May it may open."
    found = list(statements(DOCUMENT, text))
    assert [one.day for one in found] == [date(2024, 1, 3), date(2024, 1, 5)]
    assert all(text[one.start : one.end] == one.text and "3 January" in one.text for one in found)


def test_a_removed_briefing_says_nothing(samples: Index) -> None:
    assert [one.is_statement for one in DatedStatements(samples).events([DOCUMENT])] == [False]


def test_the_sample_briefings_have_dated_statements(samples: Index) -> None:
    events = list(DatedStatements(samples).events(samples.documents()))
    assert sum(not one.is_statement for one in events) == 13
    assert sum(one.is_statement for one in events) > 20
    for one in events:
        assert not one.is_statement or samples.text(one.document.id)[one.start : one.end] == one.text


@given(st.integers(0, 40000), st.integers(280, 4000), st.floats(0, 1))
def test_every_day_has_a_column_inside_the_picture(days: int, width: int, where: float) -> None:
    first = date(1900, 1, 1)
    scale = Scale(first, first + timedelta(days=days), width)
    x = scale.x(scale.column(first + timedelta(days=int(days * where))))
    assert 0 < x < width


def test_a_full_column_says_how_many_more_and_where_to_zoom() -> None:
    events = [Event(PUBLISHED, DOCUMENT, n, n + 3, "abc") for n in range(1, 31)]
    drawn = picture(events, Scale(PUBLISHED, PUBLISHED + timedelta(days=9), 600))
    assert drawn.count('class="opens mark"') == 11
    assert "+19</text>" in drawn and 'data-first="2024-01-04" data-last="2024-01-04"' in drawn


def test_a_column_of_several_days_says_so_and_shows_them_one_by_one() -> None:
    first, last = date(2024, 1, 17), date(2024, 1, 18)
    events = [Event(first, DOCUMENT), Event(last, DOCUMENT), Event(first, DOCUMENT, 1, 4, "abc")]
    drawn = html.unescape(picture(events, Scale(first, first + timedelta(days=27), 280)))
    label = 'data-first="2024-01-17" data-last="2024-01-18" aria-label="2 briefings, 17 to 18 January 2024'
    assert label in drawn and drawn.count('class="opens mark"') == 1
    alone = picture(events, Scale(first, last, 280))
    assert alone.count('class="opens mark"') == 3 and "zoom-to" not in alone
    assert "days to a column" in timeline_place(events, first, first + timedelta(days=27), width=280, held=1)
    assert "days to a column" not in timeline_place(events, first, last, width=280, held=1)


def test_a_full_day_that_is_shown_alone_leads_nowhere_but_to_the_table() -> None:
    events = [Event(PUBLISHED, DOCUMENT, n, n + 3, "abc") for n in range(1, 31)]
    drawn = picture(events, Scale(PUBLISHED, PUBLISHED, 600))
    assert "+19</text>" in drawn and "zoom-to" not in drawn


def test_hostile_titles_and_sentences_stay_text_in_picture_and_table() -> None:
    said = '</title><script>alert(1)</script> "onload=x'
    event = Event(PUBLISHED, DOCUMENT, 1, 1 + len(said), said)
    shown = timeline_place([Event(PUBLISHED, DOCUMENT), event], None, None, width=900, held=1)
    assert "<script" not in shown and "<b>" not in shown
    assert said in html.unescape(re.sub(r"<[^>]*>", "", shown))


def test_without_dates_the_timeline_says_so() -> None:
    assert "No briefing here has a date" in timeline_place([], None, None, width=900, held=1)
    assert "no briefings here yet" in timeline_place([], None, None, width=900, held=0)
    assert "Nothing is dated in these days" in timeline_place(
        [Event(PUBLISHED, DOCUMENT)], date(2020, 1, 1), date(2020, 2, 1), width=900, held=1
    )
