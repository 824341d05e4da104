"""Takes the pictures of the page that the README shows, over the samples: `python -m scripts.pictures`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from index import Index
from qa import Assistant
from tests.browser import ARGUMENTS, ask, open_page, served

ROOT = Path(__file__).parent.parent
SIZE = {"width": 1280, "height": 720}
DRAFT = (
    "China urged both Pakistan and Iran to show restraint. Pakistan recalled its ambassador from Tehran on 19 January "
    "2024. The Kerman toll was put at 84. Norway joined the talks."
)


def main() -> None:
    """Write docs/page.png, docs/timeline.png and docs/draft.png."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as data, Index.open(data) as index, sync_playwright() as playwright:
        index.sync(ROOT / "seeds")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with served(Assistant(index)) as address:
            for name, shown in (("page", answer), ("timeline", timeline), ("draft", draft)):
                page = browser.new_page(viewport=SIZE)
                shown(page, address)
                page.wait_for_timeout(400)
                page.screenshot(path=ROOT / "docs" / f"{name}.png")
                page.close()
        browser.close()


def answer(page: Page, address: str) -> None:
    """An answer, its first citation opened, the quote of its second shown."""
    open_page(page, address)
    ask(page, "How many people were killed in Kerman?")
    page.locator(".answer .chip").first.click()
    expect(page.locator("#source mark")).to_be_visible()
    page.locator(".answer .chip").nth(1).hover()
    expect(page.locator("#preview")).to_be_visible()


def timeline(page: Page, address: str) -> None:
    """The timeline, a dated statement opened."""
    page.goto(f"{address}#timeline")
    page.locator(".timeline .mark:has(circle)").nth(9).click()
    expect(page.locator("#source mark").first).to_be_visible()


def draft(page: Page, address: str) -> None:
    """A checked draft."""
    page.goto(f"{address}#check")
    page.get_by_label("Your draft").fill(DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".verdicts")).to_be_visible()


if __name__ == "__main__":
    main()
