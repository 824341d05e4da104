"""What limits the next question: read strictly from what the page sends."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index.records import Filter
from page.asked import Asked
from page.limits import asked_for, control, read_limits

DEFAULT = Asked(date(2024, 1, 29), "newest")


@pytest.mark.parametrize("chosen", [None, "", "{", "[]", '{"asked": 7, "first": "soon", "sources": "x"}'])
def test_what_cannot_be_read_limits_nothing(chosen: str | None) -> None:
    limits = read_limits(chosen, default=DEFAULT)
    assert limits.asked == DEFAULT and limits.where == Filter()


def test_a_chosen_day_leaves_out_what_came_later_but_not_what_has_no_date() -> None:
    limits = read_limits(json.dumps({"asked": "2024-01-18"}), default=DEFAULT)
    assert limits.asked == Asked(date(2024, 1, 18), "chosen")
    assert limits.where == Filter(published_to=date(2024, 1, 18), undated=True)


def test_dates_and_sources_become_a_filter_and_leave_out_the_undated() -> None:
    said = json.dumps({"first": "2024-01-10", "last": "2024-01-20", "sources": ["Wire", 3]})
    where = read_limits(said, default=DEFAULT).where
    assert where == Filter(date(2024, 1, 10), date(2024, 1, 20), ("Wire",), undated=False)


def test_the_control_shows_hostile_sources_as_text() -> None:
    shown = control(DEFAULT, ['"><img src=x>', "${window.hacked=1}"])
    assert "<img" not in shown and "${" not in shown.replace("&#36;", "")


def test_a_day_that_a_program_gives_is_chosen_though_it_is_the_default() -> None:
    limits = asked_for("2024-01-29", None, None, None, default=DEFAULT)
    assert limits.asked == Asked(DEFAULT.day, "chosen") and limits.where == Filter(published_to=DEFAULT.day)
    assert asked_for(None, None, None, None, default=DEFAULT).where == Filter()
