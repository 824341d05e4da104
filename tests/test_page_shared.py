"""The page shared behind a login, and the page over nothing, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from page.entrance import Login
from qa import Assistant
from tests.browser import QUESTION, WIDE, ask, open_page, served, shoot

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect


def test_with_the_login_the_whole_page_works_and_without_it_nothing_is_seen(
    browser: Browser, assistant: Assistant
) -> None:
    with served(assistant, login=Login("anna", "secret")) as address:
        stranger = browser.new_context()
        answer = stranger.request.get(address)
        assert answer.status == 401 and "Pakistan" not in answer.text()
        stranger.close()
        context = browser.new_context(viewport=WIDE, http_credentials={"username": "anna", "password": "secret"})
        page = context.new_page()
        open_page(page, address)
        ask(page, QUESTION)
        page.locator(".answer .chip").first.click()
        expect(page.locator("#source mark")).to_be_visible()
        page.get_by_role("link", name="Library").click()
        expect(page.locator(".library tbody tr")).to_have_count(13)
        context.close()


def test_without_briefings_every_place_says_how_to_begin(page: Page, tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index, served(Assistant(index)) as address:
        open_page(page, address)
        expect(page.locator(".welcome")).to_contain_text("There are no briefings here yet")
        shoot(page, "empty", tmp_path)
        page.get_by_role("link", name="Library").first.click()
        expect(page.locator("#library-rows")).to_contain_text("Add files here")
        page.get_by_role("link", name="Timeline").click()
        expect(page.locator("#place")).to_contain_text("Add files in the library")
        note = tmp_path / "note.md"
        note.write_text("# Ferry\n\nThe ferry to Lorne resumed service on Monday.\n", encoding="utf-8")
        page.get_by_role("link", name="Library").first.click()
        page.locator(".library input[type=file]").set_input_files(note)
        expect(page.get_by_role("link", name="Ferry")).to_be_visible()
        page.get_by_role("link", name="Ask", exact=True).click()
        expect(page.locator(".welcome")).not_to_contain_text("There are no briefings here yet")
        page.locator(".welcome .example").first.click()
        expect(page.locator("article.exchange .answer, article.exchange .refusal")).to_be_visible()


def test_a_place_that_cannot_be_fetched_says_so(page: Page, address: str) -> None:
    open_page(page, address)
    page.route("**/place/timeline*", lambda route: route.abort())
    page.get_by_role("link", name="Timeline").click()
    expect(page.locator("#place .failure")).to_contain_text("Check that the page's program still runs")
    page.unroute("**/place/timeline*")
    page.get_by_role("link", name="Library").click()
    expect(page.locator(".library tbody tr").first).to_be_visible()
    page.go_back()
    expect(page.locator(".timeline svg")).to_be_visible()
