"""Kept conversations as the page shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from page import words
from page.kept import conversation_list, exchanges, export_links, stale_line, stale_lines, thumbs
from page.kept_place import kept_place
from qa.kept import Conversation, Feedback, KeptExchange, Listed
from qa.standing import Standing
from tests.forms import LINE
from tests.keeper import WHEN, made
from tests.test_exported import Outline

CITED = made().citations[0]


def test_the_list_shows_title_date_and_count_with_controls_that_name_the_conversation() -> None:
    shown = conversation_list([Listed(7, "On Tarn", WHEN, WHEN, 3), Listed(8, "", WHEN, WHEN, 1)], current=8)
    assert 'id="conversation-7" data-conversation="7"' in shown and 'href="?conversation=7"' in shown
    for said in ("On Tarn", "24 January 2024", "3 questions", "1 question<", words.kept.UNTITLED, "Rename", "Delete"):
        assert said in shown
    assert shown.index('aria-current="true"') > shown.index("conversation-8")
    assert Outline(shown).elements.count(("button", ("type", "class", "aria-label"))) == 4


def test_an_empty_list_says_what_to_do() -> None:
    assert words.kept.NO_CONVERSATIONS in conversation_list([])
    assert words.kept.NOTHING_SOUGHT in conversation_list([], sought="tarn")


@given(LINE)
def test_no_title_quote_or_reason_acts(text: str) -> None:
    def kinds(text: str) -> list[tuple[str, tuple[str, ...]]]:
        cited = replace(CITED, quote=f"a{text}", document=replace(CITED.document, title=f"a{text}"))
        shown = conversation_list([Listed(1, f"a{text}", WHEN, WHEN, 1)])
        shown += stale_line(Standing(cited, "changed")) + thumbs(1, 1, Feedback(True, f"a{text}", WHEN))
        return [element for element in Outline(shown).elements if element != ("bdi", ("class",))]

    assert kinds(text) == kinds("")


@pytest.mark.parametrize(("state", "said"), [("changed", "changed"), ("gone", "no longer here")])
def test_a_stale_citation_says_so_and_still_shows_its_quote(state: str, said: str) -> None:
    shown = stale_line(Standing(CITED, state))  # type: ignore[arg-type]
    assert said in shown and "The harbour was closed" in shown and f'class="stale-citation {state}"' in shown


def test_what_is_as_it_was_has_no_line_and_what_was_removed_says_so() -> None:
    assert stale_lines([Standing(CITED, "unchanged")]) == ""
    assert "removed on request" in stale_lines([Standing(replace(CITED, quote=""), "unchanged")])


def test_thumbs_show_which_was_given_and_why() -> None:
    assert "true" not in thumbs(7, 2, None)
    shown = thumbs(7, 2, Feedback(False, "too old", WHEN))
    assert 'data-conversation="7" data-number="2"' in shown and "too old" in shown
    assert 'class="thumb bad" aria-pressed="true"' in shown and 'class="thumb good" aria-pressed="false"' in shown


def test_who_judged_nothing_yet_is_told_what_judging_is_good_for() -> None:
    assert "judged good or wrong" in kept_place(0) and "evaluation.zip" not in kept_place(0)
    assert "Save 3 judged answers as test questions" in kept_place(3)


def test_exports_are_linked_in_every_form() -> None:
    for ending in ("md", "html", "json"):
        assert f'href="conversation/7.{ending}"' in export_links(7)
        assert f'href="conversation/7-2.{ending}"' in export_links(7, 2)


def test_a_kept_conversation_is_shown_as_it_was() -> None:
    (shown,) = exchanges(Conversation(1, "x", WHEN, (KeptExchange("What?", made(), WHEN),)))
    assert (shown.question, shown.answer, shown.running) == ("What?", made(), False)
