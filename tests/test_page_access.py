"""The main states of the page held against axe-core's rules: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import PHONE, QUESTION, UNANSWERED, WIDE, ask, open_page, shoot, watched

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect

DRAFT = "China urged both Pakistan and Iran to show restraint. Norway joined them."


def welcome(page: Page, address: str) -> None:
    open_page(page, address)


def answer(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, QUESTION)


def briefing(page: Page, address: str) -> None:
    answer(page, address)
    page.locator(".answer .chip").first.click()
    page.locator("#source mark").wait_for()


def refusal(page: Page, address: str) -> None:
    open_page(page, address)
    ask(page, UNANSWERED)
    page.locator(".instead").wait_for()


def why(page: Page, address: str) -> None:
    answer(page, address)
    page.locator(".why").click()
    page.locator(".reasons").wait_for()


def filters(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Wire digest").check()


def keys(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("button", name="Keyboard").click()


def library(page: Page, address: str) -> None:
    page.goto(f"{address}#library")
    page.locator(".library tbody tr").first.wait_for()


def timeline(page: Page, address: str) -> None:
    page.goto(f"{address}#timeline")
    page.locator(".timeline svg").wait_for()


def draft(page: Page, address: str) -> None:
    page.goto(f"{address}#check")
    page.get_by_label("Your draft").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".verdicts").wait_for()


def kept(page: Page, address: str) -> None:
    answer(page, address)
    page.get_by_role("button", name="Good answer").click()
    page.get_by_label("Why?").wait_for()


def conversations(page: Page, address: str) -> None:
    answer(page, address)
    page.get_by_role("link", name="Conversations").click()
    page.locator(".conversation").first.wait_for()


STATES = (welcome, answer, briefing, refusal, why, filters, keys, library, timeline, draft, kept, conversations)


@pytest.mark.parametrize(("name", "viewport", "scheme"), [("wide", WIDE, "light"), ("phone-dark", PHONE, "dark")])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_serious(
    browser: Browser,
    address: str,
    tmp_path: Path,
    state: Callable[[Page, str], None],
    name: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    for page in watched(browser, viewport, scheme):
        state(page, address)
        shoot(page, f"state-{state.__name__}-{name}", tmp_path)
        found = axe.Axe().run(page).response["violations"]
        serious = [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert serious == []
