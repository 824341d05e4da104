"""Kept conversations, in a real browser: kept, opened again, renamed, found, deleted, judged, exported."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from index import Index
from qa import Assistant
from qa.conversations import FILE, Conversations
from tests.browser import FOLLOW_UP, QUESTION, UNANSWERED, ask, open_page, overflows, quoted, served, shoot
from tests.conftest import SEEDS

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Page, expect = sync_api.Page, sync_api.expect

TOLL = "How many people were killed in Kerman?"
SIZES = pytest.mark.parametrize("size", ["page", "phone"])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Index, Path]]:
    """A page with conversations of its own: its address, its index and the folder of briefings."""
    folder = tmp_path_factory.mktemp("own")
    for path in sorted(SEEDS.glob("*.md")):
        (folder / path.name).write_bytes(path.read_bytes())
    with Index.open(tmp_path_factory.mktemp("data")) as index:
        index.sync(folder)
        with served(Assistant(index)) as address:
            yield address, index, folder


def open_list(page: Page) -> None:
    page.get_by_role("link", name="Conversations").click()
    page.locator("#kept-list > *").first.wait_for()


def number_in(page: Page) -> str:
    """The number of the open conversation, as the page's address names it."""
    return page.url.split("conversation=")[1].split("#")[0]


def reload(page: Page, exchanges: int) -> None:
    page.reload()
    expect(page.locator("article.exchange")).to_have_count(exchanges)


@SIZES
def test_a_conversation_is_kept_and_goes_on_after_the_page_is_loaded_again(
    request: pytest.FixtureRequest, own: tuple[str, Index, Path], size: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(size)
    address, index, _ = own
    open_page(page, address)
    ask(page, QUESTION)
    answer = page.locator(".answer").text_content()
    expect(page.locator(".thumbs")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]conversation=\d+"))
    reload(page, 1)
    assert page.locator(".answer").text_content() == answer
    chip = page.locator(".answer .chip").first
    chip.click()
    expect(page.locator("#source mark")).to_have_text(quoted(index, chip.get_attribute("href") or ""))
    if size == "phone":
        page.get_by_role("button", name="Close").click()
    ask(page, FOLLOW_UP)
    expect(page.locator(".standalone")).to_contain_text("China")
    open_list(page)
    entry = page.locator(".conversation[aria-current]")
    expect(entry).to_contain_text(QUESTION)
    expect(entry).to_contain_text("2 questions")
    assert not overflows(page)
    shoot(page, f"conversations-{size}", tmp_path)
    entry.get_by_role("link", name=QUESTION).click()
    expect(page.locator("article.exchange")).to_have_count(2)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page).not_to_have_url(re.compile("conversation="))
    ask(page, UNANSWERED)
    open_list(page)
    expect(page.locator(".conversation[aria-current]")).to_contain_text("1 question")
    assert not overflows(page)


def test_why_and_what_can_be_asked_instead_are_there_after_a_restart(page: Page, tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        index.sync(SEEDS)
        with served(Assistant(index)) as address:
            open_page(page, address)
            page.get_by_label("Ask as of another day").fill("2024-01-20")
            ask(page, UNANSWERED)
            offered = page.locator(".instead .example").all_text_contents()
            ask(page, TOLL)
            page.get_by_role("link", name="Why this answer").click()
            reasons = page.locator("#source .reasons").text_content() or ""
            conversation = number_in(page)
        assert "until 20 January 2024" in reasons and len(offered) == 2
        with served(Assistant(index)) as address:
            page.goto(f"{address}?conversation={conversation}")
            expect(page.locator("article.exchange")).to_have_count(2)
            assert page.locator(".instead .example").all_text_contents() == offered
            page.get_by_role("link", name="Why this answer").click()
            expect(page.locator("#source .reasons")).to_have_text(reasons)
            with page.expect_download() as begun:
                page.get_by_role("link", name="Download all of this as JSON").click()
            told = json.loads(begun.value.path().read_text(encoding="utf-8"))
            assert told["trace"]["filter"]["published_to"] == "2024-01-20"
            page.locator("#source .reasons tbody a").first.click()
            expect(page.locator("#source mark").first).to_be_visible()


@SIZES
def test_conversations_are_found_renamed_and_deleted_once_confirmed(
    request: pytest.FixtureRequest, own: tuple[str, Index, Path], size: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(size)
    open_page(page, own[0])
    ask(page, TOLL)
    open_list(page)
    entry = page.locator(".conversation[aria-current]")
    entry.get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill(f"The toll, {size} <b>now</b>")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.locator(".kept .said")).to_have_text("Renamed.")
    page.get_by_label("Search conversations").fill(f"toll {size}")
    expect(page.locator(".conversation")).to_have_count(1)
    expect(page.locator(".conversation .reopens")).to_have_text(f"The toll, {size} <b>now</b>")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("cannot be undone")
    shoot(page, f"conversations-delete-{size}", tmp_path)
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator(".conversation").get_by_role("button", name="Delete")).to_be_focused()
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".no-conversations")).to_contain_text("No conversation has these words")
    page.reload()
    page.get_by_role("link", name="Ask").click()
    expect(page.locator(".welcome")).to_contain_text("no longer kept")


@SIZES
def test_a_thumb_with_a_reason_is_kept_and_makes_an_evaluation_set(
    request: pytest.FixtureRequest, own: tuple[str, Index, Path], size: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(size)
    open_page(page, own[0])
    ask(page, TOLL)
    page.get_by_role("button", name="Something is wrong").click()
    expect(page.get_by_label("Why?")).to_be_focused()
    reason = f"The <i>older</i> toll, {size}"
    page.keyboard.type(reason)
    page.keyboard.press("Enter")
    expect(page.locator(".thumbs .reason")).to_contain_text(reason)
    expect(page.locator(".thumbs .whereto")).to_contain_text("in no export of it")
    expect(page.locator(".thumbs .whereto a")).to_have_attribute("href", "conversations/evaluation.zip")
    shoot(page, f"thumbs-{size}", tmp_path)
    assert not overflows(page)
    ask(page, QUESTION)
    expect(page.locator(".thumbs .reason").first).to_contain_text(reason)
    page.get_by_role("button", name="Good answer").last.click()
    expect(page.get_by_role("button", name="Good answer").last).to_have_attribute("aria-pressed", "true")
    reload(page, 2)
    expect(page.locator(".thumbs .reason").first).to_contain_text(reason)
    page.get_by_role("button", name="Good answer").last.click()
    expect(page.get_by_role("button", name="Good answer").last).to_have_attribute("aria-pressed", "false")
    open_list(page)
    with page.expect_download() as begun:
        page.get_by_role("link", name="test question").click()
    with zipfile.ZipFile(begun.value.path()) as archive:
        assert sorted(archive.namelist()) == ["briefings.jsonl", "questions.jsonl"]
        rows = [json.loads(line) for line in archive.read("questions.jsonl").splitlines()]
    (row,) = [row for row in rows if row["reason"] == reason]
    assert (row["question"], row["kind"]) == (TOLL, "disputed")
    assert all(row["question"] != QUESTION for row in rows)


@SIZES
def test_an_answer_and_a_conversation_are_exported_and_hold_against_the_briefings(
    request: pytest.FixtureRequest, own: tuple[str, Index, Path], size: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(size)
    address, index, _ = own
    open_page(page, address)
    ask(page, QUESTION)
    ask(page, TOLL)
    links = page.locator("article.exchange").last.locator("a.export")
    expect(links).to_have_text(["Markdown", "HTML", "JSON"])
    downloads = []
    for number in range(3):
        with page.expect_download() as begun:
            links.nth(number).click()
        downloads.append(begun.value)
    open_list(page)
    with page.expect_download() as begun:
        page.locator(".conversation[aria-current]").get_by_role("link", name="Markdown").click()
    for download in (*downloads, begun.value):
        file = tmp_path / download.suggested_filename
        download.save_as(file)
        said = file.read_text(encoding="utf-8")
        assert "84" in said and "Kerman" in said and f"conversation-{number_in(page)}" in file.name
        checked = CliRunner().invoke(cli.main, ["check", str(file), "--data", str(index.path)])
        assert checked.exit_code == 0, checked.output


def test_a_briefing_that_changed_or_went_is_said_under_the_answer_with_its_quote(
    page: Page, own: tuple[str, Index, Path]
) -> None:
    address, index, folder = own
    (folder / "a.md").write_text("---\ntitle: Otters\n---\n\nForty otters were counted at Brinmoor weir.\n")
    (folder / "b.md").write_text("---\ntitle: Herons\n---\n\nNine herons were counted at Saltby marsh.\n")
    index.sync(folder)
    open_page(page, address)
    ask(page, "How many otters were counted at Brinmoor weir?")
    ask(page, "How many herons were counted at Saltby marsh?")
    expect(page.locator(".stale")).to_have_count(0)
    (folder / "a.md").write_text("---\ntitle: Otters\n---\n\nFifty otters were counted at Brinmoor weir.\n")
    (folder / "b.md").unlink()
    index.sync(folder)
    reload(page, 2)
    stale = page.locator("article.exchange .stale")
    expect(stale.nth(0)).to_contain_text("changed")
    expect(stale.nth(0)).to_contain_text("Forty otters were counted")
    expect(stale.nth(1)).to_contain_text("no longer here")
    expect(stale.nth(1)).to_contain_text("Nine herons were counted")


def test_a_store_that_fails_costs_a_note_and_no_answer(
    page: Page, own: tuple[str, Index, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(page, own[0])

    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Conversations, "append", full)
    ask(page, QUESTION)
    expect(page.locator(".answer .chip").first).to_be_visible()
    expect(page.locator(".exchange .note").last).to_contain_text("This answer is not kept")
    page.get_by_role("link", name="Why this answer").click()
    expect(page.locator("#source .reasons tr.used").first).to_contain_text("quoted as 1")


def test_where_nothing_can_be_kept_the_page_answers_and_says_so(page: Page, tmp_path: Path) -> None:
    with Index.open(tmp_path / "data") as index:
        index.sync(SEEDS)
        (index.path / FILE).write_bytes(b"not a database" * 100)
        with served(Assistant(index)) as address:
            open_page(page, address)
            ask(page, QUESTION)
            expect(page.locator(".exchange .note").last).to_contain_text("This answer is not kept")
            page.get_by_role("link", name="Conversations").click()
            expect(page.locator("#place .note")).to_contain_text("Conversations cannot be kept here")
