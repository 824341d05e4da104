"""What follows the catalogue is made again wherever it is in doubt."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from index import Filter, FolderError, Index
from index.caches import Mark, follow, open_cache, read_mark, write_mark
from index.chroma_client import ChromaCache
from index.exact import ExactVectors
from index.keywords import Keywords
from index.roster import Roster
from index.rows import Stored
from tests.fakes import HashEmbedder

PARTS = ("vectors", "words", "chroma")


@pytest.fixture
def closed(tmp_path: Path, briefings: Path) -> Path:
    """The directory of an index that was closed in good order, Chroma in step."""
    with Index.open(tmp_path / "data", embedder=HashEmbedder()) as index:
        index.sync(briefings)
        assert index.verify() == []
    return tmp_path / "data"


def answers(directory: Path) -> None:
    """Opened, the index finds by words, by meaning and by filter, and nothing is wrong."""
    with Index.open(directory, embedder=HashEmbedder()) as index:
        [best, *_] = index.search("Who opened a bridge?")
        assert best.document.path == "tuesday.md" and best.word_score > 0 and best.meaning_score > 0
        assert len(index.search("harbour", where=Filter(sources=("North desk",)))) == 2
        assert index.verify() == []


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "mark.json")


def unclosed(directory: Path, part: str) -> None:
    """Leave the mark that a killed process leaves."""
    mark = read_mark(directory / part)
    assert mark is not None and mark.closed
    write_mark(directory / part, Mark(mark.identity, mark.sequence, closed=False))


@pytest.mark.parametrize("part", PARTS)
def test_a_deleted_cache_is_made_again_and_that_is_said(
    closed: Path, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(closed / part)
    answers(closed)
    said = [message for message in caplog.messages if str(closed / part) in message and "made again" in message]
    assert len(said) == len(caplog.messages) == (part != "chroma")  # which nobody waits for


def test_nothing_is_said_of_an_index_that_is_new_or_sound(closed: Path, caplog: pytest.LogCaptureFixture) -> None:
    answers(closed)
    assert caplog.messages == []


@pytest.mark.parametrize("part", PARTS)
def test_a_cache_whose_files_are_lost_is_made_again(closed: Path, part: str) -> None:
    for file in files(closed / part):
        file.unlink()
    answers(closed)


@pytest.mark.parametrize("content", [b"", b"\x07 not what was written here " * 100])
@pytest.mark.parametrize("part", PARTS)
def test_a_cache_full_of_rubbish_is_made_again(closed: Path, part: str, content: bytes) -> None:
    for file in files(closed / part):
        file.write_bytes(content)
    answers(closed)


def test_a_single_lost_file_of_tantivy_is_noticed(closed: Path) -> None:
    for ending in ("store", "term", "idx"):
        [file, *_] = (closed / "words").glob(f"*.{ending}")
        file.unlink()
        answers(closed)


@pytest.mark.parametrize("mark", ["", "{}", "[1]", '{"identity": 1}', "null"])
def test_a_mark_that_cannot_be_read_is_no_mark(closed: Path, mark: str) -> None:
    (closed / "words" / "mark.json").write_text(mark)
    assert read_mark(closed / "words") is None
    answers(closed)


@pytest.mark.parametrize("part", PARTS)
def test_a_cache_of_another_catalogue_is_thrown_away(closed: Path, tmp_path: Path, part: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another harbour, another bridge, opened elsewhere.")
    with Index.open(tmp_path / "else", embedder=HashEmbedder()) as index:
        index.sync(other)
        assert index.verify() == []
    shutil.rmtree(closed / part)
    shutil.copytree(tmp_path / "else" / part, closed / part)
    answers(closed)


def test_a_sound_cache_is_kept_after_an_unclean_end(closed: Path) -> None:
    before = {file: file.stat().st_ino for part in PARTS for file in files(closed / part) if file.suffix != ".lock"}
    for part in PARTS:
        unclosed(closed, part)
    answers(closed)
    stores = [file for file in before if file.name in ("vectors.f32", "chroma.sqlite3")]
    assert len(stores) == 2 and all(file.stat().st_ino == before[file] for file in stores)


def test_a_row_lost_in_an_unclean_end_is_noticed(closed: Path) -> None:
    unclosed(closed, "vectors")
    content = bytearray((closed / "vectors" / "vectors.f32").read_bytes())
    content[2 * 256 : 3 * 256] = bytes(256)
    (closed / "vectors" / "vectors.f32").write_bytes(content)
    answers(closed)


def test_what_a_cache_has_not_seen_is_followed_from_its_mark(closed: Path, briefings: Path) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        cache = ExactVectors(closed / "own", index._catalogue, Roster(index._catalogue))
        open_cache(cache, index._catalogue)
        follow(cache, index._catalogue)
        first = read_mark(cache.folder)
        (briefings / "tuesday.md").unlink()
        (briefings / "snow.md").write_text("Snow fell.")
        index.sync(briefings)
        seen: list[tuple[list[int], int]] = []

        class Watched(ExactVectors):
            def apply(self, removed: object, added: object) -> None:
                removed, added = list(removed), list(added)  # type: ignore[call-overload]
                seen.append((removed, len(added)))
                super().apply(removed, added)

        follow(Watched(cache.folder, index._catalogue, Roster(index._catalogue)), index._catalogue)
        assert first and first.sequence == 3
        assert seen == [([3, 4], 1)]
        assert all(cache.holds(stored) for stored in index._catalogue.stored(0, 99))


def test_following_stops_where_it_is_told_to_and_goes_on_later(closed: Path) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        cache = Keywords(closed / "own")
        open_cache(cache, index._catalogue)
        assert follow(cache, index._catalogue, go_on=lambda: False) is False
        assert follow(cache, index._catalogue) is True
        assert all(cache.holds(stored) for stored in index._catalogue.stored(0, 99))
        cache.close()


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_cache_deleted_while_it_is_open_is_made_again(closed: Path, briefings: Path, part: str) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        shutil.rmtree(closed / part)
        (briefings / "snow.txt").write_text("Snow fell.")
        index.sync(briefings)
        assert index.search("snow")[0].document.path == "snow.txt"
        assert index.verify() == []


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_cache_that_cannot_be_made_is_named_and_the_lock_is_free_again(closed: Path, part: str) -> None:
    shutil.rmtree(closed / part)
    (closed / part).write_text("a file where the folder should be")
    with pytest.raises(FolderError, match="cannot be written to"):
        Index.open(closed, embedder=HashEmbedder())
    (closed / part).unlink()
    answers(closed)


@pytest.mark.parametrize("kind", PARTS)
def test_applying_twice_is_applying_once(closed: Path, kind: str) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        folder = closed / "own"
        cache: ExactVectors | Keywords | ChromaCache
        if kind == "vectors":
            cache = ExactVectors(folder, index._catalogue, Roster(index._catalogue))
        elif kind == "words":
            cache = Keywords(folder)
        else:
            cache = ChromaCache(folder, search_breadth=100)
        cache.clear()
        stored = list(index._catalogue.stored(0, 99))
        numbers = [one.number for one in stored]
        for _ in range(2):
            cache.apply(numbers, stored)
            cache.flush()
        assert all(cache.holds(one) for one in stored)
        cache.apply(numbers[:1], ())
        cache.flush()
        assert [cache.holds(one) for one in stored] == [False, True, True]
        if isinstance(cache, Keywords):
            assert len(cache.held()) == 2
        if isinstance(cache, ChromaCache):
            assert cache.count() == 2
        if not isinstance(cache, ExactVectors):
            cache.close()


def test_a_rebuild_mends_what_verify_finds(closed: Path) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        stored = list(index._catalogue.stored(0, 99))
        damage(index, stored)
        assert {problem.part for problem in index.verify()} == {"vectors", "words", "chroma"}
        assert all("rebuild" in problem.text for problem in index.verify())
        index.rebuild()
        assert index.verify() == []
        assert index.search("bridge")[0].document.path == "tuesday.md"


def damage(index: Index, stored: list[Stored]) -> None:
    """Take passages out of every cache behind its back."""
    for cache in index._storage.caches():
        cache.apply([stored[0].number], ())
        cache.flush()
    assert index._storage.chroma and index._storage.chroma.wait() is None and index._storage.chroma._cache
    index._storage.chroma._cache.apply([stored[0].number], ())


def test_a_query_never_returns_what_the_catalogue_no_longer_has(closed: Path) -> None:
    with Index.open(closed, embedder=HashEmbedder()) as index:
        [document] = [document for document in index.documents() if document.path == "tuesday.md"]
        index._catalogue.withdraw(document.id)  # the caches are not told
        for where in (None, Filter(undated=False)):
            assert all(hit.document.id != document.id for hit in index.search("bridge", where=where))


def test_a_mark_is_replaced_whole(tmp_path: Path) -> None:
    write_mark(tmp_path, Mark("a", 1, closed=False))
    write_mark(tmp_path, Mark("a", 2, closed=True))
    assert read_mark(tmp_path) == Mark("a", 2, closed=True)
    assert json.loads((tmp_path / "mark.json").read_text())["sequence"] == 2
    assert os.listdir(tmp_path) == ["mark.json"]
