"""Programs that ask over plain HTTP, on the real app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

import app
from index import Index
from page import entrance
from page.entrance import Login
from page.programs import MOST_BYTES
from qa import Assistant
from qa.reading import answer_from_dict
from tests.fakes import HashEmbedder

QUESTION = "When was the harbour at Lorne closed?"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("briefings")
    head = "---\ntitle: Monday note\npublished: 2024-03-04\nsource: North desk\n---\n\n"
    (folder / "a.md").write_text(f"{head}The harbour at Lorne was closed on Monday.\n", encoding="utf-8")
    with Index.open(tmp_path_factory.mktemp("data"), embedder=HashEmbedder()) as index:
        index.sync(folder)
        yield index


@pytest.fixture(scope="module")
def client(programs: Index) -> Iterator[TestClient]:
    with TestClient(app.build(Assistant(programs)), base_url="http://127.0.0.1:7860") as client:
        yield client


def test_a_question_alone_is_enough_and_the_answer_is_the_one_json_form(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": QUESTION})
    assert told.status_code == 200
    answer = answer_from_dict(told.json())
    assert not answer.refused and answer.citations[0].quote == "The harbour at Lorne was closed on Monday."
    assert answer.trace["asked"] == "2024-03-04"


@pytest.mark.parametrize(
    "limits",
    [
        {"sources": ["South desk"]},
        {"asked": "2024-03-01"},
        {"published_from": "2024-03-05", "published_to": None},
        {"published_to": "2024-03-03"},
    ],
)
def test_what_is_sent_beside_it_limits_what_may_answer(client: TestClient, limits: dict[str, Any]) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION, **limits}).json()
    assert answer["refused"] and answer["citations"] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Send JSON with a question"),
        ("[1]", "Send JSON with a question"),
        ("[" * 50_000, "Send JSON with a question"),
        ('{"question": " "}', "Send JSON with a question"),
        ('{"question": 4}', "Send JSON with a question"),
        ('{"question": "a?", "when": "now"}', "when: not known here"),
        ('{"question": "a?", "asked": "yesterday"}', "give a date such as"),
        ('{"question": "a?", "published_to": 20240104}', "give a date such as"),
        ('{"question": "a?", "sources": [1]}', "list of names"),
        ('{"question": "a?", "sources": 7}', "list of names"),
        ('{"question": "a?", "sources": {"a": 1}}', "list of names"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_what_to_send(client: TestClient, body: str, said: str) -> None:
    answer = client.post("/api/ask", content=body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_a_request_without_an_end_is_cut_off(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "x" * MOST_BYTES})
    assert answer.status_code == 413 and "at most 100 kB" in answer.json()["error"]


def test_a_question_that_is_too_long_is_refused_in_words(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "x" * 5000})
    assert answer.status_code == 200 and answer.json()["refused"]


def test_programs_are_held_to_what_holds_for_the_page(programs: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "WRONG_SECONDS", 0)
    shared = app.build(Assistant(programs), login=Login("ann", "secret"))
    with TestClient(shared, base_url="http://127.0.0.1:7860") as client:
        asked = {"question": QUESTION}
        assert client.post("/api/ask", json=asked).status_code == 401
        assert client.post("/api/ask", json=asked, auth=("ann", "wrong")).status_code == 401
        assert client.post("/api/ask", json=asked, auth=("ann", "secret")).status_code == 200
        foreign = {"Origin": "http://evil.example"}
        assert client.post("/api/ask", json=asked, auth=("ann", "secret"), headers=foreign).status_code == 403


def test_a_catalogue_of_addresses_is_not_served(client: TestClient) -> None:
    assert client.get("/openapi.json").status_code == 404


def test_the_named_step_of_gradio_says_the_same(client: TestClient) -> None:
    event = client.post("/gradio_api/call/ask", json={"data": [QUESTION, None, None, None, None]}).json()
    stream = client.get(f"/gradio_api/call/ask/{event['event_id']}").text
    assert "The harbour at Lorne was closed on Monday." in stream
