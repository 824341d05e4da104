"""Checking a draft, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser import overflows, shoot
from tests.files import docx

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect

DRAFT = (
    "China urged both Pakistan and Iran to show restraint. "
    "Pakistan recalled its ambassador from Tehran on 19 January 2024. The prime minister of Norway resigned in March."
)


def open_draft(page: Page, address: str) -> None:
    page.goto(f"{address}#check")
    page.get_by_label("Your draft").wait_for()


def check(page: Page, draft: str) -> None:
    page.get_by_label("Your draft").fill(draft)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".verdicts").wait_for()


def test_each_sentence_of_a_draft_is_marked_with_the_words_beside_it(page: Page, address: str, tmp_path: Path) -> None:
    open_draft(page, address)
    check(page, DRAFT)
    rows = page.locator(".verdicts > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("supported")
    expect(rows.nth(0).locator("blockquote").first).to_contain_text("China urged both Pakistan and Iran")
    expect(rows.nth(1)).to_contain_text("contradicted")
    expect(rows.nth(2)).to_contain_text("not found")
    expect(page.locator(".tally")).to_contain_text("1 contradicted")
    shoot(page, "draft", tmp_path)
    rows.nth(1).locator(".chip").first.click()
    expect(page.locator("#source mark").first).to_be_visible()
    shoot(page, "draft-briefing", tmp_path)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#source")).to_be_hidden()


def test_a_checked_draft_is_stepped_through_by_key(page: Page, address: str) -> None:
    open_draft(page, address)
    check(page, DRAFT)
    expect(page.locator("#sentence-1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#sentence-2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#sentence-1")).to_be_focused()


def test_a_draft_that_was_cleared_while_it_was_checked_does_not_come_back(page: Page, address: str) -> None:
    open_draft(page, address)
    waiting: list[sync_api.Route] = []
    page.route("**/draft/check", lambda route: waiting.append(route))
    page.get_by_label("Your draft").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Clear").click()
    with page.expect_response("**/draft/check"):
        waiting[0].continue_()
    page.unroute("**/draft/check")
    expect(page.locator(".verdicts")).to_have_count(0)
    check(page, DRAFT)
    expect(page.locator(".verdicts > li")).to_have_count(3)


@pytest.mark.parametrize(("button", "ending"), [("Save as HTML", ".html"), ("Save as Markdown", ".md")])
def test_a_marked_draft_is_saved_as_a_file(page: Page, address: str, button: str, ending: str) -> None:
    open_draft(page, address)
    check(page, DRAFT)
    with page.expect_download() as begun:
        page.get_by_role("button", name=button).click()
    assert begun.value.suggested_filename.endswith(ending)
    kept = begun.value.path().read_text(encoding="utf-8")
    assert "contradicted" in kept and "China urged both Pakistan and Iran" in kept


def test_a_text_file_is_checked_and_another_kind_is_refused_in_words(page: Page, address: str, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "memo.bin").write_bytes(b"\xff\xfe\x00\x9d")
    open_draft(page, address)
    page.locator(".draft input[type=file]").set_input_files(tmp_path / "memo.bin")
    expect(page.locator(".draft .said")).to_contain_text(".bin is not a format read here")
    page.locator(".draft input[type=file]").set_input_files(tmp_path / "memo.txt")
    expect(page.locator(".verdicts > li")).to_have_count(3)


def test_nothing_to_check_is_said(page: Page, address: str) -> None:
    open_draft(page, address)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".draft .said")).to_contain_text("paste your draft first")


def test_a_draft_is_checked_on_a_phone(phone: Page, address: str, tmp_path: Path) -> None:
    open_draft(phone, address)
    check(phone, DRAFT)
    assert not overflows(phone)
    shoot(phone, "phone-draft", tmp_path)
    phone.locator(".verdicts .chip").first.click()
    expect(phone.locator("#source mark").first).to_be_visible()
    phone.get_by_role("button", name="Close").click()
    expect(phone.locator(".verdicts")).to_be_visible()


def test_the_conversation_is_still_there_after_going_elsewhere(page: Page, address: str) -> None:
    from tests.browser import QUESTION, ask, open_page

    open_page(page, address)
    ask(page, QUESTION)
    page.get_by_role("link", name="Check my draft").click()
    expect(page.get_by_label("Your draft")).to_be_visible()
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.locator("article.exchange .chip").first).to_be_visible()


def test_a_draft_in_a_word_file_is_read_and_checked(page: Page, address: str, tmp_path: Path) -> None:
    open_draft(page, address)
    (tmp_path / "memo.docx").write_bytes(docx(lambda document: document.add_paragraph(DRAFT)))
    page.locator(".draft input[type=file]").set_input_files(tmp_path / "memo.docx")
    expect(page.locator(".verdicts > li")).to_have_count(3)
    expect(page.get_by_label("Your draft")).to_have_value(re.compile("China urged both"))


def test_a_draft_and_its_marks_stay_while_one_looks_elsewhere(page: Page, address: str) -> None:
    open_draft(page, address)
    check(page, DRAFT)
    page.get_by_role("link", name="Library").click()
    page.locator(".library tbody tr").first.wait_for()
    page.get_by_role("link", name="Check my draft").click()
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    expect(page.locator(".verdicts > li")).to_have_count(3)
    page.get_by_label("Your draft").press_sequentially("More.")
    expect(page.locator(".draft .said")).to_contain_text("changed since it was checked")
    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_role("link", name="Check my draft").click()
    expect(page.get_by_label("Your draft")).to_have_value(re.compile("More"))


def test_a_draft_stays_when_a_conversation_is_opened_and_is_then_written_nowhere(page: Page, address: str) -> None:
    from tests.browser import QUESTION, ask, open_page

    open_page(page, address)
    ask(page, QUESTION)
    page.get_by_role("link", name="Check my draft").click()
    check(page, DRAFT)
    page.get_by_role("link", name="Conversations").click()
    page.locator("a.reopens").first.click()
    page.locator("article.exchange").first.wait_for()
    page.get_by_role("link", name="Check my draft").click()
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    expect(page.locator(".verdicts > li")).to_have_count(3)
    assert "restraint" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_a_draft_that_is_cleared_is_gone(page: Page, address: str) -> None:
    open_draft(page, address)
    expect(page.get_by_role("button", name="Clear")).to_be_hidden()
    check(page, DRAFT)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Your draft")).to_be_focused()
    expect(page.get_by_label("Your draft")).to_have_value("")
    expect(page.locator(".verdicts")).to_have_count(0)
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name="Check my draft").click()
    expect(page.get_by_label("Your draft")).to_have_value("")
