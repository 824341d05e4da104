"""Driving the page in a real browser: serving it, opening it, asking, and looking at what is seen."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import app
from index import Index
from page.entrance import Login
from qa import Assistant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(app.__file__).parent
SCREENSHOTS = ROOT / "screenshots"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-gpu",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds after which what does not come is taken not to come: processors may be busy with other tests."""
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUESTION = "What has China urged?"
FOLLOW_UP = "And what did it offer?"
UNANSWERED = "How many lighthouses are there in Portugal?"


@contextmanager
def served(assistant: Assistant, *, login: Login | None = None) -> Iterator[str]:
    """The address of a page over an assistant, for as long as the block lasts."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app.build(assistant, login=login), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(10)


def watched(browser: Browser, viewport: dict[str, int], scheme: str) -> Iterator[Page]:
    """A page whose every request must stay on loopback and whose scripts must not fail."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    requested: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    hacked = page.evaluate("window.hacked")
    context.close()
    assert hacked is None
    assert failures == []
    assert {urlsplit(url).hostname for url in requested if not url.startswith(("data:", "blob:"))} <= {"127.0.0.1"}


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#conversation .welcome").wait_for()
    page.locator("#source .shelf").wait_for(state="attached")


def ask(page: Page, question: str) -> None:
    from playwright.sync_api import expect

    before = page.locator("article.exchange").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("article.exchange")).to_have_count(before + 1)
    expect(page.locator("article.exchange[aria-busy]")).to_have_count(0)


def shoot(page: Page, name: str, tmp_path: Path) -> None:
    folder = SCREENSHOTS if os.environ.get("SCREENSHOTS") else tmp_path
    folder.mkdir(exist_ok=True)
    page.wait_for_timeout(200)
    page.screenshot(path=folder / f"{name}.png")


def quoted(index: Index, href: str) -> str:
    """The words that a citation's address points at."""
    parts = urlsplit(href)
    span = parse_qs(parts.query)
    return index.text(parts.path.rsplit("/", 1)[1])[int(span["start"][0]) : int(span["end"][0])]


def in_view(page: Page, selector: str) -> bool:
    return bool(
        page.locator(selector).evaluate(
            """element => {
                const box = element.getBoundingClientRect(), line = element.getClientRects()[0];
                const frame = document.getElementById("source-body").getBoundingClientRect();
                const top = Math.max(0, frame.top), bottom = Math.min(innerHeight, frame.bottom);
                return box.top >= top && box.bottom <= bottom && box.left >= 0 && box.right <= innerWidth
                    && element.contains(document.elementFromPoint(line.left + 8, line.top + line.height / 2));
            }"""
        )
    )


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def contrast(page: Page, selector: str) -> float:
    """The contrast ratio of an element's text with what lies behind it, as WCAG 2 defines it."""
    ink, paper = page.locator(selector).first.evaluate(
        """element => {
            const ink = getComputedStyle(element).color;
            let behind = element;
            while (behind && /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor))
                behind = behind.parentElement;
            return [ink, getComputedStyle(behind || document.body).backgroundColor];
        }"""
    )
    lighter, darker = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
