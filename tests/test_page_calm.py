"""What a reader sees and hears while an answer grows, in a real browser: nothing moves, and it is read out once."""

from __future__ import annotations

from datetime import date

import pytest

from index import Index
from qa import Assistant, QASettings
from qa.evidence import gather
from tests.browser import PHONE, QUESTION, UNANSWERED, WIDE, ask, open_page, served, watched
from tests.fakes import ScriptedModel

pytestmark = pytest.mark.page

sync_api = pytest.importorskip("playwright.sync_api")
Browser, Page, expect = sync_api.Browser, sync_api.Page, sync_api.expect

MOVED = """let shifts = [], placing = [], count = 0;
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shifts.push(one);
}).observe({ type: "layout-shift", buffered: true });
// A question that was sent takes its place in the frames after it came: the reader asked for that.
new MutationObserver(() => {
    const asked = document.querySelectorAll("article.exchange").length, from = performance.now();
    const placed = () => placing.push([from, performance.now()]);
    if (asked > count) requestAnimationFrame(() => requestAnimationFrame(placed));
    count = asked;
}).observe(document, { childList: true, subtree: true });
window.moved = () => shifts
    .filter(one => !placing.some(([from, to]) => from <= one.startTime && one.startTime <= to))
    .map(one => one.value);"""
ALMOST_NOTHING = 0.001
"""Of the window, summed as browsers sum layout shifts; up to 0.1 is called good."""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_from_loading_the_page_to_the_end_of_a_streamed_answer(
    browser: Browser, samples: Index, viewport: dict[str, int]
) -> None:
    hits = samples.search(QUESTION, limit=QASettings().passages, asked=date(2024, 1, 29))
    numbered = {one.text: number for number, one in enumerate(gather(samples, QUESTION, hits), start=1)}
    china, india = (
        next(number for text, number in numbered.items() if words in text)
        for words in ("China urged both", "India called the affair")
    )
    said = f"China urged restraint [{china}]. India called the affair a matter for two [{india}]."
    assistant = Assistant(samples, llm=ScriptedModel(said, said), settings=QASettings(threshold=0.0))
    with served(assistant) as address:
        for page in watched(browser, viewport, "light"):
            page.add_init_script(MOVED)
            open_page(page, address)
            ask(page, QUESTION)
            expect(page.locator(".answer .sentence")).to_have_count(2)
            ask(page, QUESTION)
            page.wait_for_timeout(200)
            assert sum(page.evaluate("moved()")) < ALMOST_NOTHING


def test_an_answer_is_read_out_once_when_it_is_whole_and_without_its_numbers(page: Page, address: str) -> None:
    open_page(page, address)
    page.evaluate(
        """() => {
            window.heard = [];
            const said = document.querySelector(".heard");
            new MutationObserver(() => heard.push(said.textContent)).observe(said, { childList: true });
        }"""
    )
    ask(page, QUESTION)
    text = page.locator(".answer").evaluate(
        "e => [...e.querySelectorAll('.sentence')].map(one => one.firstChild.textContent).join(' ')"
    )
    heard = page.evaluate("heard")
    assert [one for one in heard if "China urged both" in one] == heard[-1:]
    assert heard[-1].startswith("China urged both") and "1" not in heard[-1].replace("17 January", "")
    assert text.split(".")[0] in heard[-1]
    ask(page, UNANSWERED)
    assert "The briefings do not say" in page.evaluate("heard.at(-1)")
    assert page.locator("#conversation[aria-live], #conversation [aria-live]").count() == 0
