"""The page as a server: what it answers, to whom, and that nothing a document says can act."""

from __future__ import annotations

import html
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from fastapi.testclient import TestClient

import app
from index import Index
from index.errors import ModelError
from index.records import Document, Filter, Hit, Passage
from page.asked import Asked, chosen_asked, default_asked
from page.chat import converse, stopped
from page.conversation import conversation
from page.exchange import Exchange, turns
from page.markup import escape, escape_attribute
from page.pace import paced
from page.sources import briefing, shelf
from page.words.common import between
from qa import Assistant
from qa.export import filter_to_dict
from qa.records import Answer, Citation, Note, Sentence
from tests.fakes import HashEmbedder

TOKEN = "a token"
HOSTILE = (
    '<script>window.hacked=1</script> ![x](http://evil.example/x.png) [7] <img src=x onerror="window.hacked=2"> '
    "http://evil.example $84 rose to $90 {{value}} ${alert(1)} `code` **bold** \u202edrawkcab\u202c &lt;b&gt;"
)
ANCESTORS = "\U0001f30d Z\u00fcrich \u2014 e\u0301t\u00e9."
TEXT = f"{ANCESTORS} The council met on Monday.\n\nThe bridge over the Aare was closed on Tuesday. It opens in May.\n"


def write(folder: Path, name: str, text: str, *, title: str, published: str = "2024-01-17") -> None:
    head = f'---\ntitle: "{title}"\npublished: {published}\nsource: Regional desk\n---\n\n'
    (folder / name).write_text(head + text, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("briefings")
    write(folder, "bridge.md", TEXT, title="The Aare bridge")
    write(folder, "hostile.txt", f"A visitor wrote about the harbour: {HOSTILE}\n", title="Harbour <i>notes</i>")
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("data"), embedder=HashEmbedder()) as index:
        index.sync(folder)
        yield index


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    with TestClient(app.build(Assistant(index), token=TOKEN), base_url="http://127.0.0.1:7860") as client:
        yield client


def titled(index: Index, title: str) -> Document:
    return next(document for document in index.documents() if document.title.startswith(title))


def visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_health_counts_the_briefings(client: TestClient, index: Index) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "documents": len(list(index.documents()))}


@pytest.mark.parametrize("path", ["/", "/healthz", "/page/style.css", "/config"])
def test_every_response_carries_the_security_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert "img-src 'self' data: blob:" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/panel/briefings", "/briefing/nothing", "/place/library", "/why/nothing"])
def test_what_shows_a_briefing_alone_runs_no_script_at_all(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["content-security-policy"] and "<script" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:7860", "", "localhost@evil.example", "[::1"])
def test_a_request_for_another_host_is_turned_away(client: TestClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == 400
    assert "Open it as 127.0.0.1" in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:7860", "localhost:9", "LOCALHOST"])
def test_loopback_names_are_answered_on_any_port(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_request_from_another_origin_is_turned_away(client: TestClient, origin: str) -> None:
    assert client.post("/gradio_api/call/ask", json={"data": ["x"]}, headers={"Origin": origin}).status_code == 403


def test_the_page_names_nothing_outside_itself(client: TestClient) -> None:
    source = client.get("/").text + client.get("/page/style.css").text + client.get("/page/page.js").text
    loaded = re.findall(r"""(?:src|href)=["'](https?:)?//([^"'/]+)|url\(["']?https?://([^"')/]+)""", source)
    assert loaded == []


def test_only_the_files_of_the_page_are_served(client: TestClient) -> None:
    assert client.get("/page/page.js").status_code == 200
    assert client.get("/page/words.py").status_code == 404
    assert client.get("/page/..%2Fapp.py").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"X-Briefings-Token": "wrong"}, {"X-Briefings-Token": ""}])
def test_a_sync_without_the_token_is_refused(client: TestClient, folder: Path, headers: dict[str, str]) -> None:
    answer = client.post("/sync", json={"folder": str(folder)}, headers=headers)
    assert answer.status_code == 403
    assert "restart the page" in answer.json()["error"]


def test_a_page_built_without_a_token_syncs_for_nobody(index: Index, folder: Path) -> None:
    with TestClient(app.build(Assistant(index)), base_url="http://localhost") as client:
        answer = client.post("/sync", json={"folder": str(folder)}, headers={"X-Briefings-Token": ""})
    assert answer.status_code == 403


def test_a_sync_with_the_token_answers_its_report(client: TestClient, tmp_path: Path) -> None:
    write(tmp_path, "ferry.md", "The ferry runs again.\n", title="The ferry")
    answer = client.post("/sync", json={"folder": str(tmp_path)}, headers={"X-Briefings-Token": TOKEN})
    assert answer.status_code == 200
    assert answer.json()["added"] == ["ferry.md"]
    assert "The ferry" in visible(client.get("/panel/briefings").text)


def test_a_sync_of_a_folder_that_is_not_there_says_what_to_do(client: TestClient, tmp_path: Path) -> None:
    headers = {"X-Briefings-Token": TOKEN}
    answer = client.post("/sync", json={"folder": str(tmp_path / "gone")}, headers=headers)
    assert answer.status_code == 400
    assert "gone" in answer.json()["error"]
    assert client.post("/sync", json={}, headers=headers).status_code == 400


def test_the_panel_marks_exactly_the_quoted_words(client: TestClient, index: Index) -> None:
    document = titled(index, "The Aare")
    quote = "The council met on Monday."
    start = index.text(document.id).index(quote)
    panel = client.get(f"/panel/briefing/{document.id}?start={start}&end={start + len(quote)}").text
    assert [visible(mark) for mark in re.findall(r"<mark.*?</mark>", panel)] == [quote]
    for shown in (
        "The Aare bridge",
        "17 January 2024",
        "Regional desk",
        "bridge.md",
        normalize("NFC", ANCESTORS),
        "It opens in May.",
    ):
        assert shown in visible(panel)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The two countries", "heading"),
        ("## The two countries", "heading"),
        ("The two countries agreed.", "flowing"),
        ("- Pakistan has a caretaker prime minister", "item"),
        ("12. Pakistan has a caretaker prime minister", "item"),
        ("- one\n- two", "lines"),
        ("Oil | 84 dollars\nGas | 2 dollars", "lines"),
        ("A sentence that goes on for longer than half of a line of text\nand wraps into the next.", "flowing"),
    ],
)
def test_lines_stay_apart_where_that_means_something(text: str, kind: str) -> None:
    assert f'<p class="{kind}"' in briefing(document(), text)


def test_a_quote_over_two_paragraphs_is_marked_in_both(index: Index) -> None:
    document = titled(index, "The Aare")
    text = index.text(document.id)
    span = (text.index("met on"), text.index(" was closed"))
    marks = re.findall(r"<mark.*?</mark>", briefing(document, text, span))
    assert [visible(mark) for mark in marks] == ["met on Monday.", "The bridge over the Aare"]
    assert sum('id="cited"' in mark for mark in marks) == 1


@pytest.mark.parametrize("span", ["start=5&end=5", "start=-4&end=9", "start=0&end=99999", "start=9&end=2", ""])
def test_a_span_that_is_not_in_the_text_marks_nothing(client: TestClient, index: Index, span: str) -> None:
    panel = client.get(f"/panel/briefing/{titled(index, 'The Aare').id}?{span}")
    assert panel.status_code == 200
    assert "<mark" not in panel.text


def test_a_briefing_that_is_gone_says_so(client: TestClient) -> None:
    for path in ("/panel/briefing/nothing", "/briefing/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "no longer here" in answer.text


def test_what_a_briefing_says_is_shown_and_never_acts(client: TestClient, index: Index) -> None:
    document = titled(index, "Harbour")
    for path in (f"/panel/briefing/{document.id}", f"/briefing/{document.id}", "/panel/briefings"):
        shown = client.get(path).text
        assert "window.hacked" not in shown
        assert "evil.example" not in shown
        assert "<i>" not in shown
        assert "Harbour <i>notes</i>" in visible(shown)
    assert HOSTILE in visible(client.get(f"/panel/briefing/{document.id}").text)


def test_escaped_text_reads_as_before_and_holds_no_punctuation_to_act() -> None:
    escaped = escape(HOSTILE)
    assert visible(escaped) == HOSTILE
    assert not set("<>\"'`$*_[](){}!|\\:/") & set(re.sub(r'<bdi class="control">|</bdi>|&#\d+;', "", escaped))


def test_controls_of_writing_direction_are_shut_in() -> None:
    assert escape("a\u202eb") == 'a<bdi class="control">&#8238;</bdi>b'
    assert escape_attribute('a\u202e"b') == "a&#34;b"


def test_characters_that_no_browser_shows_become_visible() -> None:
    assert escape("a\x00b\x1bc") == "a\ufffdb\ufffdc"


def document(**changes: Any) -> Document:
    fields: dict[str, Any] = {
        "id": "d1",
        "folder": "/f",
        "path": "a.md",
        "title": "Calm",
        "published": date(2024, 1, 17),
    }
    return Document(**{**fields, "source": "Wire digest", **changes})


def answered(text: str = "It is calm.", *, quote: str = "It is calm.", **changes: Any) -> Answer:
    citation = Citation(1, document(), 10, 10 + len(quote), quote)
    sentence = Sentence(text, (citation,))
    fields: dict[str, Any] = {"refused": False, "confidence": 0.9, "question": "Is it calm?"}
    return Answer(text, (sentence,), (citation,), **{**fields, **changes})


def hit(text: str) -> Hit:
    return Hit(Passage("p1", "d1", 0, len(text), text), document(), 0.4, 0.4, 0.4)


def test_a_chip_says_title_date_and_source_and_opens_the_quote() -> None:
    shown = conversation([Exchange("Is it calm?", answered())])
    chip = re.search(r'<a class="chip opens".*?</a>', shown)
    assert chip is not None
    assert 'href="briefing/d1?start=10&amp;end=21#cited"' in chip[0]
    assert "Source 1: Calm, 17 January 2024, Wire digest." in html.unescape(chip[0])


def test_sources_show_the_quote_only_where_the_sentence_is_not_the_quote() -> None:
    def listed(answer: Answer) -> str:
        return conversation([Exchange("?", answer)]).split('class="previews"')[0]

    assert "<blockquote" not in listed(answered())
    assert visible(re.search(r"<blockquote.*?</blockquote>", listed(answered("All is quiet.")))[0]) == "It is calm."  # type: ignore[index]


def test_a_briefing_without_a_date_says_so() -> None:
    assert "no date" in visible(shelf([document(published=None)]))
    assert "no date" in visible(briefing(document(published=None, dated_by=None), "Text."))


def test_the_standalone_question_is_shown_only_where_it_differs() -> None:
    assert "Understood as" not in conversation([Exchange("is it calm", answered())])
    assert "Is it calm?" in visible(conversation([Exchange("Is it?", answered())]))


def test_what_limited_an_answer_stands_under_its_question() -> None:
    where = {"filter": filter_to_dict(Filter(published_to=date(2024, 1, 19), sources=("Wire",)))}
    said = visible(conversation([Exchange("Is it calm?", answered(trace=where))]))
    assert "Of briefings until 19 January 2024; only Wire" in said
    for trace in ({}, {"filter": filter_to_dict(Filter())}):
        assert "Of briefings" not in visible(conversation([Exchange("Is it calm?", answered(trace=trace))]))


def test_a_refusal_shows_what_is_missing_and_the_nearest_passages() -> None:
    refused = Answer("The briefings do not give the price.", (), (), True, 0.1, "?", hits=(hit("Prices rose."),))
    shown = conversation([Exchange("?", refused)])
    assert 'class="refusal"' in shown and 'class="chip' not in shown
    for said in ("Not in the briefings", "The briefings do not give the price.", "Nearest passages", "Prices rose."):
        assert said in visible(shown)


def test_notes_failures_and_stops_are_shown_as_text() -> None:
    noted = answered(notes=(Note("undated", "One briefing has <no> date."),))
    assert "One briefing has <no> date." in visible(conversation([Exchange("?", noted)]))
    assert 'role="alert"' in conversation([Exchange("?", failure="Start the model.")])
    assert "Stopped" in conversation(stopped((Exchange("?", noted, running=True),)))


def test_history_keeps_turns_with_citations_and_leaves_failures_out() -> None:
    said = turns([Exchange("a?", answered()), Exchange("b?", failure="no")])
    assert [(turn.role, turn.text) for turn in said] == [("user", "a?"), ("assistant", "It is calm.")]
    assert said[1].citations == answered().citations


def test_of_snapshots_that_come_too_fast_the_newest_and_always_the_last_is_shown() -> None:
    shown = [int(snapshot.text) for snapshot in paced((answered(str(number)) for number in range(99)), seconds=0)]
    assert shown == sorted(set(shown))
    assert shown[-1] == 98


def test_a_snapshot_is_shown_while_the_next_one_is_still_being_made() -> None:
    seen = threading.Event()

    def slow() -> Iterator[Answer]:
        yield answered("one")
        assert seen.wait(10)
        yield answered("two")

    snapshots = paced(slow(), seconds=0)
    assert next(snapshots).text == "one"
    seen.set()
    assert [snapshot.text for snapshot in snapshots] == ["two"]


def test_an_error_comes_after_the_snapshots_before_it() -> None:
    def failing() -> Iterator[Answer]:
        yield answered("one")
        raise ModelError("Start the model.")

    snapshots = paced(failing(), seconds=0)
    assert next(snapshots).text == "one"
    with pytest.raises(ModelError, match="Start the model"):
        next(snapshots)


def test_an_answer_that_fails_half_way_keeps_what_was_shown_and_says_why() -> None:
    class Failing:
        def stream(self, *_: object, **__: object) -> Iterator[Answer]:
            yield answered("one")
            raise ModelError("Start the model.")

    *_, last = converse(Failing(), (), "Is it calm?", asked=date(2024, 1, 17))  # type: ignore[arg-type]
    shown = visible(conversation(last))
    assert "one" in shown and "Start the model." in shown


def test_an_error_nobody_foresaw_still_ends_the_answer(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = Assistant(index)
    monkeypatch.setattr(assistant, "stream", lambda *_, **__: 1 / 0, raising=False)
    last = list(converse(assistant, (), "Is it calm?", asked=date(2024, 1, 17)))[-1]
    assert last[-1].failure is not None and "Ask again" in last[-1].failure
    assert not last[-1].running


def test_questions_are_asked_today_unless_the_newest_briefing_is_old() -> None:
    assert default_asked(date(2024, 1, 29), today=date(2024, 2, 20)) == Asked(date(2024, 2, 20), "today")
    assert default_asked(date(2024, 1, 29), today=date(2026, 1, 1)) == Asked(date(2024, 1, 29), "newest")
    assert default_asked(None, today=date(2026, 1, 1)) == Asked(date(2026, 1, 1), "today")


def test_a_chosen_day_wins_and_no_day_means_the_default() -> None:
    default = Asked(date(2024, 1, 29), "newest")
    assert chosen_asked("2024-01-12", default=default) == Asked(date(2024, 1, 12), "chosen")
    for nothing in ("", "soon", None, "2024-01-29"):
        assert chosen_asked(nothing, default=default) == default


def test_a_stretch_of_days_is_said_once() -> None:
    assert between(date(2024, 1, 3), date(2024, 1, 29)) == "3 to 29 January 2024"
    assert between(date(2024, 1, 3), date(2024, 2, 1)) == "3 January to 1 February 2024"
    assert between(date(2023, 1, 3), date(2024, 2, 1)) == "3 January 2023 to 1 February 2024"


def test_a_program_can_ask_and_gets_the_answer_as_json(client: TestClient) -> None:
    stream = asked_by_program(client, "When was the bridge over the Aare closed?")
    assert "event: complete" in stream
    (answer,) = json.loads(stream.split("data: ")[-1])
    assert set(answer) >= {"text", "citations", "refused", "question"}


def asked_by_program(client: TestClient, *values: object) -> str:
    event = client.post("/gradio_api/call/ask", json={"data": [*values, *[None] * (5 - len(values))]}).json()
    return client.get(f"/gradio_api/call/ask/{event['event_id']}").text


def test_a_program_can_ask_with_filters_and_is_told_what_is_no_date(client: TestClient, index: Index) -> None:
    question = "When was the bridge over the Aare closed?"
    nowhere = json.loads(asked_by_program(client, question, None, None, None, ["No such desk"]).split("data: ")[-1])
    assert nowhere[0]["refused"] and nowhere[0]["citations"] == []
    ancient = json.loads(asked_by_program(client, question, "1999-01-01", "1998-01-01").split("data: ")[-1])
    assert ancient[0]["refused"] and ancient[0]["citations"] == []
    assert "'29 January' is no date" in asked_by_program(client, question, None, None, "29 January")


class Ready(Exception):
    """Raised to end a server as soon as it says that it answers."""


def test_a_taken_port_is_passed_over_for_the_next_free_one(index: Index) -> None:
    addresses: list[str] = []

    def ready(address: str) -> None:
        addresses.append(address)
        raise Ready

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Ready):
            app.serve(Assistant(index), port=port, on_ready=ready)
    assert addresses[0].startswith("http://127.0.0.1:")
    assert int(addresses[0].rsplit(":", 1)[1]) > port


def test_importing_the_app_does_not_import_gradio() -> None:
    code = "import sys, app; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(app.__file__).parent).returncode == 0
