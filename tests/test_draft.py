"""A checked draft as HTML and Markdown: nothing in it acts, and the words are all there."""

from __future__ import annotations

import html
import re
from datetime import date

from index.records import Document
from page.draft import as_markdown, as_page, checked
from qa.records import Citation, Verdict

HOSTILE = "<img src=x onerror=alert(1)> [link](http://evil.example) **bold**"
DOCUMENT = Document("d1", "/f", "a.md", f"Note {HOSTILE}", date(2024, 1, 4), source="Wire")
CITED = Citation(1, DOCUMENT, 3, 3 + len(HOSTILE), HOSTILE, page=2, answer_span=(0, 4))
VERDICTS = [Verdict(f"It rained. {HOSTILE}", "supported", (CITED,)), Verdict("It snowed.", "not found")]


def visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_each_sentence_stands_beside_its_verdict_and_the_exact_words() -> None:
    shown = checked(VERDICTS)
    assert shown.count('<li class="supported" id') == 1 and shown.count('<li class="missing" id') == 1
    for said in (HOSTILE, "4 January 2024", "Wire", "p. 2", "1 supported", "0 contradicted", "1 not found"):
        assert said in visible(shown)
    assert "<img" not in shown and "evil.example" not in shown


def test_the_file_to_keep_stands_alone_and_lets_nothing_in() -> None:
    page = as_page(VERDICTS)
    assert "default-src 'none'" in page and "<img" not in page and "http://evil" not in page
    assert HOSTILE in visible(page) and "characters 3 to" in visible(page)


def test_markdown_keeps_hostile_text_as_text() -> None:
    kept = as_markdown(VERDICTS)
    assert "**supported**: It rained." in kept and "\\<img src=x" in kept and "\\[link\\]" in kept
    assert "> Note" in kept and "**not found**: It snowed." in kept


def test_a_revised_figure_is_told_of_in_every_form() -> None:
    noted = [Verdict("Nine died.", "supported", (CITED,), f"This figure was revised. {HOSTILE}")]
    for told in (visible(checked(noted)), visible(as_page(noted))):
        assert told.index("Nine died.") < told.index(f"This figure was revised. {HOSTILE}")
    assert "<img" not in checked(noted) + as_page(noted)
    assert "This figure was revised. \\<img src=x" in as_markdown(noted)


def test_what_is_borne_but_was_revised_is_not_counted_as_supported() -> None:
    noted = [Verdict("Nine died.", "supported", (CITED,), "This figure was revised."), Verdict("No.", "not found")]
    shown = visible(checked([*VERDICTS, *noted]))
    assert "1 supported" in shown and "1 supported, but revised or disputed" in shown and "2 not found" in shown
    assert "revised or disputed" not in visible(checked(VERDICTS))
    assert "**supported, but revised or disputed**: Nine died." in as_markdown(noted)


def test_an_empty_draft_says_so() -> None:
    assert "nothing to check" in checked([])
