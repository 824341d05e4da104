"""The library: rows found and sorted, files added under safe names, removed and put back."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import app
from index import Index
from page import words
from page.library import Wanted, pick, rows
from page.library_table import table
from page.uploads import free_place, safe_name
from qa import Assistant


@pytest.fixture
def client(index: Index, briefings: Path) -> Iterator[TestClient]:
    (briefings / "broken.md").write_bytes(b"")
    index.sync(briefings)
    with TestClient(app.build(Assistant(index)), base_url="http://127.0.0.1:7860") as client:
        yield client


def visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def titles(client: TestClient, **asked: object) -> list[str]:
    shown = client.get("/library/rows", params=asked).text
    return [html.unescape(one) for one in re.findall(r'class="opens"[^>]*>([^<]*)</a>', shown)]


def test_rows_are_sorted_by_any_column_and_found_by_all_words(client: TestClient) -> None:
    assert titles(client) == ["Friday note", "Tuesday note", "Monday note"]
    assert titles(client, by="title", down=False) == ["Friday note", "Monday note", "Tuesday note"]
    assert titles(client, find="north DESK mon") == ["Monday note"]
    assert titles(client, by="nonsense") == ["Friday note", "Tuesday note", "Monday note"]
    assert "No file has all of these words" in client.get("/library/rows", params={"find": "xyzzy"}).text


def test_a_file_that_could_not_be_read_says_why(client: TestClient) -> None:
    shown = visible(client.get("/library/rows", params={"find": "broken"}).text)
    assert "could not be read" in shown and "broken.md" in shown


def test_a_removed_briefing_is_put_back(client: TestClient, index: Index) -> None:
    document = next(index.documents())
    gone = client.post("/library/remove", params={"document": document.id}).json()
    assert gone["title"] == "Friday note" and titles(client) == ["Tuesday note", "Monday note"]
    assert "Put back" in client.get("/library/rows").text
    back = client.post("/library/restore", params={"folder": gone["folder"], "path": gone["path"]})
    assert back.status_code == 200 and "Friday note" in titles(client)


def test_no_other_file_of_the_machine_is_put_back(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("The secret is out.", encoding="utf-8")
    answer = client.post("/library/restore", params={"folder": str(tmp_path), "path": "secret.md"})
    assert answer.status_code == 400 and "not one that the library knows" in answer.json()["error"]


def test_an_uploaded_file_is_kept_and_answers(client: TestClient, index: Index) -> None:
    answer = client.post("/library/upload", params={"name": "../../ferry.md"}, content=b"# Ferry\n\nIt runs again.\n")
    assert answer.json() == {"path": "ferry.md", "new": True}
    assert (index.path / "uploads" / "ferry.md").read_text(encoding="utf-8").startswith("# Ferry")
    assert "Ferry" in titles(client)
    again = client.post("/library/upload", params={"name": "ferry.md"}, content=b"# Ferry\n\nIt stopped.\n")
    assert again.json()["path"] == "ferry (2).md"
    same = client.post("/library/upload", params={"name": "ferry.md"}, content=b"# Ferry\n\nIt runs again.\n")
    assert same.json() == {"path": "ferry.md", "new": False}


def test_a_file_that_cannot_be_read_is_not_kept(client: TestClient, index: Index) -> None:
    answer = client.post("/library/upload", params={"name": "tool.exe"}, content=b"MZ\x00\x01")
    assert answer.status_code == 400 and "tool.exe was not added" in answer.json()["error"]
    assert list((index.path / "uploads").iterdir()) == []
    assert client.get("/library/rows").text.count("tool.exe") == 0


@pytest.mark.parametrize("name", ["", "..", ".md", "/", "note"])
def test_a_file_without_a_name_is_refused(client: TestClient, name: str) -> None:
    assert client.post("/library/upload", params={"name": name}, content=b"x").status_code == 400


def test_safe_names_lead_nowhere_and_fit(tmp_path: Path) -> None:
    assert safe_name("..\\..\\evil\x00\u202e.md") == "evil_.md"
    assert safe_name("/etc/Müller & Söhne.txt") == "Müller & Söhne.txt"
    assert len(safe_name("é" * 300 + ".md").encode()) < 130
    (tmp_path / "a.md").write_bytes(b"one")
    assert free_place(tmp_path, "a.md", b"one").name == "a.md"
    assert free_place(tmp_path, "a.md", b"two").name == "a (2).md"


def test_a_sync_says_how_far_it_is_and_what_it_did(client: TestClient, briefings: Path) -> None:
    (briefings / "late.md").write_text("A late note about the harbour.", encoding="utf-8")
    lines = [json.loads(line) for line in client.post("/library/sync").text.splitlines()]
    assert any(line.get("path") == "late.md" for line in lines)
    assert lines[-1]["report"]["added"] == 1 and "1 added" in lines[-1]["said"].lower()


def test_what_came_since_a_visit_is_marked(client: TestClient, index: Index, briefings: Path) -> None:
    seen = index.sequence()
    assert "since your last visit" not in client.get("/library/rows", params={"seen": seen}).text
    (briefings / "late.md").write_text("A late note about the harbour.", encoding="utf-8")
    index.sync(briefings)
    shown = visible(client.get("/library/rows", params={"seen": seen}).text)
    assert "1 briefing came since your last visit" in shown
    assert titles(client, seen=seen, fresh=True) == ["A late note about the harbour"]


def test_what_came_during_a_visit_did_not_come_since_the_last_one(
    client: TestClient, index: Index, briefings: Path
) -> None:
    seen = index.sequence()
    (briefings / "late.md").write_text("A late note about the harbour.", encoding="utf-8")
    index.sync(briefings)
    until = index.sequence()
    (briefings / "later.md").write_text("A later note about the mole.", encoding="utf-8")
    index.sync(briefings)
    assert titles(client, seen=seen, until=until, fresh=True) == ["A late note about the harbour"]


def test_what_the_page_holds_is_told_anew_after_a_change(client: TestClient, index: Index) -> None:
    before = client.get("/library/holdings").json()
    newest = next(iter(index.documents()))
    client.post("/library/remove", params={"document": newest.id})
    after = client.get("/library/holdings").json()
    assert before["held"] != after["held"] and before.keys() == {"held", "day", "note", "welcome"}
    assert words.common.briefings(index.count()) in after["held"]
    assert "1 removed</caption>" in client.get("/library/rows").text


def test_a_long_library_is_cut_with_a_note(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(205):
        (folder / f"note-{number:03}.md").write_text(f"Note {number} speaks of a bridge.", encoding="utf-8")
    index.sync(folder)
    every = rows(index.files(), list(index.documents()), frozenset())
    shown = table(pick(every, Wanted()), Wanted(), every=every, fresh=0)
    assert shown.count("<tr class") == 200 and "200 of 205 files" in shown


def test_hostile_names_are_shown_as_text(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    head = '---\ntitle: "<img src=x onerror=alert(1)>"\nsource: "<b>x</b>"\n---\n\n'
    (folder / "a'\" onclick=x <i>.md").write_text(f"{head}Words.", encoding="utf-8")
    index.sync(folder)
    every = rows(index.files(), list(index.documents()), frozenset())
    shown = table(pick(every, Wanted()), Wanted(), every=every, fresh=0)
    assert "<img" not in shown and "<b>" not in shown and "<i>" not in shown
    assert not re.search(r'"[^"<>]*\sonclick=', re.sub(r"&#\d+;", "", shown))
