"""Chroma: in step from a thread of its own, and never in the way."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from index import Index, chroma_client
from index.chroma_client import ChromaCache, ChromaError, ChromaProcess, chroma_process
from tests.fakes import HashEmbedder


def test_where_chroma_fails_search_is_exact_and_verify_says_so(tmp_path: Path, briefings: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "chroma").write_text("a file where the folder should be")
    with Index.open(tmp_path / "data", embedder=HashEmbedder()) as index:
        index.sync(briefings)
        assert index.search("bridge")[0].document.path == "tuesday.md"
        assert [problem.part for problem in index.verify()] == ["chroma"]
        (tmp_path / "data" / "chroma").unlink()
        index.rebuild()
        assert index.verify() == []
        assert index._storage.chroma and index._storage.chroma.count() == 3


def test_a_chroma_that_raises_in_a_query_is_passed_by(
    index: Index, briefings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(briefings)
    assert index._storage.chroma
    index._storage.chroma.wait()
    before = index.search("bridge")

    def broken(self: ChromaCache, query: np.ndarray, limit: int) -> np.ndarray:
        raise ChromaError("Error executing plan")

    monkeypatch.setattr(ChromaCache, "nearest", broken)
    assert index.search("bridge") == before


def test_while_it_follows_it_gives_no_answer(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    chroma = index._storage.chroma
    assert chroma
    chroma.wait()
    vector = np.ones(64, np.float32)
    assert chroma.nearest(vector, 3) is not None
    sequence, chroma._sequence = chroma._sequence, chroma._sequence - 1
    assert chroma.nearest(vector, 3) is None
    chroma._sequence = sequence


def test_the_breadth_of_its_search_is_the_one_set(index: Index) -> None:
    assert index._storage.chroma
    index._storage.chroma.wait()
    assert index._storage.chroma._cache
    assert index._storage.chroma._cache._ask("configuration")["ef_search"] == index.settings.chroma_search
    assert index._storage.chroma._cache._ask("configuration")["space"] == "cosine"


def test_settings_lying_about_in_the_working_directory_do_not_reach_it(
    tmp_path: Path, briefings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nIS_PERSISTENT=false\n")
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    with Index.open("data", embedder=HashEmbedder()) as index:
        index.sync(briefings)
        assert index.verify() == []


def test_a_graph_made_under_another_setting_takes_the_new_breadth(tmp_path: Path) -> None:
    ChromaCache(tmp_path / "chroma", search_breadth=100).close()
    again = ChromaCache(tmp_path / "chroma", search_breadth=300)
    assert again._ask("configuration")["ef_search"] == 300
    again.close()


def test_a_process_that_dies_is_passed_by_until_it_is_rebuilt(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    chroma = index._storage.chroma
    assert chroma
    chroma.wait()
    before = index.search("bridge")
    chroma_process().kill()
    assert index.search("bridge") == before
    (briefings / "snow.txt").write_text("Snow fell.")
    index.sync(briefings)
    assert index.search("snow")[0].document.path == "snow.txt"
    assert [problem.part for problem in index.verify()] == ["chroma"]
    index.rebuild()
    assert index.verify() == [] and chroma.count() == 4


def test_a_second_process_on_a_folder_waits_for_the_first(tmp_path: Path) -> None:
    first, second = ChromaProcess(), ChromaProcess()
    first.ask(tmp_path / "chroma", "open", 100)
    closing = threading.Timer(0.5, first.ask, args=(tmp_path / "chroma", "close"))
    closing.start()
    second.ask(tmp_path / "chroma", "open", 100)
    closing.join()
    assert second.ask(tmp_path / "chroma", "count") == 0
    second.ask(tmp_path / "chroma", "close")
    for process in (first, second):
        process.kill()


def test_an_answer_that_nobody_waited_for_is_not_taken_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = ChromaProcess()
    process.ask(tmp_path / "chroma", "open", 100)

    def interrupted(_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(chroma_client.pickle, "load", interrupted)
        process.ask(tmp_path / "chroma", "configuration")
    process.ask(tmp_path / "chroma", "open", 100)
    assert process.ask(tmp_path / "chroma", "count") == 0
    process.kill()


def test_searches_go_on_while_many_vectors_are_added(tmp_path: Path) -> None:
    cache = ChromaCache(tmp_path / "chroma", search_breadth=100)
    vectors = np.random.default_rng(1).standard_normal((2000, 384)).astype(np.float32)
    adding = threading.Thread(target=cache._ask, args=("add", list(range(2000)), vectors))
    adding.start()
    turns = 0
    while adding.is_alive():
        turns += 1
        adding.join(0.001)
    assert turns > 20  # the interpreter was not held
    cache.close()
