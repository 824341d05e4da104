"""The library and the timeline, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index
from qa import Assistant
from tests.browser import ask, open_page, overflows, quoted, served, shoot
from tests.conftest import SEEDS

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A page over a folder that may be changed: its address, and the folder."""
    folder = tmp_path_factory.mktemp("own")
    for path in sorted(SEEDS.glob("*.md")):
        (folder / path.name).write_bytes(path.read_bytes())
    with Index.open(tmp_path_factory.mktemp("data")) as index:
        index.sync(folder)
        with served(Assistant(index)) as address:
            yield address, folder


def open_library(page: Page, address: str) -> None:
    page.goto(f"{address}#library")
    page.locator(".library tbody tr").first.wait_for()


def test_the_library_lists_every_file_and_finds_and_sorts(page: Page, address: str, tmp_path: Path) -> None:
    open_library(page, address)
    expect(page.locator(".library tbody tr")).to_have_count(13)
    expect(page.locator(".library tbody tr").first).to_contain_text("29 January 2024")
    expect(page.locator(".library tbody tr").first).to_contain_text("date from its front matter")
    shoot(page, "library", tmp_path)
    page.get_by_role("button", name="Date").click()
    expect(page.locator(".library tbody tr").first).to_contain_text("3 January 2024")
    expect(page.get_by_role("button", name="Date")).to_be_focused()
    page.get_by_label("Find by title").fill("kerman morning")
    expect(page.locator(".library tbody tr")).to_have_count(1)
    expect(page.locator(".library caption")).to_have_text("1 of 13 files")


def test_a_briefing_of_the_library_is_read_beside_it(page: Page, address: str) -> None:
    open_library(page, address)
    page.get_by_role("link", name="Kerman toll revised to 84").click()
    expect(page.locator("#source .briefing h2")).to_have_text("Kerman toll revised to 84")
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator("#source .briefing h2")).to_have_text("Bombing at a memorial in Kerman")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#source")).to_be_hidden()


def test_a_removed_briefing_no_longer_answers_and_comes_back_with_undo(page: Page, own: tuple[str, Path]) -> None:
    address, _ = own
    open_library(page, address)
    page.get_by_role("button", name="Remove Kerman toll revised to 84").click()
    expect(page.locator(".library .said")).to_contain_text("Removed “Kerman toll revised to 84”")
    expect(page.locator(".library tr.removed")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".library tr.removed")).to_have_count(0)
    expect(page.get_by_role("link", name="Kerman toll revised to 84")).to_be_visible()


def test_an_added_file_is_listed_and_answers_at_once(page: Page, own: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = own
    note = tmp_path / "2024-02-02-ferry.md"
    note.write_text("# Ferry to Lorne\n\nThe ferry to Lorne resumed service on 2 February 2024.\n", encoding="utf-8")
    bad = tmp_path / "tool.exe"
    bad.write_bytes(b"MZ")
    open_library(page, address)
    page.locator(".library input[type=file]").set_input_files([note, bad])
    expect(page.locator(".library .said")).to_contain_text("Files added: 1.")
    expect(page.locator(".library .said")).to_contain_text("tool.exe was not added")
    expect(page.get_by_role("link", name="Ferry to Lorne")).to_be_visible()
    page.get_by_role("link", name="Ask", exact=True).click()
    ask(page, "When did the ferry to Lorne resume service?")
    expect(page.locator(".answer")).to_contain_text("2 February 2024")


def test_after_each_change_of_the_library_the_whole_page_says_what_it_holds_now(
    page: Page, own: tuple[str, Path]
) -> None:
    address, folder = own
    late = folder / "2024-03-05-lock.md"
    titles = "all => all.map(one => one.textContent)"
    open_page(page, address)
    held = page.locator("#masthead .held").text_content() or ""
    note = page.locator(".asked-note").text_content() or ""
    shelf = page.locator("#source .shelf .title").evaluate_all(titles)
    page.get_by_role("link", name="Library").click()
    caption = page.locator(".library caption").text_content() or ""
    count = int(held.split()[0])
    assert caption == f"{count} files" and len(shelf) == count

    def says(count: int, newest: str, files: str) -> None:
        expect(page.locator("#masthead .held")).to_contain_text(f"{count} briefings")
        expect(page.locator("#masthead .held")).to_contain_text(newest)
        expect(page.locator(".asked-note")).to_have_text(f"As of {newest}, your newest briefing")
        expect(page.locator("#source .shelf .title")).to_have_count(count)
        expect(page.locator(".library caption")).to_have_text(files)
        expect(page.locator(".library .since")).to_have_count(0)

    late.write_text("# The lock at Aven\n\nThe lock at Aven was repaired on 5 March 2024.\n", encoding="utf-8")
    page.get_by_role("button", name="Read changed files").click()
    says(count + 1, "5 March 2024", f"{count + 1} files")
    expect(page.locator("#source .shelf .title").first).to_have_text("The lock at Aven")
    page.get_by_role("button", name="Remove The lock at Aven").click()
    says(count, note.removeprefix("As of ").removesuffix(", your newest briefing"), f"{count} files, 1 removed")
    expect(page.locator("#masthead .held")).to_have_text(held)
    page.get_by_role("button", name="Undo").click()
    says(count + 1, "5 March 2024", f"{count + 1} files")
    late.unlink()
    page.get_by_role("button", name="Read changed files").click()
    says(count, note.removeprefix("As of ").removesuffix(", your newest briefing"), caption)
    note_of_april = {"name": "2024-04-02-weir.md", "mimeType": "text/markdown", "buffer": b"# The weir\n\nIt holds.\n"}
    page.locator(".library input[type=file]").set_input_files([note_of_april])
    says(count + 1, "2 April 2024", f"{count + 1} files")


def test_a_sync_brings_what_changed_and_the_next_visit_marks_it(
    page: Page, own: tuple[str, Path], tmp_path: Path
) -> None:
    address, folder = own
    open_library(page, address)
    (folder / "late.md").write_text("# A late note\n\nThe bridge at Tarn opened.\n", encoding="utf-8")
    page.get_by_role("button", name="Read changed files").click()
    expect(page.locator(".library .said")).to_contain_text("1 added")
    page.evaluate("sessionStorage.clear()")
    page.evaluate("localStorage.setItem('briefings-seen', Number(localStorage.getItem('briefings-seen')))")
    page.reload()
    expect(page.locator(".library .since")).to_contain_text("came since your last visit")
    page.get_by_role("button", name="Show only these").click()
    expect(page.locator(".library tbody tr .new").first).to_be_visible()
    shoot(page, "library-new", tmp_path)


def test_the_library_fits_a_phone(phone: Page, address: str, tmp_path: Path) -> None:
    open_library(phone, address)
    assert not overflows(phone)
    shoot(phone, "phone-library", tmp_path)
    phone.locator(".library a.opens").first.click()
    expect(phone.locator("#source .briefing h2")).to_be_visible()
    phone.get_by_role("button", name="Close").click()
    expect(phone.locator(".library")).to_be_visible()


def test_the_timeline_opens_a_dated_statement_at_its_words(
    page: Page, address: str, samples: Index, tmp_path: Path
) -> None:
    open_page(page, address)
    page.get_by_role("link", name="Timeline").click()
    page.locator(".timeline svg").wait_for()
    shoot(page, "timeline", tmp_path)
    expect(page.locator(".timeline .mark rect")).to_have_count(13)
    mark = page.locator(".timeline .mark:has(circle)").first
    words = quoted(samples, mark.get_attribute("href") or "")
    mark.click()
    expect(page.locator("#source mark").first).to_be_visible()
    assert "".join(page.locator("#source mark").all_text_contents()).split() == words.split()
    fits = "e => e.scrollWidth <= e.clientWidth + 1"
    page.wait_for_function(f"({fits})(document.querySelector('.timeline .picture'))")
    shoot(page, "timeline-words", tmp_path)


def test_the_timeline_zooms_and_moves_and_its_table_with_it(page: Page, address: str) -> None:
    page.goto(f"{address}#timeline")
    page.locator(".timeline svg").wait_for()
    every = page.locator(".timeline tbody tr").count()
    whole = page.locator(".timeline .said").text_content() or ""
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".timeline .said")).not_to_have_text(whole)
    expect(page.locator(".timeline .said")).to_contain_text("earlier or later")
    assert page.locator(".timeline tbody tr").count() < every
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    before = page.locator(".timeline .said").text_content() or ""
    page.get_by_role("button", name="Later").click()
    expect(page.locator(".timeline .said")).not_to_have_text(before)
    page.locator(".timeline [data-move=all]").click()
    expect(page.locator(".timeline .said")).to_have_text(re.compile("^2 to 30 January 2024"))
    assert page.locator(".timeline tbody tr").count() == every


def test_the_timeline_fits_a_phone_and_a_mark_is_followed_by_key(phone: Page, address: str, tmp_path: Path) -> None:
    phone.goto(f"{address}#timeline")
    phone.locator(".timeline svg").wait_for()
    assert not overflows(phone)
    shoot(phone, "phone-timeline", tmp_path)
    phone.locator(".timeline .mark").first.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#source .briefing h2")).to_be_visible()
