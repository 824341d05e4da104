"""A new embedder takes over whole, and not before it has embedded everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import DirectoryFormat, FolderError, Index, IndexSettings, Locked, Progress, reembed
from tests.fakes import HashEmbedder


class Narrow(HashEmbedder):
    """Another model, whose window is small."""

    model_name = "narrow/64"
    max_tokens = 6

    def count_tokens(self, text: str) -> int:
        """Words count."""
        return len(text.split())


def texts(index: Index) -> dict[str, str]:
    return {document.path: index.text(document.id) for document in index.documents()}


def test_another_embedder_takes_over_in_place(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    before = texts(index)
    index.close()
    with pytest.raises(DirectoryFormat, match="briefings reembed"):
        Index.open(index.path, embedder=Narrow())
    assert reembed(index.path, embedder=Narrow()) > 5
    with Index.open(index.path, embedder=Narrow()) as again:
        assert texts(again) == before and again.verify() == []
        assert again.sync(briefings).unchanged == ("friday.md", "monday.md", "tuesday.md")
        hits = again.search("Who opened a bridge in Tarn?")
        assert hits[0].document.path == "tuesday.md"
        for hit in hits:
            assert Narrow().count_tokens(hit.passage.text) <= 6
            assert again.text(hit.document.id)[hit.passage.start : hit.passage.end] == hit.passage.text
    with pytest.raises(DirectoryFormat):
        Index.open(index.path, embedder=HashEmbedder())


def test_until_all_is_embedded_the_old_vectors_answer(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    index.close()

    def stop(progress: Progress) -> None:
        assert progress.total == 3
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reembed(index.path, embedder=Narrow(), progress=stop)
    with Index.open(index.path, embedder=HashEmbedder()) as old:
        assert old.search("bridge")[0].document.path == "tuesday.md" and old.verify() == []
    totals: list[int] = []
    reembed(index.path, embedder=Narrow(), progress=lambda progress: totals.append(progress.total))
    assert totals == [1]
    with Index.open(index.path, embedder=Narrow()) as again:
        assert again.verify() == [] and again.search("bridge")[0].document.path == "tuesday.md"


def test_what_changed_between_two_tries_is_embedded_as_it_is(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    index.close()

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reembed(index.path, embedder=Narrow(), progress=stop)
    with Index.open(index.path, embedder=HashEmbedder()) as old:
        for file in briefings.iterdir():
            file.write_text(f"Snow fell over {file.stem}.")
        old.sync(briefings, prune=True)
    reembed(index.path, embedder=Narrow())
    with Index.open(index.path, embedder=Narrow()) as again:
        assert again.verify() == [] and again.search("bridge")[0].word_score == 0
        assert {hit.document.path for hit in again.search("snow")} == {"friday.md", "monday.md", "tuesday.md"}


def test_a_directory_in_use_or_missing_is_left_alone(index: Index, tmp_path: Path) -> None:
    with pytest.raises(Locked):
        reembed(index.path, embedder=Narrow())
    with pytest.raises(FolderError, match="no index yet"):
        reembed(tmp_path / "nothing", embedder=Narrow(), settings=IndexSettings())
    assert not (tmp_path / "nothing").exists()
