"""Exports in three forms: what they show, what they hold, and what cannot break out of them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import ExportError, Index, NotFound
from qa import Answer, Assistant
from qa.escaping import in_html, in_markdown, shown
from qa.exported import FORMS, OPENING, Form, abridged, export_text, only
from qa.imported import LIMIT, read_export
from qa.kept import Conversation, Feedback, KeptExchange, kept_exchange
from tests.conftest import ROOT
from tests.forms import HOSTILE, LINE, answers
from tests.keeper import WHEN, made

DAY = date(2024, 1, 19)
SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def conversation(*exchanges: KeptExchange, title: str = "On the harbour") -> Conversation:
    return Conversation(7, title, WHEN, exchanges)


@pytest.fixture(scope="module")
def real(samples: Index, assistant: Assistant) -> Conversation:
    """A conversation with an answer and a refusal."""
    asked = ("What has China urged?", "Who won the World Cup?")
    kept = [kept_exchange(samples, question, assistant.ask(question, asked=DAY), when=WHEN) for question in asked]
    return conversation(*(KeptExchange(o.question, o.answer, WHEN, o.hashes, None, n) for n, o in enumerate(kept, 1)))


def anything(title: str, question: str, answer: Answer) -> Conversation:
    return conversation(KeptExchange(question, answer, WHEN, {"d1": "0" * 64}, None, 1), title=title)


CONVERSATIONS = st.builds(anything, LINE, LINE, answers())


class Outline(HTMLParser):
    """The elements of a page with their attributes, and its comments."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.comments: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def outline(markdown: str) -> list[str]:
    """The kinds of blocks in Markdown, and of what stands inside lines all but text; a quote's paragraphs are one."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown)
    inner = [child.type for token in tokens for child in token.children or ()]
    kinds = " ".join(token.type for token in tokens)
    paragraph = "paragraph_open inline paragraph_close "
    kinds = re.sub(f"blockquote_open ({paragraph})+", f"blockquote_open {paragraph}", kinds)
    return kinds.split() + [kind for kind in inner if kind not in ("text", "text_special", "softbreak")]


@SLOW
@given(CONVERSATIONS, st.sampled_from(FORMS))
def test_any_conversation_reads_back_from_every_form(kept: Conversation, form: Form) -> None:
    content = export_text(kept, form).encode("utf-8")
    found = read_export(content)
    assert (found.conversation, found.form, found.faithful) == (abridged(kept), form, True)
    assert read_export(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")).faithful


@SLOW
@given(LINE, LINE, LINE)
def test_no_text_changes_the_structure_of_markdown(title: str, question: str, quote: str) -> None:
    plain = anything("Title", "Question?", made("A quote."))
    hostile = anything(f"Title {title}", f"Question? {question}", made(f"A {quote}."))
    assert outline(export_text(hostile)) == outline(export_text(plain))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stand_in_markdown_as_words(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(in_markdown(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    said = "\n".join("".join(child.content or "\n" for child in token.children or ()) for token in tokens)
    assert said.split() == shown(text).split()


@SLOW
@given(CONVERSATIONS)
def test_no_text_changes_the_elements_of_html(kept: Conversation) -> None:
    page = Outline(export_text(kept, "html"))
    allowed = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "blockquote"}
    assert {tag for tag, _ in page.elements} <= allowed
    assert {name for _, names in page.elements for name in names} <= {
        "lang", "charset", "http-equiv", "content", "name", "dir", "class",
    }  # fmt: skip
    assert len(page.comments) == 1 and page.comments[0].startswith(" briefings export 1\n")


@given(LINE)
def test_what_is_shown_has_no_controls_and_html_gives_it_back(text: str) -> None:
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown(text)
    )
    page = Outline(f'<p title="{in_html(text)}">{in_html(text)}</p>')
    assert page.text == shown(text) and page.elements == [("p", ("title",))]


def test_html_lets_nothing_run_or_load_and_its_style_is_the_one_named(real: Conversation) -> None:
    text = export_text(real, "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert policy and style and "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy[1]
    assert not re.search(r"https?:|url\(|@import", text)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_an_export_shows_quotes_sources_dates_offsets_and_hashes(real: Conversation, form: Form) -> None:
    text = export_text(real, form)
    cited = real.exchanges[0].answer.citations[0]
    for words in (
        cited.quote, cited.document.title, "17 January 2024", cited.document.id,
        f"characters {cited.start} to {cited.end}", real.exchanges[0].hashes[cited.document.id],
        "Asked on 24 January 2024, 09:30 UTC.", "Not in the briefings", "Nearest passages",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("form", FORMS)
def test_an_export_gives_away_nothing_that_it_does_not_show(real: Conversation, form: Form) -> None:
    exchanges = tuple(replace(one, feedback=Feedback(False, "my own opinion", WHEN)) for one in real.exchanges)
    left = read_export(export_text(replace(real, exchanges=exchanges), form).encode()).conversation
    told = repr(left)
    assert str(ROOT) not in told and "my own opinion" not in told and "signals" not in told
    assert left.exchanges[0].answer.hits == () and len(left.exchanges[1].answer.hits) == 3
    assert [one.quote for one in left.exchanges[0].answer.citations] == [
        one.quote for one in real.exchanges[0].answer.citations
    ]
    assert "Answered as of 19 January 2024" in export_text(left)


def test_one_answer_is_exported_alone(real: Conversation) -> None:
    assert only(real, 2).exchanges == real.exchanges[1:]
    assert "China urged" not in export_text(only(real, 2), "html").split("<!--")[0]
    with pytest.raises(NotFound):
        only(real, 3)


def test_a_purged_quote_says_so(real: Conversation) -> None:
    from qa.purging import purged

    first = real.exchanges[0]
    answer = purged(first.answer, first.answer.citations[0].document.id)
    text = export_text(conversation(KeptExchange(first.question, answer, WHEN, first.hashes, None, 1)))
    assert "removed on request" in text and first.answer.citations[0].quote not in text


@pytest.mark.parametrize("form", FORMS)
def test_an_edit_of_what_is_seen_or_unseen_is_noticed(real: Conversation, form: Form) -> None:
    text = export_text(real, form)
    assert not read_export(text.replace("restraint", "hostility").encode()).faithful
    assert not read_export(
        text.replace("17 January 2024", "18 January 2024").replace("24-01-17", "24-01-18").encode()
    ).faithful


def encoded(data: Any, form: Form) -> bytes:
    """Data as a forger would put it into an export."""
    if form == "json":
        return json.dumps(data).encode()
    told = base64.b64encode(json.dumps(data).encode()).decode()
    return f"# Title\n\n{OPENING}{told}\n-->\n".encode()


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_what_is_no_export_is_an_error_that_says_so(real: Conversation, form: Form) -> None:
    whole = json.loads(export_text(real, "json"))
    changes = ({"kind": "x"}, {"version": 2}, {"more": 1}, {"started": "x"}, {"exchanges": {}}, {"exchanges": [{}]})
    for wrong in ({}, [], {"a": [[[]]]}, whole | {"digest": 1}, *(whole | change for change in changes)):
        with pytest.raises(ExportError):
            read_export(encoded(wrong, form))
    assert not read_export(encoded(whole | {"title": "Another"}, form)).faithful


def test_broken_files_are_errors(real: Conversation) -> None:
    text = export_text(real)
    for content in (
        b"", b"# Just a note\n", b"\xff\xfe\x00", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": ' + b"9" * 5000 + b"}",
        text.encode() * 2, text[:-40].encode(), (text + "more").encode(), text.replace("==", "=!").encode()[:-9],
        OPENING.encode() + b"====\n-->\n", OPENING.encode() + b"gA==\n-->\n",
    ):  # fmt: skip
        with pytest.raises(ExportError):
            read_export(content)


def test_large_and_deep_files_are_refused_or_read_but_never_run_away() -> None:
    with pytest.raises(ExportError, match="bytes"):
        read_export(b" " * (LIMIT + 1))
    with pytest.raises(ExportError, match="deep"):
        read_export(b'{"a":' * 10**6)
    with pytest.raises(ExportError, match="no exported"):
        read_export(b"-" * (50 * 2**20))
    with pytest.raises(ExportError):
        read_export(OPENING.encode() * (2**21))
    huge = conversation(KeptExchange("?", made("x" * 10**7 + "."), WHEN, {}, None, 1))
    assert read_export(export_text(huge, "json").encode()).faithful


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMS), st.data())
def test_no_small_change_passes_for_the_original(real: Conversation, form: Form, data: st.DataObject) -> None:
    whole = export_text(real, form).encode("utf-8")
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 3))
    changed = (
        whole[:at]
        + data.draw(st.binary(max_size=3) | st.sampled_from([b"<", b"\n", b'"', b"A", b" "]))
        + whole[at + cut :]
    )
    try:
        found = read_export(changed)
    except ExportError:
        return
    assert not found.faithful or found.conversation == abridged(real)
