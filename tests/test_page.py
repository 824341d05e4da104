"""The page in a real browser, over the real index and assistant: what a reader sees, clicks and is kept safe from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index import Index
from tests.browser import (
    FOLLOW_UP,
    PHONE,
    QUESTION,
    UNANSWERED,
    WIDE,
    ask,
    contrast,
    in_view,
    open_page,
    overflows,
    quoted,
    shoot,
    watched,
)

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect


def test_an_answer_has_chips_and_names_its_sources_with_their_dates(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address)
    shoot(page, "welcome", tmp_path)
    ask(page, QUESTION)
    expect(page.locator(".answer .chip").first).to_be_visible()
    expect(page.locator(".sources li").first).to_contain_text(re.compile(r"\d+ January 2024"))
    assert page.locator(".answer .sentence").count() == page.locator(".answer .sentence:has(.chip)").count()
    shoot(page, "answer", tmp_path)


def test_a_chip_opens_the_whole_briefing_at_exactly_the_quoted_words(
    page: Page, address: str, samples: Index, tmp_path: Path
) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    chip = page.locator(".answer .chip").first
    quote = quoted(samples, chip.get_attribute("href") or "")
    chip.click()
    mark = page.locator("#source mark")
    mark.wait_for()
    assert mark.text_content() == quote
    assert in_view(page, "#source mark")
    meta = page.locator("#source .meta")
    expect(meta).to_contain_text("January 2024")
    expect(meta).to_contain_text(".md")
    expect(chip).to_have_attribute("aria-current", "")
    shoot(page, "briefing", tmp_path)


def test_a_chip_can_be_reached_and_opened_from_the_keyboard(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    chip = page.locator(".answer .chip").first
    chip.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    assert chip.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


def test_every_control_has_a_name(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    nameless = page.locator("button:visible, a:visible, input:visible, textarea:visible").evaluate_all(
        """all => all.filter(e => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
                     .map(e => e.outerHTML)"""
    )
    assert nameless == []
    assert (page.locator(".answer .chip").first.get_attribute("aria-label") or "").startswith("Source 1: ")


def test_a_refusal_names_what_is_missing_and_opens_its_nearest_passages(
    page: Page, address: str, samples: Index, tmp_path: Path
) -> None:
    open_page(page, address)
    ask(page, UNANSWERED)
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(0)
    passage = page.locator(".nearest .passage").first
    passage.click()
    page.locator("#source mark").first.wait_for()
    marked = "".join(page.locator("#source mark").all_text_contents())
    assert "".join(marked.split()) == "".join(quoted(samples, passage.get_attribute("href") or "").split())
    shoot(page, "refusal", tmp_path)


def test_a_follow_up_shows_the_question_it_was_understood_as(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    expect(page.locator(".standalone")).to_have_count(0)
    ask(page, FOLLOW_UP)
    expect(page.locator("article.exchange").last.locator(".standalone")).to_contain_text("China")
    shoot(page, "follow-up", tmp_path)


def test_an_example_question_is_asked_by_choosing_it(page: Page, address: str) -> None:
    open_page(page, address)
    example = page.locator(".example").first
    question = example.text_content() or ""
    example.click()
    expect(page.locator("article.exchange h2")).to_contain_text(question)
    expect(page.locator("article.exchange[aria-busy]")).to_have_count(0)


def test_the_page_says_as_of_which_day_it_answers_and_lets_one_choose(page: Page, address: str) -> None:
    open_page(page, address)
    note = page.locator(".asked-note")
    expect(note).to_have_text("As of 29 January 2024, your newest briefing")
    page.get_by_label("Ask as of another day").fill("2024-01-18")
    chip = page.get_by_role("list", name="Filters in force").get_by_role("button")
    expect(chip).to_have_text("As of 18 January 2024: nothing later")
    expect(note).to_be_empty()
    page.get_by_label("Ask as of another day").fill("")
    expect(note).to_have_text("As of 29 January 2024, your newest briefing")


def test_conversations_of_two_readers_do_not_mix(page: Page, phone: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    open_page(phone, address)
    expect(phone.locator("article.exchange")).to_have_count(0)
    ask(phone, FOLLOW_UP)
    assert "China urged" not in (phone.locator("article.exchange h2").text_content() or "")
    expect(phone.locator("article.exchange")).to_have_count(1)
    expect(phone.locator(".standalone")).to_have_count(0)


def test_starting_over_forgets_the_conversation(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    page.get_by_role("button", name="Start over").click()
    page.locator(".welcome").wait_for()
    ask(page, FOLLOW_UP)
    expect(page.locator("article.exchange")).to_have_count(1)
    expect(page.locator(".standalone")).to_have_count(0)


def test_the_library_opens_any_briefing(page: Page, address: str) -> None:
    open_page(page, address)
    page.locator(".shelf a").first.click()
    expect(page.locator("#source .briefing h2")).to_be_visible()
    page.get_by_role("button", name="All briefings").last.click()
    expect(page.locator("#source .shelf")).to_be_visible()


def test_a_briefing_opens_on_its_own_page_at_the_quoted_words(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)
    href = page.locator(".answer .chip").first.get_attribute("href") or ""
    page.goto(address + href)
    expect(page.locator("mark")).to_be_in_viewport()


def test_on_a_phone_the_briefing_lies_over_the_chat_and_closes_again(
    phone: Page, address: str, samples: Index, tmp_path: Path
) -> None:
    open_page(phone, address)
    shoot(phone, "phone-welcome", tmp_path)
    ask(phone, QUESTION)
    shoot(phone, "phone-answer", tmp_path)
    chip = phone.locator(".answer .chip").first
    chip.click()
    mark = phone.locator("#source mark")
    mark.wait_for()
    assert mark.text_content() == quoted(samples, chip.get_attribute("href") or "")
    assert in_view(phone, "#source mark")
    shoot(phone, "phone-briefing", tmp_path)
    phone.get_by_role("button", name="Close").click()
    expect(phone.locator("#source")).to_be_hidden()
    chip.click()
    mark.wait_for()
    phone.go_back()
    expect(phone.locator("#source")).to_be_hidden()
    expect(phone.locator("article.exchange")).to_have_count(1)
    ask(phone, UNANSWERED)
    shoot(phone, "phone-refusal", tmp_path)
    assert not overflows(phone)


@pytest.mark.parametrize(("name", "viewport"), [("dark", WIDE), ("dark-phone", PHONE)])
def test_a_dark_page_keeps_its_text_readable(
    browser: Browser, address: str, tmp_path: Path, name: str, viewport: dict[str, int]
) -> None:
    for page in watched(browser, viewport, "dark"):
        open_page(page, address)
        ask(page, QUESTION)
        for selector in (".answer p", ".question", ".chip", ".source-line .date", ".asked-note"):
            assert contrast(page, selector) >= 4.5, selector
        page.locator(".answer .chip").first.click()
        page.locator("#source mark").wait_for()
        assert contrast(page, "#source mark") >= 4.5
        shoot(page, name, tmp_path)
