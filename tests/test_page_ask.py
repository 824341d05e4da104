"""Asking, in a real browser: numbers and what they show, refusals, reasons, filters, keys."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index import Index
from tests.browser import PHONE, QUESTION, UNANSWERED, ask, in_view, open_page, overflows, quoted, shoot, watched

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect

TOLL = "How many people were killed in Kerman?"


def test_pointing_at_a_number_shows_the_quote_with_date_and_source(
    page: Page, address: str, samples: Index, tmp_path: Path
) -> None:
    open_page(page, address)
    ask(page, TOLL)
    chip = page.locator(".answer .chip").nth(1)
    chip.hover()
    preview = page.locator("#preview")
    expect(preview).to_be_visible()
    href = chip.get_attribute("href") or ""
    expect(preview.locator("blockquote")).to_have_text(quoted(samples, href))
    document = samples.document(urlsplit(href).path.rsplit("/", 1)[1])
    assert document.published and document.source
    expect(preview).to_contain_text(f"{document.published.day} January 2024")
    expect(preview).to_contain_text(document.source)
    shoot(page, "preview", tmp_path)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


def test_a_number_that_is_tabbed_to_shows_its_quote_too(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, TOLL)
    page.locator(".answer .chip").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#preview blockquote")).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_label("Your question").focus()
    expect(page.locator("#preview")).to_be_hidden()


def test_the_words_that_answer_are_strong_in_answer_preview_and_briefing(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, TOLL)
    assert page.locator(".answer b").first.text_content() == "84"
    page.locator(".answer .chip").first.click()
    expect(page.locator("#source mark b")).to_have_text("84")


def test_one_steps_from_citation_to_citation_by_button_and_by_key(page: Page, address: str, samples: Index) -> None:
    open_page(page, address)
    ask(page, TOLL)
    hrefs = page.locator(".answer .chip").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    page.locator(".answer .chip").first.click()
    expect(page.locator("#source .at")).to_have_text("1 of 3")
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator("#source .at")).to_have_text("2 of 3")
    expect(page.locator("#source mark")).to_have_text(quoted(samples, hrefs[1]))
    page.locator("#source mark").focus()
    page.keyboard.press("n")
    expect(page.locator("#source mark")).to_have_text(quoted(samples, hrefs[2]))
    assert in_view(page, "#source mark")
    page.keyboard.press("n")
    expect(page.locator("#source .at")).to_have_text("1 of 3")
    page.keyboard.press("[")
    expect(page.locator("#source .at")).to_have_text("3 of 3")
    expect(page.locator(".answer .chip[aria-current]")).to_have_text("3")


def test_everything_from_asking_to_the_next_citation_works_by_keyboard_alone(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_label("Your question").blur()
    page.keyboard.press("/")
    page.keyboard.type(TOLL)
    page.keyboard.press("Enter")
    expect(page.locator("article.exchange h2")).to_contain_text(f"You asked: {TOLL}")
    expect(page.locator("article.exchange .why")).to_be_visible()
    expect(page.locator("article.exchange[aria-busy]")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#conversation")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#source mark")).to_be_focused()
    expect(page.locator("#source .at")).to_have_text("1 of 3")
    page.keyboard.press("]")
    expect(page.locator("#source .at")).to_have_text("2 of 3")
    page.keyboard.press("Escape")
    expect(page.locator(".answer .chip:focus")).to_have_text("2")
    expect(page.locator("#source .shelf")).to_be_visible()
    expect(page.locator("a.opens[aria-current]")).to_have_count(0)


def test_escape_first_puts_a_quote_away_that_is_pointed_at(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, TOLL)
    page.locator(".answer .chip").first.hover()
    expect(page.locator("#preview")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#conversation")).to_be_focused()


def test_escape_keeps_what_is_written_and_closes_what_a_pointer_opened(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, TOLL)
    page.locator(".answer .chip").first.click()
    page.locator("#source mark").wait_for()
    page.get_by_label("Your question").fill("And then")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator("#source mark")).to_be_visible()
    page.get_by_label("Your question").fill("")
    page.keyboard.press("Escape")
    expect(page.locator("#conversation")).to_be_focused()
    expect(page.locator("#source mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".answer .chip").first).to_be_focused()
    expect(page.locator("#source .shelf")).to_be_visible()
    page.get_by_role("button", name="Keyboard").click()
    expect(page.get_by_role("dialog")).to_contain_text("In an empty question box: leave it for the answer")


def test_what_an_answer_opened_does_not_stay_beside_the_next_answer(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, TOLL)
    page.locator(".answer .chip").first.click()
    page.locator("#source mark").wait_for()
    ask(page, QUESTION)
    expect(page.locator("#source .shelf")).to_be_visible()
    expect(page.locator("#source .at")).to_be_hidden()
    expect(page.locator("a.opens[aria-current]")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator(".why").last.click()
    page.locator("#source .reasons").wait_for()
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#source .shelf")).to_be_visible()


def test_a_briefing_opened_from_the_shelf_stays_while_one_asks_about_it(page: Page, address: str) -> None:
    open_page(page, address)
    page.locator(".shelf a").first.click()
    page.locator("#source .briefing").wait_for()
    ask(page, TOLL)
    expect(page.locator("#source .briefing")).to_be_visible()


def test_what_another_place_opened_does_not_stay_beside_the_conversation(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("link", name="Timeline").click()
    page.locator(".timeline td a.opens").first.click()
    page.locator("#source .briefing").wait_for()
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.locator("#source .shelf")).to_be_visible()


def test_a_list_of_keys_can_be_read_and_single_keys_turned_off(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address)
    page.get_by_role("button", name="Keyboard").click()
    expect(page.get_by_role("dialog")).to_contain_text("Next citation")
    shoot(page, "keys", tmp_path)
    page.get_by_label("Single letters work").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    ask(page, QUESTION)
    page.locator(".why").focus()
    page.keyboard.press("n")
    expect(page.locator("#source mark")).to_have_count(0)


def test_a_key_pressed_while_writing_is_only_written(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    page.get_by_label("Your question").press_sequentially("n/p?")
    expect(page.get_by_label("Your question")).to_have_value("n/p?")
    expect(page.locator("#source mark")).to_have_count(0)


def test_a_refusal_offers_two_questions_that_are_then_answered(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, UNANSWERED)
    offered = page.locator(".instead .example")
    expect(offered).to_have_count(2)
    question = offered.first.text_content() or ""
    offered.first.click()
    expect(page.locator("article.exchange")).to_have_count(2)
    last = page.locator("article.exchange").last
    expect(last.locator("h2")).to_contain_text(question)
    expect(last.locator(".answer .chip").first).to_be_visible()


def test_why_this_answer_shows_what_was_searched_found_and_used(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address)
    ask(page, "What happened in Saravan on 18 January 2024?")
    page.get_by_role("link", name="Why this answer").click()
    reasons = page.locator("#source .reasons")
    expect(reasons).to_contain_text("“18 January 2024” is 18 January 2024; asked as of 29 January 2024")
    expect(reasons).to_contain_text("50% is needed, so an answer is given")
    expect(reasons.locator("tr.used").first).to_contain_text("quoted as 1")
    expect(reasons.locator("tr:not(.used) .fate").first).to_contain_text("not used")
    shoot(page, "why", tmp_path)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download all of this as JSON").click()
    kept = json.loads(begun.value.path().read_text(encoding="utf-8"))
    assert kept["version"] == 1 and kept["trace"]["sentences"] and kept["hits"][0]["word_score"] > 0
    reasons.locator("tbody a").first.click()
    expect(page.locator("#source mark").first).to_be_visible()


def test_why_no_answer_names_what_was_too_weak(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, UNANSWERED)
    page.get_by_role("link", name="Why no answer").click()
    expect(page.locator("#source .reasons")).to_contain_text("so no answer is given")


def test_filters_in_force_are_seen_and_removed_one_by_one(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("from", exact=True).fill("2024-01-19")
    page.get_by_label("Diplomatic desk").check()
    chips = page.get_by_role("list", name="Filters in force").get_by_role("button")
    expect(chips).to_have_text(["from 19 January 2024", "Diplomatic desk"])
    shoot(page, "filter", tmp_path)
    ask(page, "What has Pakistan said about its ambassador?")
    limited = page.locator("article.exchange .limited")
    expect(limited).to_contain_text("from 19 January 2024; only Diplomatic desk")
    shown = page.locator("article.exchange").last.locator(".source-line, .refusal")
    for line in shown.all_text_contents():
        assert ("Diplomatic desk" in line and "19 January" in line) or "not" in line
    chips.first.click()
    expect(chips).to_have_text(["Diplomatic desk"])
    chips.first.click()
    expect(chips).to_have_count(0)
    expect(page.locator('input[value="Diplomatic desk"]')).not_to_be_checked()


def test_as_of_an_earlier_day_later_briefings_are_left_out(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_label("Ask as of another day").fill("2024-01-03")
    ask(page, TOLL)
    expect(page.locator(".answer")).to_contain_text("103")
    expect(page.locator("article.exchange")).not_to_contain_text("4 January 2024")


def test_a_day_that_is_typed_is_taken_when_it_is_whole_and_the_field_stays_in_its_place(
    page: Page, address: str
) -> None:
    open_page(page, address)
    field = page.get_by_label("Ask as of another day")
    note = page.locator(".asked-note")
    chip = page.get_by_role("list", name="Filters in force").get_by_role("button")
    default = note.text_content() or ""
    field.focus()
    place = field.bounding_box()
    for key in "01022":
        page.keyboard.press(key)
        expect(chip).to_have_count(0)
        expect(note).to_have_text(default)
    field.blur()
    expect(field).to_have_value("2024-01-29")
    expect(chip).to_have_count(0)
    field.focus()
    for key in "01182024":
        page.keyboard.press(key)
        expect(chip).to_have_count(0)
    page.keyboard.press("Enter")
    expect(chip).to_have_text("As of 18 January 2024: nothing later")
    assert field.bounding_box() == place
    chip.click()
    expect(chip).to_have_count(0)
    expect(note).to_have_text(default)
    expect(field).to_have_value("2024-01-29")


def test_a_half_typed_year_is_no_filter_and_takes_nothing_away(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_text("Filter", exact=True).click()
    field = page.get_by_label("from", exact=True)
    chips = page.get_by_role("list", name="Filters in force").get_by_role("button")
    field.focus()
    page.keyboard.type("01192024")
    page.keyboard.press("Enter")
    expect(chips).to_have_text(["from 19 January 2024"])
    field.focus()
    page.keyboard.type("0119202")
    field.blur()
    expect(chips).to_have_text(["from 19 January 2024"])
    expect(field).to_have_value("2024-01-19")


def test_a_phone_steps_through_citations_over_the_chat(phone: Page, address: str, tmp_path: Path) -> None:
    open_page(phone, address)
    ask(phone, TOLL)
    phone.locator(".answer .chip").first.click()
    expect(phone.locator("#source .at")).to_have_text("1 of 3")
    phone.get_by_role("button", name="Next citation").click()
    expect(phone.locator("#source .at")).to_have_text("2 of 3")
    assert in_view(phone, "#source mark")
    shoot(phone, "phone-step", tmp_path)
    phone.get_by_role("button", name="Close").click()
    expect(phone.locator("#source")).to_be_hidden()


@pytest.mark.parametrize("width", [360, PHONE["width"], 720, 3840])
def test_nothing_runs_out_of_the_window_at_any_width(browser: Browser, address: str, width: int) -> None:
    for page in watched(browser, {"width": width, "height": 800}, "light"):
        open_page(page, address)
        assert not overflows(page)
        ask(page, TOLL)
        page.get_by_text("Filter", exact=True).click()
        assert not overflows(page)
        outside = page.locator(".limits .filter").evaluate("e => e.getBoundingClientRect().right > innerWidth")
        assert not outside
